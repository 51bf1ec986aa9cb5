import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { planContacts } from "../../src/answers/contact-plan";
import { CustomerTable } from "../../src/answers/customer-table";
import { type ContactTerms, contactProfit } from "../../src/models/contact/action-value";

// The parameters of Verbeke et al. (2012), section 4: a lifetime value of 200, an incentive of 10, a contact of 1, a
// third accepting.
const VERBEKE: ContactTerms = { contactCost: 1, offerCost: 10, margin: 1, successRate: 0.3, redeemRate: 1 };

describe("a contact plan", () => {
  const columns = table({
    CustomerID: ["a", "b", "c"],
    no_order_probability: [0.1, 0.5, NaN],
    value_if_kept: [200, 200, 200],
  });
  const customers = new CustomerTable(columns, false);

  test("names those whom a contact pays for, best first", () => {
    const plan = planContacts(customers, VERBEKE);
    expect(plan.contacts).toEqual([
      { customerId: "b", noOrder: 0.5, valueIfKept: 200, expectedProfit: contactProfit(0.5, 200, VERBEKE) },
    ]);
    expect(planContacts(customers, VERBEKE, 0).contacts).toEqual([]);
  });

  test("refuses terms that cannot be", () => {
    expect(() => planContacts(customers, { ...VERBEKE, margin: 2 })).toThrow("margin is 2");
  });
});
