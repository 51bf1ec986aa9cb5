/** What a cell of a numeric column is; says nothing about the column. Small integers, one byte a row. */
export const NumberKind = {
  empty: 0,
  /** No separator that could be decimal. */
  plain: 1,
  /** The decimal separator is clearly a dot: `2.5`, `1,234.5`, `1,234,567`. */
  dot: 2,
  /** The decimal separator is clearly a comma: `2,5`, `1.234,5`, `1.234.567`. */
  comma: 3,
  /** `1.234`: 1.234 or 1234. */
  dotOrThousands: 4,
  /** `1,234`: 1.234 or 1234. */
  commaOrThousands: 5,
  unreadable: 6,
  /** A number beyond ±10¹². */
  tooLarge: 7,
} as const;
export type NumberKind = (typeof NumberKind)[keyof typeof NumberKind];

/** Quantities and prices beyond this count as errors. */
export const largestMagnitude = 1e12;

export type DecimalSeparator = "." | ",";

/**
 * The decimal separator of a column from the kinds of all its cells (`counts[kind]`): the majority of the clear ones;
 * null if there are none.
 */
export function decimalSeparator(counts: Uint32Array): DecimalSeparator | null {
  const dots = counts[NumberKind.dot]!;
  const commas = counts[NumberKind.comma]!;
  if (dots === 0 && commas === 0) return null;
  return commas > dots ? "," : ".";
}

/**
 * The number in a cell once the column's separator is known; NaN if none. `value` is the cell's reading as written, for
 * an ambiguous cell as a decimal. A cell that proves its own separator keeps it, even if the column's differs.
 */
export function resolveNumber(value: number, kind: number, decimal: DecimalSeparator): number {
  switch (kind) {
    case NumberKind.plain:
    case NumberKind.dot:
    case NumberKind.comma:
      return value;
    case NumberKind.dotOrThousands:
      return decimal === "." ? value : Math.round(value * 1000);
    case NumberKind.commaOrThousands:
      return decimal === "," ? value : Math.round(value * 1000);
    default:
      return Number.NaN;
  }
}
