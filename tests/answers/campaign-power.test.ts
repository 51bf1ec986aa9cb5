import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { customersNeeded, detectableDifference, expectedShares } from "../../src/answers/campaign-power";
import { CustomerTable } from "../../src/answers/customer-table";
import { shareDifference } from "../../src/answers/uplift";
import { Random } from "../../src/learning/random";
import { DEFAULT_CONTACT_TERMS } from "../../src/models/contact/action-value";

const outcome = (customers: number, buyers: number) => ({
  customers,
  buyers,
  meanSpend: 0,
  varianceSpend: 0,
});

describe("the smallest difference that two groups show", () => {
  test("is found in about four of five trials, and no difference hardly ever", () => {
    const [contacts, controls, base] = [800, 200, 0.4];
    const difference = detectableDifference(base, contacts, controls)!;
    const random = new Random(8);
    const buyers = (customers: number, rate: number) => {
      let count = 0;
      for (let i = 0; i < customers; i++) if (random.uniform() < rate) count++;
      return outcome(customers, count);
    };
    const shown = (lift: number) => {
      let found = 0;
      for (let trial = 0; trial < 2000; trial++) {
        const { low, high } = shareDifference(buyers(contacts, base + lift), buyers(controls, base))!;
        if (low > 0 || high < 0) found++;
      }
      return found / 2000;
    };
    expect(Math.abs(shown(difference) - 0.8)).toBeLessThan(0.04);
    expect(Math.abs(shown(0) - 0.05)).toBeLessThan(0.02);
  });

  test("is what as many customers as it takes can show", () => {
    const needed = customersNeeded(0.3, 0.05, 0.2)!;
    expect(detectableDifference(0.3, 0.8 * needed, 0.2 * needed)!).toBeCloseTo(0.05, 4);
  });

  test("is not known without two groups, nor how many it takes to show nothing", () => {
    expect(detectableDifference(0.3, 10, 0)).toBeNull();
    expect(detectableDifference(Number.NaN, 10, 10)).toBeNull();
    expect(customersNeeded(0.3, 0, 0.2)).toBeNull();
    expect(customersNeeded(0.3, 0.1, 0)).toBeNull();
  });
});

test("who orders anyway is who does not leave, and a contact wins back its share of the others", () => {
  const customers = new CustomerTable(table({ churn_probability: [0.2, 0.9, 0.6] }), true);
  const terms = { ...DEFAULT_CONTACT_TERMS, successRate: 0.5 };
  const { baseRate, lift } = expectedShares(customers, { terms }, Int32Array.of(0, 2));
  expect([baseRate, lift]).toEqual([0.6, 0.2]);
});
