import type { VNode } from "preact";
import { ageOfScores } from "../../../src/models/churn/gates";
import type { ModelCard } from "../../../src/models/model-card";
import type { DriftReport } from "../../../src/models/monitoring/drift";
import type { RealisedReport } from "../../../src/models/monitoring/realised";
import { shareWords, totalWords } from "../../../src/models/report/level-words";
import { Badge, Card as CardBox, type Tone } from "../../components/card";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";

const TONES: Readonly<Record<string, Tone>> = { Poor: "bad", Fair: "warn", Good: "good", Excellent: "good" };

const MEANINGS: Readonly<Record<string, string>> = {
  Poor: "Do not base decisions about individual customers on it.",
  Fair: "Use it to choose between groups of customers, not between individual customers.",
  Good: "Use it to rank customers and to choose whom to contact.",
  Excellent: "Use it to rank customers, to choose whom to contact and to plan.",
};

/** How good the forecasts are, in words, and what the data could not support. */
export function TrustCard({
  card,
  realised,
  drift,
  modelId,
  reportHref,
  now,
}: {
  readonly card: ModelCard;
  readonly realised: readonly RealisedReport[];
  readonly drift: DriftReport | null;
  readonly modelId: string;
  readonly reportHref: string;
  readonly now: number;
}): VNode {
  const format = useFormat();
  const age = ageOfScores(Date.parse(card.as_of), now);
  const limits = [...(age ? [age] : []), ...card.limitations];
  return (
    <CardBox title="How far to trust this" note="Judged on days that the model had not seen.">
      <Judgements card={card} />
      <Promises realised={realised} />
      {drift && drift.alerts.length > 0 && (
        <div>
          <h3>Your customers have changed</h3>
          <p class="small soft">{driftWords(drift, format)}</p>
        </div>
      )}
      {limits.length > 0 && (
        <details class="limits">
          <summary>
            {limits.length === 1 ? "One thing" : `${format.count(limits.length)} things`} the data could not
            show
          </summary>
          <ul class="small">
            {limits.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      <p class="small">
        <a href={`/app/models/${modelId}`}>How it was tested</a> · <a href={reportHref}>Read the report</a>
      </p>
    </CardBox>
  );
}

/** How many measures of customers have moved since the earlier model. */
export function driftWords({ trained_as_of, alerts, columns }: DriftReport, format: Format): string {
  const compared = columns.filter(({ status }) => status !== "not_compared").length;
  return `Since the model as of ${format.date(trained_as_of)}, ${format.count(alerts.length)} of ${format.count(compared)} measures of them have clearly moved. This model was trained on the newer orders.`;
}

/** How good each forecast was on later days, and what it may be used for. */
export function Judgements({ card }: { readonly card: ModelCard }): VNode {
  const format = useFormat();
  const churnHead = card.churn.heads.all;
  const spendHead = card.lifetime_value.heads.all;
  const [churn, spend] = [churnHead.evaluation, spendHead.evaluation];
  return (
    <>
      <Judgement title="Who leaves" quality={churn?.quality ?? null}>
        {churn?.shipped.auc == null
          ? "This file is too short to test it."
          : `Given a customer who left and one who stayed, it ranked the leaver higher in ${format.percent(churn.shipped.auc)} of cases; a coin toss would in ${format.percent(0.5)}. ${shareWords(churn.levels, churnHead.level_forecast?.last_year, format.percent) ?? ""}`}
      </Judgement>
      <Judgement title="What customers will spend" quality={spend?.quality ?? null}>
        {spend?.shipped.total_ratio == null
          ? "This file is too short to test it."
          : `A customer's amount was off by ${format.money(spend.shipped.mae)} on average. ${totalWords(spend.levels, spendHead.level_forecast?.last_year, format.percent) ?? ""}`}
      </Judgement>
    </>
  );
}

function Judgement({
  title,
  quality,
  children,
}: {
  readonly title: string;
  readonly quality: string | null;
  readonly children: string;
}): VNode {
  const tone = quality === null ? undefined : TONES[quality];
  return (
    <div>
      <h3 class="row">
        {title} <Badge tone={tone}>{quality ?? "Not tested"}</Badge>
      </h3>
      <p class="small soft">
        {children} {quality !== null && MEANINGS[quality]}
      </p>
    </div>
  );
}

/** What the newest earlier model predicted whose period is over, and what happened. */
function Promises({ realised }: { readonly realised: readonly RealisedReport[] }): VNode | null {
  const format = useFormat();
  const churned = realised.find(({ churn }) => churn?.status === "scored");
  const spent = realised.find(({ spend }) => spend?.status === "scored");
  if (!churned?.churn && !spent?.spend) return null;
  return (
    <div>
      <h3>How earlier forecasts turned out</h3>
      <ul class="small soft">
        {churned?.churn && (
          <li>
            As of {format.date(churned.as_of ?? null)}, {format.percent(churned.churn.expected_rate)} were
            expected to leave; {format.percent(churned.churn.actual_rate)} did.
          </li>
        )}
        {spent?.spend && (
          <li>
            As of {format.date(spent.as_of ?? null)}, {format.money(spent.spend.expected_total)} of spend was
            expected; {format.money(spent.spend.actual_total)} came in.
          </li>
        )}
      </ul>
    </div>
  );
}
