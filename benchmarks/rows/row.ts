import type { Ran } from "./run";

/** Someone who does the work: a fresh process each time. */
export interface Contestant {
  readonly name: string;
  run(): Promise<Ran>;
}

/** What must hold of our median: a share of the best peer's, or an absolute value. */
export interface Bar {
  readonly of: "seconds" | "peakMb";
  readonly against: "peer" | "absolute";
  readonly most: number;
  readonly aim?: number;
}

/** The contestants of a row, with everything they need in place. */
export interface Contest {
  readonly ours: Contestant;
  readonly peers: readonly Contestant[];
  /** Throws unless all have done the same work rightly; answers by name. */
  check(answers: Readonly<Record<string, Ran["answer"]>>): void;
}

/** A row of the table. */
export interface Row {
  /** For `--only`. */
  readonly key: string;
  readonly work: string;
  /** What the seconds are; by default the whole process, from its start. */
  readonly timed?: string;
  readonly bars: readonly Bar[];
  /** So long that the run that is checked counts as one of the pairs. */
  readonly isLong?: boolean;
  prepare(place: Place): Promise<Contest>;
}

/** Where a row works. */
export interface Place {
  /** Removed at the end. */
  readonly folder: string;
  /** Kept for the next time: files and models that take long to make. */
  readonly cache: string;
  /** The peers' interpreter. */
  readonly python: string;
}

/** Throws unless the figures are the same, sums of money to the cent. */
export function requireEqual(
  what: string,
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
  names: readonly string[],
  tolerance = 0.005,
): void {
  for (const name of names) {
    const [a, b] = [Number(ours[name]), Number(theirs[name])];
    if (!(Math.abs(a - b) <= tolerance))
      throw new Error(`${what}: ${name} is ${ours[name]}, the peer says ${theirs[name]}`);
  }
}
