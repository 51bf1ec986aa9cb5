import { expect, test } from "bun:test";
import { markOf } from "../../src/store/customer-mark";
import { erasedCheck } from "../../src/store/erased-people";
import { cleanUpAfterwards, openStore } from "./open-store";

cleanUpAfterwards();

const alike = (name: string) => name.toLowerCase();

test("whoever was erased is known again by each of their names, and only in their own tenant", () => {
  const store = openStore();
  store.tenants.ensure("t", 1);
  store.tenants.ensure("other", 1);
  expect(erasedCheck(store.erasedPeople.of("t"), alike)).toBeNull();
  store.erasedPeople.add("t", ["c1", "ann@example.com"]);
  store.erasedPeople.add("t", ["c1", "c2"]);
  const isErased = erasedCheck(store.erasedPeople.of("t"), alike)!;
  expect(["C1", "ann@example.com", "c2"].map(isErased)).toEqual([true, true, true]);
  expect(["c3", "bob@example.com", ""].map(isErased)).toEqual([false, false, false]);
  expect(erasedCheck(store.erasedPeople.of("other"), alike)).toBeNull();
});

test("what is kept holds no name, and differs from tenant to tenant", () => {
  const store = openStore();
  for (const tenant of ["t", "other"]) {
    store.tenants.ensure(tenant, 1);
    store.erasedPeople.add(tenant, ["CANARY-7Q"]);
  }
  const told = JSON.stringify([store.erasedPeople.of("t"), store.erasedPeople.of("other")]);
  expect(told).not.toContain("CANARY");
  expect(store.erasedPeople.of("t").hashes).not.toEqual(store.erasedPeople.of("other").hashes);
});

test("people whom an earlier release erased are known by the marks of their erasures", () => {
  const store = openStore();
  const payload = { scope: "customer", customer: markOf("c7") };
  store.tenants.ensure("t", 1);
  store.jobs.insert("t", { id: "e", kind: "erasure", status: "completed", payload, runnable: true }, 1);
  const isErased = erasedCheck(store.erasedPeople.of("t"), alike)!;
  expect(["c7", "c8"].map(isErased)).toEqual([true, false]);
});
