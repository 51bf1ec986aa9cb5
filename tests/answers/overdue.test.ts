import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { overdueCustomers } from "../../src/answers/overdue";

describe("the list of overdue customers", () => {
  const columns = table({
    CustomerID: ["a", "b", "c", "d", "e"],
    frequency: [8, 2, 5, 1, 3],
    recency_days: [100, 256, 3, 400, 9],
    usual_gap_days: [24, 47, 10, 90, 4],
    silence_probability: [0.0768, 0.1, 0.9, 0.15, 0.00001],
    days_overdue: [42, 112, 0, 3, NaN],
    overdue_value: [929, 1773, 5000, 0, NaN],
  });
  const customers = new CustomerTable(columns, false);

  test("has those who are late and have something to lose, most first", () => {
    expect(overdueCustomers(customers, 10).map(({ customerId }) => customerId)).toEqual(["b", "a"]);
    expect(overdueCustomers(customers, 1)).toHaveLength(1);
  });

  test("says why in words", () => {
    expect(overdueCustomers(customers, 10)[1]).toEqual({
      customerId: "a",
      daysOverdue: 42,
      silenceProbability: 0.0768,
      overdueValue: 929,
      reason:
        "8 orders, usually within 24 days of each other; silent for 100 days: about 1 in 13 gaps of this rhythm would be as long. Staying away would cost about 929 of spend.",
    });
  });
});
