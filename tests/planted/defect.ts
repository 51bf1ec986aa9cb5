/** A realistic mistake in one place of the source, and the tests that must notice it. */
export interface Defect {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** What goes wrong with it. */
  readonly what: string;
  /** Test files, at least one of whose tests must fail. */
  readonly tests: readonly string[];
  /** Why nobody could notice: then it is named and not run. */
  readonly equivalent?: string;
}

/** What the last run in whole showed to be missed, by description: gaps still to be closed. `--all` counts them. */
export const KNOWN_GAPS: ReadonlySet<string> = new Set([
  "an outcome of a lost try is told",
  "a channel sends more at a time than it may",
  "a cancelled job runs to its end",
  "waiters of another tenant's job of the same id are woken instead",
  "a dead process gets a task",
  "an unfinished erasure says erased",
  "events that were sent stay",
  "an event takes a row of another kind",
  "the password goes over an open connection",
  "a cancelled mail is tried again",
  "a mail goes out about an erased tenant",
  "ids with a slash break the signed link",
  "the length leaves the mark out",
]);

/** Defects of one file of the source. Each row: what goes wrong, the text, what stands there instead. */
export function defectsIn(
  file: string,
  tests: string | readonly string[],
  rows: readonly (readonly [what: string, from: string, to: string])[],
): Defect[] {
  const noticed = typeof tests === "string" ? [tests] : tests;
  return rows.map(([what, from, to]) => ({ file, from, to, what, tests: noticed }));
}

/** Why the defect cannot be planted in this text; null if it can. */
export function stale({ from, to }: Pick<Defect, "from" | "to">, text: string): string | null {
  const found = text.split(from).length - 1;
  if (found === 0) return "the text is no longer there";
  if (found > 1) return `the text is there ${found} times`;
  if (from === to) return "it changes nothing";
  return null;
}

export function planted({ from, to }: Pick<Defect, "from" | "to">, text: string): string {
  return text.replace(from, () => to);
}
