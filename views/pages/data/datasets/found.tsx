import type { VNode } from "preact";
import type { KnownModel } from "../../../../src/store/models";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { roles } from "../../../../src/transactions/columns/roles";
import { Card, Stat } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { type Format, MISSING } from "../../../format";
import { FIELD_WORDS, MAIN_FIELDS } from "../../../forms/mapping-form";

/** From the first to the last order. */
export function period(report: CleaningReport | null, format: Format): string {
  return report ? `${format.date(report.first_order)} to ${format.date(report.last_order)}` : MISSING;
}

/** What the newest model found in a data set. */
export function Found({
  report,
  format,
  model,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
  readonly model: KnownModel;
}): VNode {
  const duplicates = report.dropped.duplicate_row?.rows ?? 0;
  const missing = report.dropped.missing_customer?.rows ?? 0;
  const asOf = `model of ${format.date(model.createdAt)}`;
  return (
    <div class="grid narrow">
      <Stat
        label="Customers"
        value={format.count(report.customers)}
        note={asOf}
        href={withQuery("/app/customers", { model: model.id })}
      />
      <Stat
        label="Orders"
        value={format.count(report.orders)}
        note={`of ${format.count(report.products)} products`}
      />
      <Stat label="Revenue" value={format.money(report.revenue)} note={period(report, format)} />
      {report.refunds > 0 && (
        <Stat
          label="Net revenue"
          value={format.money(report.net_revenue)}
          note={`${format.money(report.refunds)} refunded`}
        />
      )}
      <Stat
        label="Rows used"
        value={format.percent(report.rows_kept / Math.max(1, report.rows_read))}
        note={`${format.count(report.rows_kept)} of ${format.count(report.rows_read)}`}
        href="#rows"
      />
      <Stat
        label="Returns"
        value={format.count(report.rows_returned)}
        note="rows, counted as returns"
        href="#rows"
      />
      <Stat label="No customer" value={format.count(missing)} note="rows, left out" href="#rows" />
      <Stat label="Duplicates" value={format.count(duplicates)} note="rows, left out" href="#rows" />
    </div>
  );
}

/** Which column played which role, and how dates, decimals and texts were read. */
export function ColumnList({ report }: { readonly report: CleaningReport }): VNode {
  const isQuery = report.format === "query";
  return (
    <Card title="How it was read">
      <dl class="facts">
        {roles
          .filter((field) => MAIN_FIELDS.includes(field) || report.mapping[field])
          .map((field) => (
            <>
              <dt>{FIELD_WORDS[field].label}</dt>
              <dd>{report.mapping[field] ?? (isQuery ? "no column" : "not in the file")}</dd>
            </>
          ))}
        <dt>Dates</dt>
        <dd>{report.date_format}</dd>
        {!isQuery && (
          <>
            <dt>Decimals</dt>
            <dd>{report.decimal_separator === "." ? "point" : "comma"}</dd>
            <dt>Text</dt>
            <dd>
              {report.format.toUpperCase()}, {report.encoding}
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}
