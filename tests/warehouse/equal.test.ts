import { describe, expect, test } from "bun:test";
import { duckdbTables } from "./duckdb-tables";
import { compare } from "./equal";
import { sharedCases } from "./shared-cases";

/** What no table of a warehouse says: how the cells of a file are written, and what stands above a row. */
const inexpressible = new Set([
  "34-whole-prices-with-a-dash/german.csv",
  "34-whole-prices-with-a-dash/swiss.csv",
  "exports/ebay.csv",
  "exports/odoo.csv",
  "exports/prestashop.csv",
]);

const cases = sharedCases();
if (cases.length === 0) console.warn("the shared cases are absent: nothing was compared with DuckDB");

describe.skipIf(cases.length === 0)("DuckDB reads what the local reader reads", () => {
  for (const each of cases)
    test(each.name, async () => {
      const outcome = await compare(duckdbTables, each);
      expect(outcome).toEqual(
        inexpressible.has(each.name)
          ? { kind: "refused", message: expect.stringMatching(/query/) }
          : outcome.kind === "both refused"
            ? outcome
            : { kind: "equal" },
      );
    });
});
