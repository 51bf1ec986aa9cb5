import { DateColumn } from "../cells/date-column";
import { DateKind } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import { NumberColumn } from "../cells/number-column";
import { decimalSeparator, NumberKind, resolveNumber } from "../cells/number-kind";
import { isCurrency } from "../currency-code";
import type { ColumnSample } from "../held-back-rows";
import { isNobody } from "../profiles/nobody";

/** What a sample of a column's values looks like; shares are 0 to 1, of the values that are not missing. */
export interface ColumnFacts {
  readonly name: string;
  /** Values that are neither blank nor a word for a missing value. */
  readonly filled: number;
  readonly blank: number;
  readonly distinct: number;
  /** By row of the sample: number of the distinct value, in order of appearance; −1 where there is none. */
  readonly ids: Int32Array;
  /** By distinct value: its text. */
  readonly texts: readonly string[];
  /** By row: the number that the cell holds, NaN where it holds none. */
  readonly values: Float64Array;
  /** Share that reads as dates, bare numbers included. */
  readonly dates: number;
  /** Share that reads as dates and could not be a mere number. */
  readonly writtenDates: number;
  readonly numbers: number;
  readonly wholeNumbers: number;
  /** Share that reads as a number of pieces, such as `4 pcs`, and as no other number. */
  readonly pieces: number;
  readonly negatives: number;
  /** Share with a digit in it, as codes have and names of people have not. */
  readonly withDigits: number;
  readonly emails: number;
  readonly currencyCodes: number;
  /** Share of the numbers that are written with a percent sign. */
  readonly percents: number;
  /** The first values, for a person to look at. */
  readonly samples: readonly string[];
}

const encoder = new TextEncoder();

/** The facts of all columns by their position, each looked at when it is first asked for: a known system's columns never are. */
export function factsOf(names: readonly string[], sample: ColumnSample): readonly ColumnFacts[] {
  const all: ColumnFacts[] = [];
  names.forEach((name, i) => {
    let facts: ColumnFacts | undefined;
    Object.defineProperty(all, i, {
      enumerable: true,
      get: () => {
        facts ??= columnFacts(name, sample(i));
        return facts;
      },
    });
  });
  return all;
}

/** Looks at one column of a sample, `values` row by row. */
function columnFacts(name: string, values: readonly string[]): ColumnFacts {
  const dates = new DateColumn();
  const numbers = new NumberColumn("discount");
  const pieces = new NumberColumn("quantity");
  const ids = new Int32Array(values.length).fill(-1);
  const parsed = new Float64Array(values.length).fill(Number.NaN);
  const kinds = new Uint8Array(values.length);
  const idOf = new Map<string, number>();
  const count = { filled: 0, pieces: 0, digits: 0, emails: 0, codes: 0 };
  values.forEach((value, row) => {
    const text = value.trim();
    if (isNobody(text) === "missing") return;
    count.filled++;
    let id = idOf.get(text);
    if (id === undefined) {
      id = idOf.size;
      idOf.set(text, id);
    }
    ids[row] = id;
    const bytes = encoder.encode(text);
    dates.parse(bytes, 0, bytes.length);
    numbers.parse(bytes, 0, bytes.length);
    let told = numbers;
    if (numbers.kind === NumberKind.unreadable) {
      pieces.parse(bytes, 0, bytes.length);
      if (pieces.kind !== NumberKind.unreadable) {
        count.pieces++;
        told = pieces;
      }
    }
    parsed[row] = told.value;
    kinds[row] = told.kind;
    if (/\d/.test(text)) count.digits++;
    if (/^\S+@\S+\.\S+$/.test(text)) count.emails++;
    if (text.length === 3 && isCurrency(text.toUpperCase())) count.codes++;
  });
  const decimal = decimalSeparator(numbers.counts) ?? ".";
  let readable = 0;
  let whole = 0;
  let negative = 0;
  for (let row = 0; row < parsed.length; row++) {
    parsed[row] = ids[row]! < 0 ? Number.NaN : resolveNumber(parsed[row]!, kinds[row]!, decimal);
    if (Number.isNaN(parsed[row])) continue;
    readable++;
    if (Number.isInteger(parsed[row])) whole++;
    if (parsed[row]! < 0) negative++;
  }
  const share = (part: number) => (count.filled === 0 ? 0 : part / count.filled);
  const unreadable = numbers.counts[NumberKind.unreadable]! + numbers.counts[NumberKind.tooLarge]!;
  const { notations } = dates;
  const texts = [...idOf.keys()];
  return {
    name,
    filled: count.filled,
    blank: values.length - count.filled,
    distinct: texts.length,
    ids,
    texts,
    values: parsed,
    dates: share(count.filled - dates.counts[DateKind.unreadable]! - dates.counts[DateKind.empty]!),
    writtenDates: share(
      notations[DateNotation.numeric]! + notations[DateNotation.iso]! + notations[DateNotation.named]!,
    ),
    numbers: share(Math.max(readable - count.pieces, count.filled - unreadable)),
    pieces: share(count.pieces),
    wholeNumbers: share(whole),
    negatives: share(negative),
    withDigits: share(count.digits),
    emails: share(count.emails),
    currencyCodes: share(count.codes),
    percents: share(numbers.unitCounts[numbers.units.indexOf("%")] ?? 0),
    samples: texts.slice(0, 3),
  };
}
