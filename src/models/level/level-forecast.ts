import { DAY_MS } from "../../time";
import { CUTOFF_STEP_DAYS, LEAST_HISTORY_DAYS } from "../judging/protocol";

/**
 * What moved all customers alike in each window: the shift that makes a ranking's total true there, on the scale of the
 * model (log-odds of leaving, or log spend).
 */
export interface LevelHistory {
  /** The windows' beginnings, ascending, milliseconds since 1970. */
  readonly cutoffs: readonly number[];
  readonly levels: readonly number[];
}

/** The level expected of a window to come. */
export interface LevelForecast {
  readonly level: number;
  /** How far such forecasts were off in earlier windows. */
  readonly standardError: number;
  /** How much last year's season counts, 0 to 1; null if the file does not reach back a year. */
  readonly lastYear: number | null;
}

/** A mean of that many recent windows. */
const RECENT_WINDOWS = 12;
/** Last year counts if customers had been known for this long by then: before, everyone is new. */
const HISTORY_BEFORE_LAST_YEAR_DAYS = 150;
const YEAR_DAYS = 365;
/** From this many days before a window on, last year can count in its forecast. */
export const LAST_YEAR_AFTER_DAYS = YEAR_DAYS + HISTORY_BEFORE_LAST_YEAR_DAYS;
/** How this year differs from the last is drawn towards no difference, as by this many windows. */
const WINDOWS_OF_NO_DRIFT = 3;
const MOST_WINDOWS_OF_DRIFT = 6;
/** Earlier forecasts that count, and as how many made-up ones what is known of other shops counts. */
const MOST_BACKTESTS = 12;
const PRIOR_BACKTESTS = 2;

interface Rules {
  readonly recent: number;
  /** Null if the history does not reach back a year. */
  readonly lastYear: number | null;
}

/**
 * Forecasts the level of the window that begins at `cutoff` from the windows that are over by then. Two rules are mixed
 * by how well they would have forecast the known windows: the mean of the recent ones, and last year's level plus the
 * usual difference from last year. `usualError` is the standard deviation expected before anything is known.
 */
export function forecastLevel(
  history: LevelHistory,
  cutoff: number,
  horizonDays: number,
  firstOrder: number,
  usualError: number,
): LevelForecast {
  const known = windowsUntil(history, cutoff - horizonDays * DAY_MS);
  const rules = rulesAt(known, cutoff, firstOrder);
  if (!rules) return { level: 0, standardError: usualError, lastYear: null };
  const errors = { recent: [] as number[], lastYear: [] as number[] };
  known.cutoffs.forEach((earlier, i) => {
    const then = rulesAt(windowsUntil(known, earlier - horizonDays * DAY_MS), earlier, firstOrder);
    if (!then) return;
    errors.recent.push((known.levels[i]! - then.recent) ** 2);
    if (then.lastYear !== null) errors.lastYear.push((known.levels[i]! - then.lastYear) ** 2);
  });
  const variance = (squares: readonly number[], usual = usualError ** 2) => {
    const counted = squares.slice(-MOST_BACKTESTS);
    const sum = counted.reduce((a, b) => a + b, PRIOR_BACKTESTS * usual);
    return sum / (counted.length + PRIOR_BACKTESTS);
  };
  const ofRecent = variance(errors.recent);
  if (rules.lastYear === null)
    return { level: rules.recent, standardError: Math.sqrt(ofRecent), lastYear: null };
  const ofLastYear = variance(errors.lastYear);
  const weight = ofRecent ** 2 / (ofRecent ** 2 + ofLastYear ** 2);
  // Where recent windows misled, last year may too: until it has been tried, half of their squared error counts for it.
  const ofLastYearTold = variance(errors.lastYear, (usualError ** 2 + ofRecent) / 2);
  return {
    level: weight * rules.lastYear + (1 - weight) * rules.recent,
    standardError: Math.sqrt(weight * ofLastYearTold + (1 - weight) * ofRecent),
    lastYear: weight,
  };
}

