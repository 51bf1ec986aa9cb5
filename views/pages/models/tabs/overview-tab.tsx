import type { VNode } from "preact";
import { Card, Notice, Stat } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { factsOf } from "../../../model-record";
import { Quality } from "../metric-text";
import type { TabInput } from "./tab";

/** What the model is, what it was made from, how it was tested, what it cannot do. */
export function OverviewTab({ row, card }: TabInput): VNode {
  const format = useFormat();
  const facts = factsOf(card);
  const { metrics } = row;
  const { data, churn, lifetime_value, segmentation, limitations, settings } = card;
  const contact = settings.contact ?? {};
  return (
    <div class="stack">
      <div class="grid narrow">
        <Stat
          label="Churn"
          value={format.decimal(metrics.churn_auc ?? null, 3)}
          note={
            <>
              <Quality word={facts.churnQuality} /> AUC within {facts.churnHorizonDays} days
            </>
          }
          href="?tab=churn"
        />
        <Stat
          label="Expected spend is off by"
          value={format.money(metrics.ltv_mae ?? null)}
          note={
            <>
              <Quality word={facts.spendQuality} /> a customer over {facts.spendHorizonDays} days
            </>
          }
          href="?tab=value"
        />
        <Stat
          label="Segments"
          value={format.count(row.segments.length)}
          note={`Silhouette ${format.decimal(segmentation.chosen.silhouette, 3)}`}
          href="?tab=segmentation"
        />
        <Stat
          label="Customers"
          value={format.count(facts.customers)}
          note={`As of ${format.date(facts.asOf)}`}
          href={withQuery("/app/customers", { model: row.id })}
        />
      </div>
      {limitations.length > 0 && (
        <Notice tone="warn">
          <h2>What to keep in mind</h2>
          <ul>
            {limitations.map(({ text }: { text: string }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Card title="How it was tested">
        <dl class="facts">
          <dt>Churn</dt>
          <dd>{churn.protocol.reason}</dd>
          <dt>Expected spend</dt>
          <dd>{lifetime_value.protocol.reason}</dd>
          <dt>Test day</dt>
          <dd>{facts.testDay ? format.date(facts.testDay) : "Customers were held out instead of days"}</dd>
          <dt>Test customers</dt>
          <dd>
            {format.count(facts.testRows)}, of whom {format.percent(metrics.churn_rate ?? null)} left
          </dd>
          <dt>Buying rhythm</dt>
          <dd>{card.buy_till_you_die?.messages?.[0] ?? "No purchase model could be fitted."}</dd>
        </dl>
      </Card>
      <div class="grid wide">
        <Card title="Data">
          <dl class="facts">
            <dt>File</dt>
            <dd>
              {row.datasetId ? (
                <a href={`/app/datasets/${encodeURIComponent(row.datasetId)}`}>{data.file}</a>
              ) : (
                data.file
              )}
            </dd>
            <dt>Rows</dt>
            <dd>
              {format.count(data.rows_kept)} kept of {format.count(data.rows_read)} (
              <a href={`/app/models/${encodeURIComponent(row.id)}/files/cleaning_report.json`}>
                cleaning report
              </a>
              )
            </dd>
            <dt>Orders</dt>
            <dd>
              {format.count(data.orders)}, {format.money(data.revenue)}
            </dd>
            <dt>From</dt>
            <dd>{format.date(data.first_order)}</dd>
            <dt>To</dt>
            <dd>{format.date(data.last_order)}</dd>
            <dt>SHA-256</dt>
            <dd>
              <code>{data.sha256}</code>
            </dd>
            <dt>Job</dt>
            <dd>
              <a href={`/app/queue/${encodeURIComponent(row.jobId)}`}>Training of this model</a>
            </dd>
          </dl>
        </Card>
        <Card title="Settings">
          <dl class="facts">
            <dt>Seed</dt>
            <dd>{card.seed}</dd>
            {facts.effort && (
              <>
                <dt>Effort</dt>
                <dd>{facts.effort}</dd>
              </>
            )}
            <dt>Missed leaver costs</dt>
            <dd>{format.money(settings.missed_churner_cost)}</dd>
            <dt>False alarm costs</dt>
            <dd>{format.money(settings.false_alarm_cost)}</dd>
            <dt>Offer costs</dt>
            <dd>{format.money(contact.offer_cost ?? null)}</dd>
            <dt>Margin</dt>
            <dd>{format.percent(contact.margin ?? null)}</dd>
            <dt>Success of a contact</dt>
            <dd>{format.percent(contact.success_rate ?? null)}</dd>
            <dt>Segments tried</dt>
            <dd>{facts.segmentCounts.join(", ")}</dd>
          </dl>
        </Card>
      </div>
    </div>
  );
}
