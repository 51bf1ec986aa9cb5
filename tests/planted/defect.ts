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

/**
 * Defects of one file of the source. Each row: what goes wrong, the text, what stands there instead and, if nobody could
 * notice, why.
 */
export function defectsIn(
  file: string,
  tests: string | readonly string[],
  rows: readonly (readonly [what: string, from: string, to: string, equivalent?: string])[],
): Defect[] {
  const noticed = typeof tests === "string" ? [tests] : tests;
  return rows.map(([what, from, to, equivalent]) => ({
    ...{ file, from, to, what, tests: noticed },
    ...(equivalent !== undefined && { equivalent }),
  }));
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
