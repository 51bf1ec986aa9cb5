import type { Purchases, Returns } from "../../customers/purchases";
import type { Random } from "../../learning/random";

/** The histories of a sample of customers. */
export interface CustomerSample {
  readonly purchases: Purchases;
  readonly returns: Returns;
}

/**
 * At most `most` (2 or more) customers of a shop, drawn at random, with their whole histories; every customer keeps
 * their index, those left out have no entries. The customers with the oldest and the newest purchase are kept, so that
 * the sample spans the same days. With no more than `most` customers, the same objects are returned.
 */
export function sampleCustomers(
  purchases: Purchases,
  returns: Returns,
  most: number,
  random: Random,
): CustomerSample {
  const { customers, start, time } = purchases;
  if (customers <= most) return { purchases, returns };
  const kept = new Uint8Array(customers);
  let oldest = 0;
  let newest = 0;
  let [oldestTime, newestTime] = [Infinity, -Infinity];
  for (let c = 0; c < customers; c++) {
    const [first, end] = [start[c]!, start[c + 1]!];
    if (first === end) continue;
    if (time[first]! < oldestTime) [oldest, oldestTime] = [c, time[first]!];
    if (time[end - 1]! > newestTime) [newest, newestTime] = [c, time[end - 1]!];
  }
  for (const c of random.sample(customers, most - 2)) kept[c] = 1;
  kept[oldest] = 1;
  kept[newest] = 1;
  const rows = keptEntries(start, kept);
  const returned = keptEntries(returns.start, kept);
  const pick = <T extends Float64Array | Int32Array | Uint8Array>(values: T, index: Int32Array): T => {
    const out = values.slice(0, index.length) as T;
    for (let i = 0; i < index.length; i++) out[i] = values[index[i]!]!;
    return out;
  };
  return {
    purchases: {
      customers,
      start: rows.start,
      time: pick(time, rows.index),
      value: pick(purchases.value, rows.index),
      units: pick(purchases.units, rows.index),
      lines: pick(purchases.lines, rows.index),
      opensOrder: pick(purchases.opensOrder, rows.index),
      newProducts: pick(purchases.newProducts, rows.index),
      country: pick(purchases.country, rows.index),
    },
    returns: {
      start: returned.start,
      time: pick(returns.time, returned.index),
      value: pick(returns.value, returned.index),
    },
  };
}

/** The entries of kept customers, and where each customer's begin. */
function keptEntries(start: Int32Array, kept: Uint8Array): { start: Int32Array; index: Int32Array } {
  const offsets = new Int32Array(start.length);
  let entries = 0;
  for (let c = 0; c < kept.length; c++) {
    offsets[c] = entries;
    if (kept[c]) entries += start[c + 1]! - start[c]!;
  }
  offsets[kept.length] = entries;
  const index = new Int32Array(entries);
  for (let c = 0, at = 0; c < kept.length; c++) {
    if (kept[c]) for (let i = start[c]!; i < start[c + 1]!; i++) index[at++] = i;
  }
  return { start: offsets, index };
}