function windowsUntil({ cutoffs, levels }: LevelHistory, latest: number): LevelHistory {
  const count = cutoffs.filter((cutoff) => cutoff <= latest).length;
  return { cutoffs: cutoffs.slice(0, count), levels: levels.slice(0, count) };
}

function rulesAt(known: LevelHistory, cutoff: number, firstOrder: number): Rules | null {
  const { cutoffs, levels } = known;
  if (levels.length === 0) return null;
  const recent = mean(levels.slice(-RECENT_WINDOWS));
  const lastYear = yearBefore(known, cutoff, firstOrder);
  if (lastYear === null) return { recent, lastYear };
  const drifts = cutoffs
    .flatMap((earlier, i) => {
      const before = yearBefore(known, earlier, firstOrder);
      return before === null ? [] : [levels[i]! - before];
    })
    .slice(-MOST_WINDOWS_OF_DRIFT);
  const drift = drifts.reduce((a, b) => a + b, 0) / (drifts.length + WINDOWS_OF_NO_DRIFT);
  return { recent, lastYear: lastYear + drift };
}

/** The level a year before `cutoff`, between the windows around that day; null if too little is known of it. */
function yearBefore({ cutoffs, levels }: LevelHistory, cutoff: number, firstOrder: number): number | null {
  const day = cutoff - YEAR_DAYS * DAY_MS;
  if (day - firstOrder < HISTORY_BEFORE_LAST_YEAR_DAYS * DAY_MS) return null;
  if (cutoffs[0]! > day + CUTOFF_STEP_DAYS * DAY_MS) return null;
  const right = cutoffs.findIndex((known) => known >= day);
  if (right < 0) return null;
  if (right === 0) return levels[0]!;
  const [from, to] = [cutoffs[right - 1]!, cutoffs[right]!];
  const share = (day - from) / (to - from);
  return levels[right - 1]! + share * (levels[right]! - levels[right - 1]!);
}

/** Most windows whose levels are looked at: two years of forecasts from the year before. */
const MOST_LEVEL_WINDOWS = 26;

/** The windows whose level can be known at `cutoff`, ascending: a step apart, the last one ending there. */
export function levelCutoffs(firstOrder: number, cutoff: number, horizonDays: number): number[] {
  const cutoffs: number[] = [];
  for (
    let at = cutoff - horizonDays * DAY_MS;
    at - firstOrder >= LEAST_HISTORY_DAYS * DAY_MS && cutoffs.length < MOST_LEVEL_WINDOWS;
    at -= CUTOFF_STEP_DAYS * DAY_MS
  ) {
    cutoffs.unshift(at);
  }
  return cutoffs;
}

/** Newton steps that are enough from anywhere. */
const MOST_STEPS = 60;
/** Further out, a probability is 0 or 1 for all that matters. */
const MOST_LOG_ODDS = 60;

/**
 * The shift of all log-odds (n ≥ 1) after which their probabilities have the mean of `outcomes` (n, 0 or 1). One more
 * of each outcome is counted, so that it is finite.
 */
export function logOddsLevel(logOdds: Float64Array, outcomes: Float64Array): number {
  const n = logOdds.length;
  const target = (outcomes.reduce((a, b) => a + b, 0) + 1) / (n + 2);
  let low = -MOST_LOG_ODDS;
  let high = MOST_LOG_ODDS;
  for (const value of logOdds) {
    low = Math.min(low, -MOST_LOG_ODDS - value);
    high = Math.max(high, MOST_LOG_ODDS - value);
  }
  let shift = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    let sum = 0;
    let slope = 0;
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-logOdds[i]! - shift));
      sum += p;
      slope += p * (1 - p);
    }
    const off = sum / n - target;
    if (Math.abs(off) < 1e-12) break;
    if (off > 0) high = shift;
    else low = shift;
    const next = shift - (off * n) / slope;
    shift = next > low && next < high ? next : (low + high) / 2;
  }
  return shift;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
