import type { VNode } from "preact";
import { testDayOf } from "../../../../src/models/model-card";
import { Card, Notice, Stat } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { Quality } from "../metric-text";
import type { TabInput } from "./tab";

/** What the model is, what it was made from, how it was tested, what it cannot do. */
export function OverviewTab({ row, card, format }: TabInput): VNode {
  const { metrics } = row;
  const { data, churn, lifetime_value, segmentation, limitations, settings } = card;
  const { contact } = settings;
  const tested = churn.heads.all.evaluation;
  const testDay = testDayOf(card);
  return (
    <div class="stack">
      <div class="grid narrow">
        <Stat
          label="Churn"
          value={format.decimal(metrics.churn_auc ?? null, 3)}
          note={
            <>
              <Quality word={tested?.quality} /> AUC within {churn.horizon_days} days
            </>
          }
          href="?tab=churn"
        />
        <Stat
          label="Expected spend is off by"
          value={format.money(metrics.ltv_mae ?? null)}
          note={
            <>
              <Quality word={lifetime_value.heads.all.evaluation?.quality} /> a customer over{" "}
              {lifetime_value.horizon_days} days
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
          value={format.count(data.customers)}
          note={`As of ${format.date(card.as_of)}`}
          href={withQuery("/app/customers", { model: row.id })}
        />
      </div>
      {limitations.length > 0 && (
        <Notice tone="warn">
          <h2>What to keep in mind</h2>
          <ul>
            {limitations.map(({ text }) => (
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
          <dd>{testDay ? format.date(testDay) : "Customers were held out instead of days"}</dd>
          <dt>Test customers</dt>
          <dd>
            {format.count(tested?.rows ?? null)}, of whom {format.percent(metrics.churn_rate ?? null)} left
          </dd>
          <dt>Buying rhythm</dt>
          <dd>{card.buy_till_you_die.messages[0] ?? "No purchase model could be fitted."}</dd>
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
            {settings.effort && (
              <>
                <dt>Effort</dt>
                <dd>{settings.effort}</dd>
              </>
            )}
            <dt>Missed leaver costs</dt>
            <dd>{format.money(settings.missed_churner_cost)}</dd>
            <dt>False alarm costs</dt>
            <dd>{format.money(settings.false_alarm_cost)}</dd>
            <dt>Offer costs</dt>
            <dd>{format.money(contact.offer_cost)}</dd>
            <dt>Margin</dt>
            <dd>{format.percent(contact.margin)}</dd>
            <dt>Success of a contact</dt>
            <dd>{format.percent(contact.success_rate)}</dd>
            <dt>Segments tried</dt>
            <dd>{settings.segment_counts.join(", ")}</dd>
          </dl>
        </Card>
      </div>
    </div>
  );
}
