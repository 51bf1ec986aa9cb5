/**
 * The process that generated customers follow: Pareto/NBD purchases (Schmittlein, Morrison & Colombo 1987) with
 * Gamma-Gamma spend (Fader & Hardie 2013), so that what a model should find is known.
 */
export interface GeneratingProcess {
  /** Purchase rates are gamma: this shape … */
  readonly r: number;
  /** … and this rate, in weeks. Mean r/alphaWeeks orders a week. */
  readonly alphaWeeks: number;
  /** Dropout rates are gamma: this shape … */
  readonly s: number;
  /** … and this rate, in weeks. Mean s/betaWeeks. */
  readonly betaWeeks: number;
  /** An order's value is gamma with this shape … */
  readonly p: number;
  /** … and a rate that is gamma over customers with shape q … */
  readonly q: number;
  /** … and rate v, in money. Mean order p v/(q − 1). */
  readonly v: number;
}

/**
 * About the habits of Online Retail: 4.3 orders a customer in the year, one customer in three buys once, 480 an order.
 */
export const ONLINE_RETAIL_PROCESS: GeneratingProcess = {
  r: 0.9,
  alphaWeeks: 7,
  s: 0.6,
  betaWeeks: 40,
  p: 2,
  q: 2.6,
  v: 384,
};

/** Throws a RangeError unless each parameter is a finite number above 0 and the mean order is finite. */
export function checkProcess(process: GeneratingProcess): void {
  for (const [name, value] of Object.entries(process)) {
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`${name} is ${value}, not a finite number above 0`);
  }
  if (process.q <= 1) throw new RangeError(`q is ${process.q}: the mean order is finite above 1 only`);
}
