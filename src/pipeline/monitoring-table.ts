import { number, percent } from "../figures";
import type { ColumnDrift, DriftReport } from "../models/monitoring/drift";
import type { RealisedReport } from "../models/monitoring/realised";
import type { RealisedSegment } from "../models/monitoring/realised-segments";
import { isoDay } from "../time";

/** A newer file's verdict on an older model, as Markdown. `drift` is null if there is nothing to compare with. */
export function monitoringTable(drift: DriftReport | null, realised: RealisedReport): string {
  return [...driftLines(drift), "", ...realisedLines(realised)].join("\n");
}

function driftLines(drift: DriftReport | null): string[] {
  const heading = "## Has the ground moved?";
  if (!drift) {
    return [
      heading,
      "",
      "This model was trained before its training snapshot was kept, so drift cannot be told. Train again.",
    ];
  }
  const { customers_before, customers_now, history_days, columns, notes, text, advice } = drift;
  const told = columns.filter(({ status }) => status === "alert" || status === "watch");
  return [
    heading,
    "",
    `${number.format(customers_now)} customers as of ${drift.as_of.slice(0, 10)} against ${number.format(customers_before)} as of ${drift.trained_as_of.slice(0, 10)}, each by the ${number.format(history_days)} days before. ${[text, advice].filter((part) => part !== null).join(" ")}`,
    ...notes.filter((note) => note !== text).map((note) => `\n${note}`),
    ...(told.length === 0 ? [] : ["", ...columnTable(told)]),
  ];
}

function columnTable(columns: readonly ColumnDrift[]): string[] {
  return [
    "| feature or score | status | PSI | Wasserstein | median before | median now | missing before | missing now |",
    "|---|---|---:|---:|---:|---:|---:|---:|",
    ...columns.map(
      (column) =>
        `| ${column.name} | ${column.status} | ${figure(column.psi)} | ${figure(column.wasserstein)} | ${figure(column.median_before)} | ${figure(column.median_now)} | ${share(column.missing_before)} | ${share(column.missing_now)} |`,
    ),
  ];
}

/** The outcome of a model's forecasts, for the command line and the strategic report. */
export function realisedLines({
  as_of,
  file_until,
  customers,
  churn,
  spend,
  segments,
  notes,
}: RealisedReport): string[] {
  const scored = [churn, spend].some(({ status }) => status === "scored");
  return [
    `## Promised as of ${isoDay(Date.parse(as_of))}, and what came of it by ${isoDay(Date.parse(file_until))}`,
    "",
    `- Leaving: ${churn.text}`,
    `- Spend: ${spend.text}`,
    ...(spend.interval_coverage === null
      ? []
      : [
          `- ${share(spend.interval_coverage)} of the customers spent an amount within their interval${spend.interval_promised === null ? "" : ` (${share(spend.interval_promised)} were to)`}.`,
        ]),
    ...notes.map((note) => `- ${note}`),
    ...(scored && customers.judged > 0 ? ["", ...segmentTable(segments)] : []),
  ];
}

function segmentTable(segments: readonly RealisedSegment[]): string[] {
  return [
    "| Segment then | Customers | Expected to leave | Left | Expected spend | Spent |",
    "|---|---:|---:|---:|---:|---:|",
    ...segments.map(
      (segment) =>
        `| ${segment.segment_name} | ${number.format(segment.customers)} | ${share(segment.expected_churn_rate)} | ${share(segment.actual_churn_rate)} | ${amount(segment.expected_spend)} | ${amount(segment.actual_spend)} |`,
    ),
    "",
    "Spend is a customer's mean.",
  ];
}

function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}

function share(value: number | null): string {
  return value === null || Number.isNaN(value) ? "" : percent.format(value);
}

function amount(value: number | null): string {
  return value === null || Number.isNaN(value) ? "" : number.format(value);
}
