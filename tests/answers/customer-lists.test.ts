import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table, toArrowIPC } from "arquero";
import { contactsCsv, overdueCsv, scoredCustomers } from "../../src/answers/customer-lists";
import { InputError } from "../../src/errors";
import { withFolder } from "../pipeline/small-files";

describe("lists of customers", () => {
  test("are CSV with a header, also of nobody, and never hold a formula", () => {
    const contact = { customerId: "=1+1", noOrder: 0.5, valueIfKept: 20, expectedProfit: 3 };
    expect(textOf(contactsCsv([contact]))).toBe(
      "CustomerID,no_order_probability,value_if_kept,contact_profit\n'=1+1,0.5,20,3\n",
    );
    expect(textOf(overdueCsv([]))).toBe("CustomerID,days_overdue,silence_probability,overdue_value,reason\n");
  });

  test("are refused for a folder that is no model, or one from before next orders were told", async () => {
    await withFolder(async (folder) => {
      expect(scoredCustomers(folder)).rejects.toThrow(InputError);
      const old = join(folder, "old");
      mkdirSync(old);
      writeFileSync(join(old, "customers.arrow"), toArrowIPC(table({ CustomerID: ["a"] }))!);
      expect(scoredCustomers(old)).rejects.toThrow("cannot say when customers will order next");
    });
  });
});

function textOf(chunks: Iterable<Uint8Array>): string {
  return Buffer.concat([...chunks]).toString();
}
