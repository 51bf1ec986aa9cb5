import { DateColumn } from "../cells/date-column";
import { DateKind } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import { NumberColumn } from "../cells/number-column";
import { NumberKind } from "../cells/number-kind";

/** What a sample of a column's values looks like; shares are 0 to 1, of the values that are not blank. */
export interface ColumnValues {
  readonly filled: number;
  readonly blank: number;
  /** Share that reads as dates, bare numbers included. */
  readonly dates: number;
  /** Share that reads as dates and could not be a mere number. */
  readonly writtenDates: number;
  readonly numbers: number;
  /** Share with a digit in it, as codes have and names of people have not. */
  readonly withDigits: number;
}

const encoder = new TextEncoder();

/** Looks at one column of a sample. */
export function describeValues(values: readonly string[]): ColumnValues {
  const dates = new DateColumn();
  const numbers = new NumberColumn();
  let filled = 0;
  let withDigits = 0;
  for (const value of values) {
    if (value.trim() === "") continue;
    filled++;
    const bytes = encoder.encode(value.trim());
    dates.parse(bytes, 0, bytes.length);
    numbers.parse(bytes, 0, bytes.length);
    if (/\d/.test(value)) withDigits++;
  }
  const share = (count: number) => (filled === 0 ? 0 : count / filled);
  const unreadable = numbers.counts[NumberKind.unreadable]! + numbers.counts[NumberKind.tooLarge]!;
  const readableDates = filled - dates.counts[DateKind.unreadable]! - dates.counts[DateKind.empty]!;
  const { notations } = dates;
  const written =
    notations[DateNotation.numeric]! + notations[DateNotation.iso]! + notations[DateNotation.named]!;
  return {
    filled,
    blank: values.length - filled,
    dates: share(readableDates),
    writtenDates: share(written),
    numbers: share(filled - unreadable),
    withDigits: share(withDigits),
  };
}
