import type { PurchaseHistories, SpendHistories } from "../../../src/learning/btyd";

/** The CDNOW sample cut at 1997-09-30, and what its customers did in the 39 weeks after. */
export interface Cdnow {
  readonly histories: PurchaseHistories<"weeks">;
  readonly spend: SpendHistories;
  /** Purchase-days from 1997-10-01 to 1998-06-30. */
  readonly holdoutPurchases: Float64Array;
  readonly holdoutSpend: Float64Array;
}

const MS_PER_DAY = 86_400_000;
const FIRST_HOLDOUT_DAY = Date.UTC(1997, 9, 1) / MS_PER_DAY;

/**
 * Reads the CDNOW sample (2,357 customers; rows of master id, sample id, yyyymmdd, CDs, dollars). Rows of one customer
 * and day are one purchase; x counts purchase-days after the first, times are in weeks until 1997-09-30, mean spend is
 * over the repeats.
 */
export async function readCdnow(path: string): Promise<Cdnow> {
  const text = new TextDecoder().decode(Bun.gunzipSync(await Bun.file(path).bytes()));
  const customers = new Map<string, Map<number, number>>();
  for (const line of text.split("\n")) {
    const [id, , date, , dollars] = line.trim().split(/\s+/);
    if (!id || !date) continue;
    const day = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6, 8)) / MS_PER_DAY;
    const days = customers.get(id) ?? new Map<number, number>();
    customers.set(id, days.set(day, (days.get(day) ?? 0) + Number(dollars)));
  }
  const n = customers.size;
  const columns = Array.from({ length: 6 }, () => new Float64Array(n));
  const [x, tx, T, meanSpend, holdoutPurchases, holdoutSpend] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let i = 0;
  for (const days of customers.values()) {
    const before = [...days.keys()].filter((day) => day < FIRST_HOLDOUT_DAY).sort((a, b) => a - b);
    const after = [...days.keys()].filter((day) => day >= FIRST_HOLDOUT_DAY);
    const repeats = before.slice(1);
    const spent = (on: number[]) => on.reduce((sum, day) => sum + days.get(day)!, 0);
    x[i] = repeats.length;
    tx[i] = (before.at(-1)! - before[0]!) / 7;
    T[i] = (FIRST_HOLDOUT_DAY - 1 - before[0]!) / 7;
    meanSpend[i] = repeats.length === 0 ? 0 : spent(repeats) / repeats.length;
    holdoutPurchases[i] = after.length;
    holdoutSpend[i] = spent(after);
    i++;
  }
  return { histories: { unit: "weeks", x, tx, T }, spend: { x, meanSpend }, holdoutPurchases, holdoutSpend };
}
