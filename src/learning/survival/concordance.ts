import { checkSurvivalTimes, type SurvivalTimes } from "./survival-times";

/**
 * Harrell's C: of all pairs of subjects of whom it is known whose event came first, the share that `expected` (n, a
 * larger value means a later event; ties count one half) orders the same way; 0.5 is chance. A subject whose
 * observation ended without an event is known to be later than every event up to that day; two events on the same day
 * are no pair (Harrell et al., "Evaluating the Yield of Medical Tests", JAMA 247, 1982). NaN if there is no pair. O(n
 * log n). Throws a RangeError on invalid times, other lengths or a NaN in `expected`.
 */
export function concordance(times: SurvivalTimes, expected: Float64Array): number {
  const n = expected.length;
  checkSurvivalTimes(times, n);
  if (expected.some(Number.isNaN)) throw new RangeError("an expected time is NaN");
  const { event, watched } = times;
  const known = event.map((days, i) => Math.min(days, watched[i]!));
  const rank = ranks(expected);
  const later = new Counts(n);
  const byTime = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => known[b]! - known[a]! || a - b);
  let pairs = 0;
  let right = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && known[byTime[to]!] === known[byTime[from]!]) to++;
    for (let i = from; i < to; i++) if (event[byTime[i]!] === Infinity) later.add(rank[byTime[i]!]!);
    for (let i = from; i < to; i++) {
      const row = byTime[i]!;
      if (event[row] === Infinity) continue;
      const notAbove = later.upTo(rank[row]!);
      const below = later.upTo(rank[row]! - 1);
      pairs += later.total;
      right += later.total - notAbove + (notAbove - below) / 2;
    }
    for (let i = from; i < to; i++) if (event[byTime[i]!] !== Infinity) later.add(rank[byTime[i]!]!);
    from = to;
  }
  return right / pairs;
}

/** 1 for the smallest value; equal values share a rank. */
function ranks(values: Float64Array): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
  const out = new Int32Array(values.length);
  let rank = 0;
  for (let i = 0; i < order.length; i++) {
    if (i === 0 || values[order[i]!] !== values[order[i - 1]!]) rank++;
    out[order[i]!] = rank;
  }
  return out;
}

/** How many of the added ranks (1 … n) are at most a given one, in O(log n): a Fenwick tree. */
class Counts {
  readonly #tree: Int32Array;
  total = 0;

  constructor(n: number) {
    this.#tree = new Int32Array(n + 1);
  }

  add(rank: number): void {
    this.total++;
    for (let i = rank; i < this.#tree.length; i += i & -i) this.#tree[i]!++;
  }

  upTo(rank: number): number {
    let sum = 0;
    for (let i = rank; i > 0; i -= i & -i) sum += this.#tree[i]!;
    return sum;
  }
}
