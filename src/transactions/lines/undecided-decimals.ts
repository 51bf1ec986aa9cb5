import { InputError } from "../../errors";
import type { NumberColumn } from "../cells/number-column";
import { decimalSeparator, NumberKind } from "../cells/number-kind";
import type { Warning } from "../cleaning-report";
import { valueColumn } from "../mapping";
import type { OrderRows } from "./order-rows";
import { areSlips } from "./slips";

/**
 * A note for the report where nothing in the quantities and prices settles whether a lone comma or dot before three
 * digits groups thousands; empty where something does or there is none.
 */
export function undecidedDecimals({ quantities, prices, plan }: OrderRows): string[] {
  if (decimalSeparator(quantities.counts) !== null || decimalSeparator(prices.counts) !== null) return [];
  const count = (kind: NumberKind) => quantities.counts[kind]! + prices.counts[kind]!;
  const commas = count(NumberKind.commaOrThousands);
  const dots = count(NumberKind.dotOrThousands);
  if (commas + dots === 0) return [];
  const columns = [plan.mapping.quantity, valueColumn(plan.mapping)]
    .filter((name) => name !== undefined)
    .join(" and ");
  const readings = [
    ...(commas > 0 ? [`${commas} numbers such as 1,234 as thousands (1234)`] : []),
    ...(dots > 0 ? [`${dots} numbers such as 1.234 as decimals (1.234)`] : []),
  ];
  return [
    `Nothing in column ${columns} settles whether a comma or a dot is the decimal separator. It was taken to be a dot, which reads ${readings.join(" and ")}. ` +
      "To be sure, write the numbers with two decimals and without thousands separators, such as 1234.00.",
  ];
}

/** Warnings of quantities and prices that are written in two notations. Throws InputError where they cannot be read for it. */
export function decimalWarnings({ quantities, prices, plan }: OrderRows): Warning[] {
  return [
    { column: plan.mapping.quantity, numbers: quantities },
    { column: valueColumn(plan.mapping), numbers: prices },
  ].flatMap(({ column, numbers }) => {
    const mixed = column === undefined ? null : mixedDecimals(numbers, column);
    return mixed === null
      ? []
      : [{ code: "mixed_decimals", message: mixed.message, rows: mixed.rows, samples: [] }];
  });
}

/** What is wrong with a column some of whose numbers prove a decimal comma and others a decimal dot. */
interface MixedDecimals {
  readonly message: string;
  /** Numbers against the separator of the others. */
  readonly rows: number;
}

/**
 * Null where the numbers of a column agree on their decimal separator. Where they do not, those that prove theirs are read by it; what
 * could be either is read as the majority is. Throws InputError where there is such a one and the others are more than a few slips.
 */
export function mixedDecimals({ counts, firsts }: NumberColumn, columnName: string): MixedDecimals | null {
  const dots = counts[NumberKind.dot]!;
  const commas = counts[NumberKind.comma]!;
  if (dots === 0 || commas === 0) return null;
  const example = (kind: NumberKind) => JSON.stringify(firsts[kind]);
  const found = `The column ${JSON.stringify(columnName)} mixes notations: ${dots.toLocaleString("en")} numbers have a decimal dot, such as ${example(NumberKind.dot)}, and ${commas.toLocaleString("en")} a decimal comma, such as ${example(NumberKind.comma)}`;
  const either =
    counts[NumberKind.dotOrThousands]! > 0 ? NumberKind.dotOrThousands : NumberKind.commaOrThousands;
  const rows = Math.min(dots, commas);
  if (counts[either]! > 0 && !areSlips(rows, dots + commas))
    throw new InputError(
      `${found}, so ${example(either)} may be a thousand or one with three decimals. Write all numbers of the column in one notation.`,
    );
  return {
    message: `${found}. Each was read as it is written. Check them, or write all in one notation.`,
    rows,
  };
}
