import { DAY_MS } from "../../time";
/** A generated file covers 374 days, 2010-12-01 to 2011-12-09, as Online Retail does. */
export const PERIOD_DAYS = 374;
/** How far past the period the calendar goes, for expectations of what comes next. */
const FUTURE_DAYS = 180;

const FIRST_DAY = Date.UTC(2010, 11, 1);
/** Trade opens at 8:26 and closes at 18:00; on the last day at 12:50. Minutes of the day. */
const OPENS = 8 * 60 + 26;
const CLOSES = 18 * 60;
const LAST_CLOSES = 12 * 60 + 50;

/** January to December, Sunday to Saturday: how busy they are, roughly as in Online Retail. Saturdays are closed. */
const MONTHS = [0.85, 0.8, 0.95, 0.85, 1, 0.95, 0.95, 0.95, 1.25, 1.35, 1.7, 1.1];
const WEEKDAYS = [0.55, 0.95, 1.1, 1.1, 1.3, 0.95, 0];

/**
 * Time runs in days since 2010-12-01T00:00, whole part the day. Trade runs at a pace of `weights[day]`, on average 1
 * over a year; `elapsed[day]` is the trading time before that day. A customer's purchases are a Poisson process in
 * trading time.
 */
export interface Calendar {
  /** Trading time a day, 0 or more (period and future). */
  readonly weights: Float64Array;
  /** Σ of the weights before each day, one longer than `weights`. */
  readonly elapsed: Float64Array;
}

/** A calendar with the year's season and closed Saturdays, or with all days alike. */
export function makeCalendar(season: boolean): Calendar {
  const days = PERIOD_DAYS + FUTURE_DAYS;
  const weights = new Float64Array(days).fill(1);
  if (season) {
    let year = 0;
    for (let day = 0; day < days; day++) {
      const date = new Date(FIRST_DAY + day * DAY_MS);
      weights[day] = MONTHS[date.getUTCMonth()]! * WEEKDAYS[date.getUTCDay()]!;
      if (day < 365) year += weights[day]!;
    }
    for (let day = 0; day < days; day++) weights[day]! *= 365 / year;
  }
  const elapsed = new Float64Array(days + 1);
  for (let day = 0; day < days; day++) elapsed[day + 1] = elapsed[day]! + weights[day]!;
  return { weights, elapsed };
}

/** The time (days) at which `trading` time has elapsed; Infinity past the end of the period. */
export function timeAt({ weights, elapsed }: Calendar, trading: number): number {
  if (trading >= elapsed[PERIOD_DAYS]!) return Infinity;
  let low = 0;
  let high = PERIOD_DAYS;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (elapsed[middle]! <= trading) low = middle;
    else high = middle;
  }
  return low + Math.min((trading - elapsed[low]!) / weights[low]!, 1 - 1e-9);
}

/** The first time at or after `time` at which trade is open. Infinity past the end of the period. */
export function nextOpen({ weights }: Calendar, time: number): number {
  let day = Math.floor(time);
  if (day < PERIOD_DAYS && weights[day]! > 0) return time;
  while (day < PERIOD_DAYS && weights[day] === 0) day++;
  return day < PERIOD_DAYS ? day : Infinity;
}

/**
 * The minute, since the first midnight, that the file writes for a time: the day is kept and its 24 hours are drawn
 * together into the hours of trade, busiest at noon. Later times never get earlier minutes.
 */
export function minuteOf(time: number): number {
  const day = Math.floor(time);
  const closes = day === PERIOD_DAYS - 1 ? LAST_CLOSES : CLOSES;
  const centred = 2 * (time - day) - 1;
  const share = 0.5 + 0.5 * centred * (0.55 + 0.45 * centred * centred);
  return day * 1440 + OPENS + Math.floor(share * (closes - OPENS));
}

/** A minute as Online Retail writes it, such as `12/1/2010 8:26`. */
export function formatMinute(minute: number): string {
  const day = Math.floor(minute / 1440);
  const date = new Date(FIRST_DAY + day * DAY_MS);
  const clock = minute - day * 1440;
  const minutes = String(clock % 60).padStart(2, "0");
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${Math.floor(clock / 60)}:${minutes}`;
}
