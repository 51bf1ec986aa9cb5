import { DAY_MS } from "../../time";
import { farthestZoneMs, zoneStepMs } from "../cells/calendar";

/** Moments of some rows, ms since 1970, NaN where a row has none; a row's block has them in place. */
interface MomentBlock {
  readonly length: number;
  readonly moment: Float64Array;
}

/** Days that systems write where a date is empty, or never: the zeros of Excel, of its Mac version, of Unix and of DOS, and "for ever". */
const emptyDays = ["1900-01-01", "1904-01-01", "1970-01-01", "1980-01-01", "2099-12-31"].map((day) =>
  Date.parse(day),
);
const nearDays = 366;

/**
 * Sets moments that stand for an empty date, such as 1970-01-01 00:00 in any zone, to NaN, in place, where no other moment is within a
 * year of it. Returns how many they were.
 */
export function clearEmptyDates(blocks: readonly MomentBlock[]): number {
  const span = spanOf(blocks);
  const near = (day: number) => span.first <= day + farthestZoneMs && span.last >= day - farthestZoneMs;
  if (!emptyDays.some(near)) return 0;
  const hasNeighbour = new Uint8Array(emptyDays.length);
  let others = 0;
  for (const { moment, length } of blocks)
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(moment[i]) || emptyDayOf(moment[i]!) >= 0) continue;
      others++;
      for (let day = 0; day < emptyDays.length; day++)
        if (Math.abs(moment[i]! - emptyDays[day]!) <= nearDays * DAY_MS) hasNeighbour[day] = 1;
    }
  if (others === 0) return 0;
  let cleared = 0;
  for (const { moment, length } of blocks) {
    for (let i = 0; i < length; i++) {
      const day = emptyDayOf(moment[i]!);
      if (day < 0 || hasNeighbour[day] === 1) continue;
      moment[i] = Number.NaN;
      cleared++;
    }
  }
  return cleared;
}

/** Index into `emptyDays`, −1 where a moment is none of them. */
function emptyDayOf(moment: number): number {
  if (moment % zoneStepMs !== 0) return -1;
  for (let i = 0; i < emptyDays.length; i++) if (Math.abs(moment - emptyDays[i]!) <= farthestZoneMs) return i;
  return -1;
}

/** The first and the last of some moments, ms since 1970; ∞ and −∞ where there are none. */
interface Span {
  readonly first: number;
  readonly last: number;
}

export function spanOf(blocks: readonly MomentBlock[]): Span {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { moment, length } of blocks)
    for (let i = 0; i < length; i++) {
      if (moment[i]! < first) first = moment[i]!;
      if (moment[i]! > last) last = moment[i]!;
    }
  return { first, last };
}

/** Days with orders that the rest must have before anything is far from it. */
const fewestDays = 20;
/** Far moments: at most so many days, and so many rows (at least three, else this share of all, and never more than that). */
const mostFarDays = 3;
const farRowsShare = 0.01;
const mostFarRows = 50;
/** A gap is out of proportion where it is so many times the longest within the rest, and at least so many days. */
const gapRatio = 12;
const leastGapAfterDays = 270;
const leastGapBeforeDays = 5 * 365;

/**
 * The span of all moments but a few that stand alone: on at most three days, with a gap before them of nine months or more (five years
 * where they come first) that is twelve times the longest within the rest. Such are slips: an order of 2032 among those of last year.
 * Everything is usual where there are fewer than 20 days with orders. `span`: that of all moments.
 */
export function usualSpan(blocks: readonly MomentBlock[], span: Span = spanOf(blocks)): Span {
  const { first, last } = span;
  if (!(first <= last)) return span;
  const origin = Math.floor(first / DAY_MS);
  const rowsByDay = new Uint32Array(Math.floor(last / DAY_MS) - origin + 1);
  let rows = 0;
  for (const { moment, length } of blocks)
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(moment[i])) continue;
      rowsByDay[Math.floor(moment[i]! / DAY_MS) - origin]!++;
      rows++;
    }
  const days: number[] = [];
  rowsByDay.forEach((count, day) => {
    if (count > 0) days.push(day);
  });
  const mostRows = Math.min(mostFarRows, Math.max(3, farRowsShare * rows));
  // Either end is judged by gaps without the few days at the other, where something may stand alone as well.
  const from = standingAlone(days, rowsByDay, mostRows, leastGapBeforeDays);
  const to = standingAlone(days.map((day) => -day).reverse(), rowsByDay, mostRows, leastGapAfterDays);
  const firstDay = days[from]!;
  const lastDay = days[days.length - 1 - to]!;
  return {
    first: from === 0 ? first : (origin + firstDay) * DAY_MS,
    last: to === 0 ? last : (origin + lastDay + 1) * DAY_MS - 1,
  };
}

/**
 * How many of the first `days` stand alone before the rest. `days` ascend; those below zero count from the end, so that one function
 * serves both ends.
 */
function standingAlone(
  days: readonly number[],
  rowsByDay: Uint32Array,
  mostRows: number,
  leastGap: number,
): number {
  const end = days.length - mostFarDays;
  if (end < fewestDays) return 0;
  let alone = 0;
  let rows = 0;
  for (let i = 0; i < mostFarDays; i++) {
    rows += rowsByDay[Math.abs(days[i]!)]!;
    if (rows > mostRows) break;
    const gap = days[i + 1]! - days[i]!;
    let longest = 1;
    for (let j = i + 2; j < end; j++) longest = Math.max(longest, days[j]! - days[j - 1]!);
    if (gap >= leastGap && gap >= gapRatio * longest) alone = i + 1;
  }
  return alone;
}
