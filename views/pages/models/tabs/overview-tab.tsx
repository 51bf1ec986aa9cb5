import type { VNode } from "preact";
import { testDayOf } from "../../../../src/models/model-card";
import { Card, Notice, Stat } from "../../../components/card";
import { Facts } from "../../../components/facts";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { Quality } from "../metric-text";
import { AttributeEffects } from "./attributes";
import type { TabInput } from "./tab";

/** What the model is, what it was made from, how it was tested, what it cannot do. */
export function OverviewTab({ row, card }: TabInput): VNode {
  const format = useFormat();
  const { metrics } = row;
  const { churn, lifetime_value, limitations } = card;
  const testDay = testDayOf(card);
  return (
    <div class="stack">
      <Headline row={row} card={card} />
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
        <Facts
          of={[
            ["Churn", churn.protocol.reason],
            ["Expected spend", lifetime_value.protocol.reason],
            ["Test day", testDay ? format.date(testDay) : "Customers were held out instead of days"],
            [
              "Test customers",
              `${format.count(churn.heads.all.evaluation?.rows ?? null)}, of whom ${format.percent(metrics.churn_rate ?? null)} left`,
            ],
            ["Buying rhythm", card.buy_till_you_die.messages[0] ?? "No purchase model could be fitted."],
          ]}
        />
      </Card>
      {card.attributes && <AttributeEffects attributes={card.attributes} />}
      <div class="grid wide">
        <Data row={row} card={card} />
        <Settings card={card} />
      </div>
    </div>
  );
}

type Told = Pick<TabInput, "row" | "card">;

/** The four figures that the other tabs explain. */
function Headline({ row: { id, metrics, segments }, card }: Told): VNode {
  const format = useFormat();
  const { data, churn, lifetime_value } = card;
  return (
    <div class="grid narrow">
      <Stat
        label="Churn"
        value={format.decimal(metrics.churn_auc ?? null, 3)}
        note={
          <>
            <Quality word={churn.heads.all.evaluation?.quality} /> AUC within {churn.horizon_days} days
          </>
        }
        href="?tab=churn"
      />
      <Stat
        label="Expected spend is off by"
        value={format.money(metrics.ltv_mae ?? null)}
        note={
          <>
            <Quality word={lifetime_value.heads.all.evaluation?.quality} /> per customer over{" "}
            {lifetime_value.horizon_days} days
          </>
        }
        href="?tab=value"
      />
      <Stat
        label="Segments"
        value={format.count(segments.length)}
        note={`Silhouette ${format.decimal(card.segmentation.chosen.silhouette, 3)}`}
        href="?tab=segmentation"
      />
      <Stat
        label="Customers"
        value={format.count(data.customers)}
        note={`As of ${format.date(card.as_of)}`}
        href={withQuery("/app/customers", { model: id })}
      />
    </div>
  );
}

function Data({ row, card: { data } }: Told): VNode {
  const format = useFormat();
  return (
    <Card title="Data">
      <Facts
        of={[
          [
            "File",
            row.datasetId ? (
              <a href={`/app/datasets/${encodeURIComponent(row.datasetId)}`}>{data.file}</a>
            ) : (
              data.file
            ),
          ],
          [
            "Rows",
            <>
              {format.count(data.rows_kept)} kept of {format.count(data.rows_read)} (
              <a href={`/app/models/${encodeURIComponent(row.id)}/files/cleaning_report.json`}>
                cleaning report
              </a>
              )
            </>,
          ],
          ["Orders", `${format.count(data.orders)}, ${format.money(data.revenue)}`],
          ["First order", format.date(data.first_order)],
          ["Last order", format.date(data.last_order)],
          ["SHA-256", <code>{data.sha256}</code>],
          ["Job", <a href={`/app/queue/${encodeURIComponent(row.jobId)}`}>Training of this model</a>],
        ]}
      />
    </Card>
  );
}

function Settings({ card }: Pick<TabInput, "card">): VNode {
  const format = useFormat();
  const { settings, seed } = card;
  const { contact } = settings;
  return (
    <Card title="Settings">
      <Facts
        of={[
          ["Seed", seed],
          settings.effort && ["Effort", settings.effort],
          ["Cost of a missed leaver", format.money(settings.missed_churner_cost)],
          ["Cost of a false alarm", format.money(settings.false_alarm_cost)],
          ["Cost of an offer", format.money(contact.offer_cost)],
          ["Margin", format.percent(contact.margin)],
          ["Leavers won back", format.percent(contact.success_rate)],
          ["Segments tried", settings.segment_counts.join(", ")],
        ]}
      />
    </Card>
  );
}
