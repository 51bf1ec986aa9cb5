import { softplus } from "../log-odds";
import { LogisticRegression } from "../logistic";
import { type Matrix, matrix } from "../matrix";
import { checkSurvivalTimes, type SurvivalTimes } from "./survival-times";

/** L2 penalty on all coefficients; columns should have scale 1. */
const L2 = 5;
/** An interval with fewer events is joined with the next. */
const LEAST_EVENTS = 20;

/** A fitted discrete-time hazard. */
interface HazardFit {
  /** Days at which the hazard is given, ascending. */
  readonly days: readonly number[];
  /** Those of them that end a learned interval; interval k is (edges[k − 1], edges[k]], the first from 0. */
  readonly edges: readonly number[];
  /** Columns of the covariates. */
  readonly columns: number;
  readonly logistic: LogisticRegression;
}

/**
 * A discrete-time hazard model: within each interval the event happens to those still waiting with a probability whose
 * log-odds are a level of the interval + Σ covariate · (coefficient + slope · logarithm of the interval's middle),
 * fitted as one logistic regression with a row for each subject and interval waited (Cox, "Regression Models and
 * Life-Tables", JRSS B 34(2), 1972, section 6; Allison, "Discrete-Time Methods for the Analysis of Event Histories",
 * Sociological Methodology 13, 1982, eq. 7 and 12). The slopes let the hazards of two subjects cross, so they need not
 * be proportional. Immutable.
 */
export class DiscreteHazard {
  private constructor(private readonly fit: HazardFit) {}

  /**
   * Fits on `x` (n × d, no NaN, columns of scale 1) and each row's outcome. Intervals end at `days`, ascending from
   * above 0; one with fewer than 20 events is joined with the next. A row counts in every interval that it was observed
   * to the end of, up to its event. Null with fewer than 20 events. Throws a RangeError on invalid shapes or days.
   */
  static fit(x: Matrix, times: SurvivalTimes, days: readonly number[]): DiscreteHazard | null {
    checkDays(days);
    checkSurvivalTimes(times, x.rows);
    const { event, watched } = times;
    const edges = learnableEdges(times, days);
    if (edges.length === 0) return null;
    // Only intervals observed to their end count: in an unfinished one, we would only know those with an event.
    const waited = new Int32Array(x.rows);
    let rows = 0;
    for (let i = 0; i < x.rows; i++) {
      let k = 0;
      while (k < edges.length && edges[k]! <= watched[i]! && (edges[k - 1] ?? 0) < event[i]!) k++;
      waited[i] = k;
      rows += k;
    }
    const design = matrix(rows, edges.length + 2 * x.columns);
    const y = new Float64Array(rows);
    const logMiddles = logMiddlesOf(edges);
    let row = 0;
    for (let i = 0; i < x.rows; i++) {
      for (let k = 0; k < waited[i]!; k++, row++) {
        writeRow(design, row, x, i, k, edges.length, logMiddles[k]!);
        y[row] = event[i]! <= edges[k]! ? 1 : 0;
      }
    }
    const logistic = new LogisticRegression({ l2: L2, tolerance: 1e-7 }).fit(design, y);
    return new DiscreteHazard({ days, edges, columns: x.columns, logistic });
  }

  /**
   * Cumulative hazard −ln S at each of the days, n × days, row-major, ascending along a row, for `x` (n × d). Within an
   * interval, and after the last, it grows by the same amount every day. Throws a RangeError for another width.
   */
  cumulativeHazard(x: Matrix): Matrix {
    const { days, edges, columns, logistic } = this.fit;
    if (x.columns !== columns) throw new RangeError(`${x.columns} columns, the fit had ${columns}`);
    const design = matrix(x.rows, edges.length + 2 * columns);
    const out = matrix(x.rows, days.length);
    const logMiddles = logMiddlesOf(edges);
    const sofar = new Float64Array(x.rows);
    let from = 0;
    for (const [k, edge] of edges.entries()) {
      for (let i = 0; i < x.rows; i++) {
        if (k > 0) design.data[i * design.columns + k - 1] = 0;
        writeRow(design, i, x, i, k, edges.length, logMiddles[k]!);
      }
      const logOdds = logistic.decision(design);
      const isLast = k === edges.length - 1;
      for (let i = 0; i < x.rows; i++) {
        // −ln(1 − h) = ln(1 + e^logOdds)
        const step = Math.max(softplus(logOdds[i]!), 1e-9);
        for (let j = 0; j < days.length; j++) {
          if (days[j]! <= from || (days[j]! > edge && !isLast)) continue;
          out.data[i * days.length + j] = sofar[i]! + (step * (days[j]! - from)) / (edge - from);
        }
        sofar[i]! += step;
      }
      from = edge;
    }
    return out;
  }

  /** The last day for which the hazard was learned. */
  get learnedDays(): number {
    return this.fit.edges.at(-1)!;
  }
}

/** The logarithm of each interval's middle, centred on that of 30 days. */
function logMiddlesOf(edges: readonly number[]): Float64Array {
  return Float64Array.from(edges, (edge, k) => Math.log((edge + (edges[k - 1] ?? 0)) / 2 / 30));
}

/**
 * Row `at` of the design: a 1 for interval k, the covariates, the covariates × log time. The first column stays 0: its
 * level is the intercept.
 */
function writeRow(
  design: Matrix,
  at: number,
  x: Matrix,
  i: number,
  k: number,
  learned: number,
  logMiddle: number,
): void {
  const d = x.columns;
  const start = at * design.columns;
  if (k > 0) design.data[start + k] = 1;
  const levels = start + learned;
  for (let j = 0; j < d; j++) {
    const value = x.data[i * d + j]!;
    design.data[levels + j] = value;
    design.data[levels + d + j] = value * logMiddle;
  }
}

/** The days that end intervals with enough events. */
function learnableEdges({ event, watched }: SurvivalTimes, days: readonly number[]): number[] {
  const edges: number[] = [];
  let from = 0;
  for (const day of days) {
    let events = 0;
    for (let i = 0; i < event.length; i++) {
      if (watched[i]! >= day && event[i]! > from && event[i]! <= day) events++;
    }
    if (events < LEAST_EVENTS) continue;
    edges.push(day);
    from = day;
  }
  return edges;
}

function checkDays(days: readonly number[]): void {
  for (const [k, day] of days.entries()) {
    if (!(day > (days[k - 1] ?? 0) && day < Infinity)) {
      throw new RangeError(`the end of interval ${k} is ${day} days, not above the one before it`);
    }
  }
  if (days.length === 0) throw new RangeError("a hazard needs at least one interval");
}
