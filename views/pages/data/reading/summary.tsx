import type { VNode } from "preact";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import type { Format } from "../../../format";
import { formatFor } from "../../../format";
import type { TenantSettings } from "../../../tenant-settings";

type Settings = Pick<TenantSettings, "locale" | "currency">;

/** Amounts in the currency that the file was found to be in, else in the shop's own. */
export function formatOf(report: Pick<CleaningReport, "currency">, settings: Settings): Format {
  const isCode = report.currency !== null && /^[A-Z]{3}$/.test(report.currency);
  return formatFor(isCode ? { ...settings, currency: report.currency } : settings);
}

/** Customers, orders and amounts of a file or a query. */
export function ReadingSummary({
  report,
  format,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
}): VNode {
  const { count, money, date } = format;
  const tax = {
    included: "with tax",
    excluded: "without tax",
    unknown: report.format === "query" ? "tax as in the query" : "tax as in the file",
  };
  return (
    <dl class="facts">
      <dt>Written by</dt>
      <dd>
        {report.profile
          ? report.profile.name
          : "An unknown system; columns were recognised by their contents"}
      </dd>
      <dt>Customers</dt>
      <dd>
        {count(report.customers)}
        {report.customers_left_out > 0 && (
          <span class="soft">, plus {count(report.customers_left_out)} without an order that counts</span>
        )}
      </dd>
      <dt>Orders</dt>
      <dd>{count(report.orders)}</dd>
      {report.guest_orders > 0 && (
        <>
          <dt>Guest orders</dt>
          <dd>{count(report.guest_orders)}</dd>
        </>
      )}
      {report.discounts > 0 && (
        <>
          <dt>Before discounts</dt>
          <dd>{money(report.revenue + report.discounts)}</dd>
        </>
      )}
      <dt>Revenue</dt>
      <dd>
        {money(report.revenue)}
        <span class="soft">
          {report.discounts > 0 ? `, after ${money(report.discounts)} of discounts` : ""},{" "}
          {tax[report.tax ?? "unknown"]}
        </span>
      </dd>
      <dt>Refunds</dt>
      <dd>{report.refunds > 0 ? money(report.refunds) : "none"}</dd>
      {report.refunds > 0 && (
        <>
          <dt>Net revenue</dt>
          <dd>{money(report.net_revenue)}</dd>
        </>
      )}
      <dt>Orders from</dt>
      <dd>
        {date(report.first_order)} to {date(report.last_order)}
      </dd>
      <dt>Dates</dt>
      <dd>read as {report.date_format}</dd>
    </dl>
  );
}
