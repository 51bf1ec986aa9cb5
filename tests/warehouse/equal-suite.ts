import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { compare, type EqualCase, type Outcome, type TableCounterpart } from "./equal";

/** Half a million lines on a row store and a busy machine. */
const MOST_MS = 1_800_000;
/** What no table of a warehouse says: how the cells of a file are written, and what stands above a row. */
const inexpressible = new Set([
  "34-whole-prices-with-a-dash/german.csv",
  "34-whole-prices-with-a-dash/swiss.csv",
  "exports/ebay.csv",
  "exports/odoo.csv",
  "exports/prestashop.csv",
  ...["prestashop (11)", "square-items (30)", "square-transactions (31)", "odoo (35)", "quickbooks (37)"],
]);

/**
 * Reads each case here and with the engine: both find the same, both refuse the file, or the engine says what to cast.
 * Prints how many of each there were.
 */
export function equalSuite(
  name: string,
  cases: readonly EqualCase[],
  open: () => Promise<(TableCounterpart & Partial<AsyncDisposable>) | null>,
): void {
  const tally = new Map<Outcome["kind"], number>();
  let counterpart: Awaited<ReturnType<typeof open>> = null;
  if (cases.length === 0) console.warn(`there are no cases: nothing was compared with ${name}`);
  describe.skipIf(cases.length === 0)(`${name} reads what the local reader reads`, () => {
    beforeAll(async () => {
      counterpart = await open();
      if (counterpart === null) console.warn(`${name} is not installed: nothing was compared with it`);
    });
    for (const each of cases)
      test(
        each.name,
        async () => {
          if (counterpart === null) return;
          const outcome = await compare(counterpart, each);
          tally.set(outcome.kind, (tally.get(outcome.kind) ?? 0) + 1);
          if (inexpressible.has(each.name))
            expect(outcome).toEqual({ kind: "refused", message: expect.stringMatching(/in the query/) });
          else if (outcome.kind !== "both refused") expect(outcome).toEqual({ kind: "equal" });
        },
        MOST_MS,
      );
    afterAll(async () => {
      const of = (kind: Outcome["kind"]) => tally.get(kind) ?? 0;
      if (counterpart !== null)
        console.log(
          `${name}: ${of("equal")} of ${cases.length} cases equal, ${of("unequal")} unequal, ${of("refused")} refused as no table can say them, ${of("both refused")} refused by both`,
        );
      await counterpart?.[Symbol.asyncDispose]?.();
    });
  });
}
