import { expect, test } from "bun:test";
import { cleanUpAfterwards, openStore } from "./open-store";
import { campaignRow } from "./rows";

cleanUpAfterwards();

const MEMBERS = [
  { customerId: "a", isControl: false },
  { customerId: "b", isControl: true },
  { customerId: "c", isControl: false },
];

test("a campaign is found as it was saved, by its tenant alone, with the sizes of its groups", () => {
  const { campaigns } = openStore();
  campaigns.insert("t", campaignRow("x"), MEMBERS);
  expect(campaigns.find("t", "x")).toEqual({ ...campaignRow("x"), contacts: 2, controls: 1 });
  expect(campaigns.members("t", "x")).toEqual(MEMBERS);
  expect(campaigns.find("u", "x")).toBeNull();
  expect(campaigns.members("u", "x")).toEqual([]);
  expect(campaigns.list("u")).toEqual([]);
});

test("campaigns are listed newest first", () => {
  const { campaigns } = openStore();
  campaigns.insert("t", campaignRow("old", { createdAt: 1 }), []);
  campaigns.insert("t", campaignRow("new", { createdAt: 2 }), []);
  expect(campaigns.list("t").map(({ id }) => id)).toEqual(["new", "old"]);
});

test("a customer who is named twice is a mistake, and nothing of the campaign is kept", () => {
  const { campaigns } = openStore();
  expect(() => campaigns.insert("t", campaignRow("x"), [...MEMBERS, MEMBERS[0]!])).toThrow();
  expect(campaigns.list("t")).toEqual([]);
});

test("a forgotten customer is in no campaign of the tenant, and the groups are counted again", () => {
  const { campaigns } = openStore();
  campaigns.insert("t", campaignRow("x"), MEMBERS);
  campaigns.insert("t", campaignRow("y"), [{ customerId: "b", isControl: false }]);
  campaigns.insert("u", campaignRow("x"), MEMBERS);
  expect(campaigns.forgetCustomer("t", "b")).toBe(2);
  expect(campaigns.forgetCustomer("t", "b")).toBe(0);
  expect(campaigns.find("t", "x")).toMatchObject({ contacts: 2, controls: 0 });
  expect(campaigns.find("t", "y")).toMatchObject({ contacts: 0, controls: 0 });
  expect(campaigns.members("t", "x").map(({ customerId }) => customerId)).toEqual(["a", "c"]);
  expect(campaigns.find("u", "x")).toMatchObject({ contacts: 2, controls: 1 });
});

test("a deleted campaign takes its members with it, and a stranger deletes nothing", () => {
  const { campaigns } = openStore();
  campaigns.insert("t", campaignRow("x"), MEMBERS);
  expect(campaigns.delete("u", "x")).toBe(false);
  expect(campaigns.delete("t", "x")).toBe(true);
  expect(campaigns.members("t", "x")).toEqual([]);
  expect(campaigns.forgetCustomer("t", "a")).toBe(0);
});
