import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { adviceOf } from "../../src/answers/advice";
import { needsOf, selectCustomers, sumSelection } from "../../src/answers/customer-selection";
import { CustomerTable } from "../../src/answers/customer-table";
import { Orders } from "../../src/answers/orders";
import { orderHistory } from "../../src/customers/order-history";
import { collectPurchases } from "../../src/customers/purchases";
import { modelCard } from "../../src/models/card";
import { trainedModels } from "../models/trained-models";
import { shopOf } from "../shop";

const COLUMNS = table({
  CustomerID: ["12", "123", "124", "2"],
  segment: [0, 1, 1, 0],
  rfm_group: ["Lost", "Champions", "Champions", "Lost"],
  churn_probability: [0.1, 0.5, NaN, 0.9],
  ltv_estimate: [100, 50, 20, NaN],
  days_overdue: [0, 0, 3, 0],
  recency_days: [5, 30, 31, 90],
  frequency: [1, 2, 3, 4],
  monetary: [10, 20, 30, 40],
  r_score: [5, 5, 4, 1],
  f_score: [1, 2, 5, 3],
  m_score: [1, 3, 5, 3],
});
const CUSTOMERS = new CustomerTable(COLUMNS, true);
const ADVICE = adviceOf({ card: modelCard(trainedModels()), customers: CUSTOMERS });

function ordersOf(text: string): Orders {
  const shop = shopOf(text);
  const history = orderHistory(shop, collectPurchases(shop));
  const array = (name: string) => history.array(name);
  return new Orders(Int32Array.of(0, 1, 3, 4, 5), {
    time: array("time") as Float64Array,
    value: array("value") as Float64Array,
    lines: Int32Array.from(array("lines") as ArrayLike<number>),
    units: array("units") as Float64Array,
    isReturn: Uint8Array.from(array("is_return") as ArrayLike<number>),
    opensOrder: Uint8Array.from(array("opens_order") as ArrayLike<number>),
  });
}

const ORDERS = ordersOf(`
  12  2011-01-05T10:00 A mug 1 4 UK
  123 2011-01-31T23:59 B mug 1 4 UK
  123 2011-03-01T00:00 C mug 1 4 UK
  124 2011-03-31T10:00 D mug 1 4 UK
  2   2011-02-05T10:00 E mug 1 4 UK
`);

const AS_OF = Date.UTC(2011, 3, 1);
const chosen = (filter: Parameters<typeof selectCustomers>[1], orders: Orders | null = ORDERS) =>
  Array.from(selectCustomers(CUSTOMERS, filter, { asOf: AS_OF, orders, bought: null }, ADVICE));

describe("the chosen customers", () => {
  test("are all where nothing is asked", () => expect(chosen({})).toEqual([0, 1, 2, 3]));
  test("hold the letters anywhere, in any case", () => {
    expect(chosen({ q: "12" })).toEqual([0, 1, 2]);
    expect(chosen({ q: "2" })).toEqual([0, 1, 2, 3]);
    expect(chosen({ q: "24" })).toEqual([2]);
    const customers = new CustomerTable(table({ CustomerID: ["Ann@Example.org", "ben@example.org"] }), false);
    expect([...selectCustomers(customers, { q: "aNN@" }, null, ADVICE)]).toEqual([0]);
    expect([...selectCustomers(customers, { q: "EXAMPLE" }, null, ADVICE)]).toEqual([0, 1]);
  });
  test("keep the bounds of an export; who is not known is within none", () => {
    expect(chosen({ min_churn: 0.5 })).toEqual([1, 3]);
    expect(chosen({ max_churn: 0.5 })).toEqual([0, 1]);
    expect(chosen({ min_ltv: 20, max_ltv: 50 })).toEqual([1, 2]);
  });
  test("ordered within so many days, that day counted", () => {
    for (const [days, rows] of [
      [4, []],
      [5, [0]],
      [30, [0, 1]],
      [90, [0, 1, 2, 3]],
    ] as const)
      expect(chosen({ max_recency: days })).toEqual([...rows]);
  });
  test("are of a month of first orders, of a month with an order, or of both", () => {
    expect(chosen({ cohort: "2011-01" })).toEqual([0, 1]);
    expect(chosen({ active_month: "2011-03" })).toEqual([1, 2]);
    expect(chosen({ cohort: "2011-01", active_month: "2011-03" })).toEqual([1]);
  });
  test("are of the days of a first order or of any order, both ends included, or of one end alone", () => {
    expect(chosen({ first_from: "2011-01-05", first_to: "2011-01-31" })).toEqual([0, 1]);
    expect(chosen({ first_from: "2011-02-01" })).toEqual([2, 3]);
    expect(chosen({ first_to: "2011-01-30" })).toEqual([0]);
    expect(chosen({ ordered_from: "2011-03-01", ordered_to: "2011-03-01" })).toEqual([1]);
    expect(chosen({ first_from: "2011-01-31", first_to: "2011-01-31", ordered_from: "2011-03-01" })).toEqual([
      1,
    ]);
    expect(chosen({ first_from: "2011-02-31" })).toEqual([]);
  });
  test("began with a product or live in a country, and are none where the file does not tell", () => {
    const columns = {
      CustomerID: ["a", "b", "c"],
      country: ["Spain", null, "Chile"],
      first_product: ["7", "8", "7"],
    };
    const told = new CustomerTable(table(columns), false);
    expect([...selectCustomers(told, { country: "Spain" }, null, ADVICE)]).toEqual([0]);
    expect([...selectCustomers(told, { first_product: "7" }, null, ADVICE)]).toEqual([0, 2]);
    expect(chosen({ country: "Spain" })).toEqual([]);
  });
  test("are none of a month where orders are not known", () => {
    expect(chosen({ cohort: "2011-01" }, null)).toEqual([]);
  });
  test("are of a row and a column of the RFM map, a half to the side of frequency", () => {
    expect(chosen({ r_score: 5 })).toEqual([0, 1]);
    expect(chosen({ fm_score: 5 })).toEqual([2]);
    // (2 + 3) / 2 counts as 2.
    expect(chosen({ r_score: 5, fm_score: 2 })).toEqual([1]);
  });
  test("fit every filter at once", () => {
    expect(chosen({ q: "12", segment: 1, overdue: true, rfm_group: "Champions" })).toEqual([2]);
  });
  test("fit a rule, and whatever else is asked", () => {
    expect(chosen({ rule: "orders >= 2 and first_order < 2011-03-01" })).toEqual([1, 3]);
    expect(chosen({ rule: "orders >= 2", segment: 1, cohort: "2011-01" })).toEqual([1]);
    expect(() => chosen({ rule: "orderz >= 2" })).toThrow("Did you mean orders?");
    expect(() => chosen({ rule: "cohort is 2011-01" }, null)).toThrow("The model does not know cohort");
    expect(needsOf({ rule: 'cohort is 2011-01 or bought "mug"' })).toEqual({ orders: true, bought: true });
    expect(needsOf({ rule: "overdue", active_month: "2011-01" })).toEqual({ orders: true, bought: false });
  });
  test("are not answered for a saved segment whose rule is not in its place", () => {
    expect(() => chosen({ saved: "x" })).toThrow("only at the edges");
  });
  test("are summed, without what is not known", () => {
    expect(sumSelection(CUSTOMERS, Int32Array.of(1, 2, 3))).toEqual({
      customers: 3,
      orders: 9,
      spend: 90,
      expectedSpend: 70,
      expectedLeavers: 1.4,
    });
  });
});
