import { DAY_MS } from "../../time";
import { farthestZoneMs, zoneStepMs } from "../cells/calendar";
import type { Runs } from "./row-block";

/** Moments of some runs of rows, ms since 1970, NaN if a run has none. */
type MomentBlock = Pick<Runs, "length" | "moment">;

/**
 * Days that systems write for an empty date or never: day 0 of Excel, of Excel for Mac, of Unix and of DOS, and "for
 * ever".
 */
const emptyDays = ["1900-01-01", "1904-01-01", "1970-01-01", "1980-01-01", "2099-12-31"].map((day) =>
  Date.parse(day),
);
const nearDays = 366;

/**
 * Sets moments that stand for an empty date, such as 1970-01-01 00:00 in any zone, to NaN, in place, if no other moment
 * is within a year of it. Returns their number.
 */
export function clearEmptyDates(blocks: Iterable<MomentBlock>): number {
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

/** Index into `emptyDays`; −1 for a moment that is none of them. */
export function emptyDayOf(moment: number): number {
  if (moment % zoneStepMs !== 0) return -1;
  for (let i = 0; i < emptyDays.length; i++) if (Math.abs(moment - emptyDays[i]!) <= farthestZoneMs) return i;
  return -1;
}

/** The first and the last of some moments, ms since 1970; ∞ and −∞ if there are none. */
interface Span {
  readonly first: number;
  readonly last: number;
}

export function spanOf(blocks: Iterable<MomentBlock>): Span {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { moment, length } of blocks)
    for (let i = 0; i < length; i++) {
      if (moment[i]! < first) first = moment[i]!;
      if (moment[i]! > last) last = moment[i]!;
    }
  return { first, last };
}

/** Days with orders that the rest must have before anything counts as far from it. */
const fewestDays = 20;
/** Far moments: at most this many days and this many rows (three or this share of all, with an upper bound). */
const mostFarDays = 3;
const farRowsShare = 0.01;
const mostFarRows = 50;
/** A gap is out of proportion if it is this many times the longest in the rest, and at least this many days. */
const gapRatio = 12;
const leastGapAfterDays = 270;
const leastGapBeforeDays = 5 * 365;

/**
 * The span of all moments except a few that stand alone: on at most three days, behind a gap of nine months or more
 * (five years at the start) that is twelve times the longest in the rest. Those are slips: an order of 2032 among last
 * year's. With fewer than 20 days of orders, everything is usual. `span`: that of all moments.
 */
export function usualSpan(blocks: Iterable<Pick<Runs, "length" | "moment" | "start">>, span: Span): Span {
  const { first, last } = span;
  if (!(first <= last)) return span;
  const origin = Math.floor(first / DAY_MS);
  const rowsByDay = new Uint32Array(Math.floor(last / DAY_MS) - origin + 1);
  let rows = 0;
  for (const { moment, length, start } of blocks)
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(moment[i])) continue;
      const lines = start[i + 1]! - start[i]!;
      rowsByDay[Math.floor(moment[i]! / DAY_MS) - origin]! += lines;
      rows += lines;
    }
  const days: number[] = [];
  rowsByDay.forEach((count, day) => {
    if (count > 0) days.push(day);
  });
  const mostRows = Math.min(mostFarRows, Math.max(3, farRowsShare * rows));
  // Each end is judged by gaps without the few days at the other end, which may stand alone too.
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
 * How many of the first `days` stand apart from the rest. `days` ascend; negative ones count from the end, so one
 * function serves both ends.
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
