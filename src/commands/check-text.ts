import { counted } from "../figures";
import type { CleaningReport, RowSample } from "../transactions/cleaning-report";
import { type Role, roles } from "../transactions/columns/roles";

/** What `check` prints for a person: first the doubts, then the findings, then an account of every row. */
export function checkText(report: CleaningReport): string {
  const sections = [
    heading(report),
    section(
      "Look at this first",
      report.warnings.map(({ message }) => `! ${message}`),
    ),
    section("Columns", columns(report)),
    section("What is in it", figures(report)),
    section(
      "Statuses and kinds of rows",
      report.statuses.map(
        ({ column, value, meaning, known, rows, revenue }) =>
          `${column}: ${value} → ${meaning.replace("_", " ")}${known ? "" : " (unknown: read as a sale)"}, ${counted(rows, "row")}, ${revenue.toFixed(2)}`,
      ),
    ),
    section(
      "Currencies",
      report.currencies.map(
        ({ currency, use, rows, orders, revenue }) =>
          `${currency}: ${use.replace("_", " ")}, ${counted(orders, "order")} in ${counted(rows, "row")}, ${revenue.toFixed(2)}`,
      ),
    ),
    section("Rows", rows(report)),
    section("Files", report.files.length < 2 ? [] : files(report)),
    section("Notes", report.notes),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

function heading({ file, profile, format, encoding }: CleaningReport): string {
  const known =
    profile === null ? "no known shop system; read by names and contents" : `recognised as ${profile.name}`;
  return `${file}: ${known} (${[format, encoding].filter((part) => part !== "").join(", ")})`;
}

function columns({ roles: found }: CleaningReport): string[] {
  return roles.flatMap((role: Role) => {
    const evidence = found[role];
    if (evidence === undefined) return [];
    return [
      `${role}: ${JSON.stringify(evidence.column)}, ${Math.round(evidence.confidence * 100)} % sure (${evidence.evidence})`,
    ];
  });
}

function figures(report: CleaningReport): string[] {
  const unit = report.currency === null ? "" : ` ${report.currency}`;
  const money = (amount: number) => `${amount.toFixed(2)}${unit}`;
  const tax = report.tax === null ? "the file does not say whether tax is included" : `tax ${report.tax}`;
  return [
    `${counted(report.customers, "customer")}, ${counted(report.orders, "order")}, ${count(report.guest_orders)} of guests`,
    ...(report.customers_left_out > 0
      ? [`${counted(report.customers_left_out, "other customer")} without an order that counts`]
      : []),
    `revenue ${money(report.revenue)} after discounts of ${money(report.discounts)}; ${tax}`,
    `refunds ${money(report.refunds)}, which leaves ${money(report.net_revenue)}`,
    `orders from ${moment(report.first_order)} to ${moment(report.last_order)}; dates read as ${report.date_format}`,
  ];
}

function rows(report: CleaningReport): string[] {
  const left = Object.entries(report.dropped).map(
    ([reason, { rows: dropped, samples }]) =>
      `${count(dropped)} ${reason.replaceAll("_", " ")}${samples.length === 0 ? "" : `, such as ${sample(samples[0]!)}`}`,
  );
  return [
    `${count(report.rows_read)} read, ${count(report.rows_kept)} kept, ${count(report.rows_returned)} of the others kept as returns`,
    ...left,
  ];
}

function files(report: CleaningReport): string[] {
  return report.files.map(
    ({ file, rows_kept, rows_replaced, orders, first_order, last_order }) =>
      `${file}: ${counted(rows_kept, "row")}, ${counted(orders, "order")}${first_order === null ? "" : `, ${moment(first_order)} to ${moment(last_order!)}`}; ${counted(rows_replaced, "row")} replaced by a later file`,
  );
}

function sample({ row, column, value, sheet, file }: RowSample): string {
  const place = [
    file,
    sheet === undefined ? undefined : `sheet ${JSON.stringify(sheet)}`,
    row === 0 ? undefined : `row ${count(row)}`,
    column,
  ];
  const text = place.filter((part) => part !== undefined).join(", ");
  return value === undefined ? text : `${text}: ${JSON.stringify(value)}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function count(rows: number): string {
  return rows.toLocaleString("en");
}

function moment(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
