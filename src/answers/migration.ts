import type { CustomerTable } from "./customer-table";

/**
 * Customers who moved the same way. `from` and `to` are segment ids; null means that they were not there before, or are
 * gone.
 */
export interface Move {
  readonly from: number | null;
  readonly to: number | null;
  readonly customers: number;
  /** Their expected spend in the earlier model, and in the later one. */
  readonly spendBefore: number;
  readonly spendAfter: number;
}

/** Segment ids are below this. */
const MOST_IDS = 2 ** 20;

/**
 * The moves of all customers between two models, without empty ones. The earlier model's segments come first, in id
 * order.
 */
export function customerMoves(earlier: CustomerTable, later: CustomerTable): Move[] {
  const [before, after] = [segmented(earlier), segmented(later)];
  const sums = new Map<number, { -readonly [K in keyof Move]: Move[K] }>();
  const add = (from: number | null, to: number | null, spendBefore: number, spendAfter: number) => {
    const key = ((from ?? -1) + 1) * MOST_IDS + (to ?? -1) + 1;
    let sum = sums.get(key);
    if (!sum) {
      sum = { from, to, customers: 0, spendBefore: 0, spendAfter: 0 };
      sums.set(key, sum);
    }
    sum.customers++;
    sum.spendBefore += Number.isNaN(spendBefore) ? 0 : spendBefore;
    sum.spendAfter += Number.isNaN(spendAfter) ? 0 : spendAfter;
  };
  const stayed = new Uint8Array(before.ids.length);
  for (let row = 0; row < after.ids.length; row++) {
    const was = earlier.rowOf(after.ids.at(row)!);
    if (was === undefined) add(null, after.segment[row]!, 0, after.spend[row]!);
    else {
      stayed[was] = 1;
      add(before.segment[was]!, after.segment[row]!, before.spend[was]!, after.spend[row]!);
    }
  }
  for (let row = 0; row < stayed.length; row++)
    if (stayed[row] === 0) add(before.segment[row]!, null, before.spend[row]!, 0);
  const place = (id: number | null) => id ?? Infinity;
  const by = (a: number, b: number) => (a === b ? 0 : a - b);
  return [...sums.values()].sort((a, b) => by(place(a.from), place(b.from)) || by(place(a.to), place(b.to)));
}

function segmented(customers: CustomerTable) {
  return {
    ids: customers.ids,
    segment: customers.numbers("segment"),
    spend: customers.numbers("ltv_estimate"),
  };
}

/** The largest moves from one segment to another. */
export function largestMoves(moves: readonly Move[], most: number): Move[] {
  return moves
    .filter(({ from, to }) => from !== null && to !== null && from !== to)
    .sort((a, b) => b.customers - a.customers)
    .slice(0, most);
}
