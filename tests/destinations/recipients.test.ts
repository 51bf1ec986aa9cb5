import { expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { leftOutWords, type Needs, recipientsAmong } from "../../src/destinations/recipients";

const CUSTOMERS = new CustomerTable(
  table({
    CustomerID: ["a", "b", "c", "d", "e@example.com", "f"],
    ltv_estimate: [1, 2, 3, NaN, 5, 6],
  }),
  false,
  table({
    CustomerID: ["a", "b", "c", "d", "e@example.com", "f"],
    name: ["Ann", "Bo", null, "Di", null, null],
    email: ["ann@example.com", null, " ANN@example.com", "di@example.com", null, "not an address"],
  }),
);
const ALL = Int32Array.from([0, 1, 2, 3, 4, 5]);

function among(needs: Partial<Needs>) {
  const { rows, left } = recipientsAmong(CUSTOMERS, ALL, {
    email: false,
    value: false,
    consent: null,
    ...needs,
  });
  return { rows: [...rows], left };
}
const NOBODY = { no_consent: 0, no_address: 0, same_address: 0, no_value: 0 };

test("everyone is in a file that needs nothing", () => {
  expect(among({})).toEqual({ rows: [0, 1, 2, 3, 4, 5], left: NOBODY });
});

test("a tool gets each address once, in the order of the audience, and an id that is an address counts as one", () => {
  expect(among({ email: true })).toEqual({
    rows: [0, 3, 4],
    left: { ...NOBODY, no_address: 2, same_address: 1 },
  });
});

test("only those who agreed are sent, and who did not is counted before anything else", () => {
  const asked: number[] = [];
  const consent = (row: number) => {
    asked.push(row);
    return row === 2 || row === 5;
  };
  expect(among({ email: true, consent })).toEqual({
    rows: [2],
    left: { ...NOBODY, no_consent: 4, no_address: 1 },
  });
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a value-based audience leaves out those of whom no spend is known", () => {
  expect(among({ email: true, value: true })).toEqual({
    rows: [0, 4],
    left: { ...NOBODY, no_address: 2, same_address: 1, no_value: 1 },
  });
});

test("the words name each reason once, and say nothing where nobody was left out", () => {
  expect(leftOutWords({ no_consent: 1240, no_address: 12, same_address: 1, no_value: 2 })).toBe(
    "1,240 without consent, 12 without an e-mail address, 1 with the address of another, 2 without an expected spend",
  );
  expect(leftOutWords(NOBODY)).toBe("");
});
