import { counted, number } from "../../figures";
import type { CleaningReport, DropReason, FileAccount, Warning } from "../../transactions/cleaning-report";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** Warnings given in full; the cleaning report has the others. */
const MOST_WARNINGS = 5;
/** Files listed by name. */
const MOST_FILES = 12;
const MOST_LETTERS = 300;

/** Doubts about the data, for the top of the report. Empty if there are none. */
export function warningLines(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  const more = warnings.length - MOST_WARNINGS;
  return [
    "",
    "**Before you rely on this:**",
    "",
    ...warnings.slice(0, MOST_WARNINGS).map((warning) => `- ${oneLine(warning.message)}${sampleOf(warning)}`),
    ...(more > 0 ? [`- And ${more} more: \`cleaning_report.json\` has them all.`] : []),
  ];
}

/** The customers and orders in the data, as of the newest order (ms), before and after refunds. */
export function dataLine(cleaning: CleaningReport, newestOrder: number): string {
  const { customers, orders, revenue, refunds, net_revenue, currency, tax } = cleaning;
  const money =
    refunds > 0
      ? `revenue of ${number.format(revenue)}, and ${number.format(net_revenue)} after returns and refunds of ${number.format(refunds)},`
      : `revenue of ${number.format(revenue)}`;
  const unit = `Amounts are in ${currency ?? "the currency of the file"}`;
  const withTax = tax === null ? "" : tax === "included" ? ", with tax" : ", without tax";
  return `As of ${day.format(newestOrder)}: ${counted(customers, "customer")}, ${counted(orders, "order")}, ${money} since ${day.format(new Date(cleaning.first_order))}. ${unit}${withTax}.`;
}

/** The files it is made from; empty for a single one. */
export function fileLines(files: readonly FileAccount[]): string[] {
  if (files.length < 2) return [];
  const told = files.slice(0, MOST_FILES).map((account) => {
    const replaced =
      account.rows_replaced > 0 ? `, ${counted(account.rows_replaced, "row")} replaced by a later file` : "";
    return `- ${oneLine(account.file)}: ${number.format(account.rows_kept)} of ${counted(account.rows_read, "row")} kept${replaced}${spanOf(account)}`;
  });
  const more = files.length - MOST_FILES;
  return [
    "",
    `It is made from ${files.length} files:`,
    "",
    ...told,
    ...(more > 0 ? [`- And ${more} more: \`cleaning_report.json\` has them all.`] : []),
  ];
}

/** Why rows were left out, after their number. */
const DROPPED: Readonly<Record<DropReason, string>> = {
  malformed_row: "damaged",
  unreadable_date: "without a readable date",
  unreadable_number: "without a readable quantity or price",
  missing_customer: "without a customer",
  cancelled_order: "of cancelled orders",
  non_positive_quantity: "with a quantity of zero or less",
  non_positive_price: "with a price of zero or less",
  duplicate_row: "equal to an earlier row",
  replaced_row: "of orders that a later export repeats",
  not_goods: "that are no items",
  not_a_purchase: "that are no purchases",
  unpaid_order: "of orders never paid",
  refunded_order: "of orders refunded in full",
  guest_order: "of unknown guests",
  date_out_of_place: "with a date far from all others",
  other_currency: "in another currency",
  return_row: "that give money back",
};

/** What was left out, and notes on the reading. */
export function droppedLines(cleaning: CleaningReport): string[] {
  const notes = cleaning.notes.map((note) => `- ${note}`);
  const dropped = cleaning.rows_read - cleaning.rows_kept;
  if (dropped <= 0) return notes;
  const reasons = Object.entries(cleaning.dropped)
    .sort(([, a], [, b]) => b.rows - a.rows)
    .map(([reason, { rows }]) => `${number.format(rows)} ${DROPPED[reason as DropReason]}`);
  return [
    `- ${number.format(dropped)} of ${number.format(cleaning.rows_read)} rows were left out (${reasons.join(", ")}); \`cleaning_report.json\` names examples of each.`,
    ...notes,
  ];
}

/** The first sample, as in the file. */
function sampleOf({ samples: [sample] }: Warning): string {
  if (sample === undefined) return "";
  const { row, column, value } = sample;
  const cell = [
    `row ${number.format(row)}`,
    ...(column === undefined ? [] : [`column ${oneLine(column)}`]),
  ].join(", ");
  return value === undefined ? ` (for example ${cell})` : ` (for example ${cell}: "${oneLine(value)}")`;
}

/** Text that may quote a file, on one line. */
function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)} …` : line;
}

function spanOf({ first_order, last_order }: FileAccount): string {
  if (first_order === null || last_order === null) return "";
  return `, orders from ${day.format(new Date(first_order))} to ${day.format(new Date(last_order))}`;
}
