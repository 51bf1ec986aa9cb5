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

/** Who bought, how often and for how much. */
export function ReadingSummary({
  report,
  format,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
}): VNode {
  const { count, money, date } = format;
  const tax = report.tax === null ? "" : report.tax === "included" ? ", with tax" : ", without tax";
  return (
    <dl class="facts">
      <dt>Written by</dt>
      <dd>
        {report.profile ? report.profile.name : "A system that is not known; read by what its columns hold"}
      </dd>
      <dt>Customers</dt>
      <dd>
        {count(report.customers)}
        {report.customers_left_out > 0 && (
          <span class="soft"> and {count(report.customers_left_out)} none of whose orders count</span>
        )}
      </dd>
      <dt>Orders</dt>
      <dd>{count(report.orders)}</dd>
      {report.guest_orders > 0 && (
        <>
          <dt>Orders of guests</dt>
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
          {report.discounts > 0 ? `, after ${money(report.discounts)} of discounts` : ""}
          {tax}
        </span>
      </dd>
      <dt>Given back</dt>
      <dd>{report.refunds > 0 ? money(report.refunds) : "nothing"}</dd>
      {report.refunds > 0 && (
        <>
          <dt>What stays</dt>
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
