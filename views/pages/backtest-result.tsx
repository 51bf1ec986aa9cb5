import type { VNode } from "preact";
import type { BacktestAnswer, BacktestOutcome } from "../../src/answers/backtest";
import { overTests, PARTS, SHIPPED, simpleRules } from "../../src/answers/backtest-verdict";
import { INTERVAL_COVERAGE } from "../../src/models/spend/train-spend";
import { type DatedSeries, TestDatesChart } from "../charts/test-dates-chart";
import { Card, Notice } from "../components/card";
import { useFormat } from "../components/reader";
import { TableCard } from "../components/table";
import type { Format } from "../format";
import { churnVerdict, spendVerdict, type Verdict } from "../words/backtest-verdict";
import { Quality } from "./models/metric-text";

const NAMES: Readonly<Record<string, string>> = {
  shipped: "The model",
  logistic: "Logistic regression alone",
  boosted_trees: "Boosted trees alone",
  everybody_alike: "Everyone alike",
  recency_alone: "Days since the last order alone",
  same_as_last_period: "Same as last period",
  spend_at_past_rate: "Spend at the past rate",
};
const nameOf = (contender: string) => NAMES[contender] ?? contender.replaceAll("_", " ");

/** A figure of the tables. */
interface Figure {
  readonly key: string;
  readonly title: string;
  show(value: number, format: Format): string;
}

const CHURN: readonly Figure[] = [
  { key: "auc", title: "Right pairs (AUC)", show: (value, format) => format.decimal(value, 3) },
  { key: "log_loss", title: "Log loss", show: (value, format) => format.decimal(value, 3) },
  { key: "ece", title: "Calibration error", show: (value, format) => format.percent(value) },
  { key: "lift_10", title: "Lift, riskiest tenth", show: (value, format) => `${format.decimal(value, 2)}×` },
  { key: "business_cost", title: "Cost of mistakes", show: (value, format) => format.money(value) },
];
const SPEND: readonly Figure[] = [
  { key: "mae", title: "Off by, per customer (MAE)", show: (value, format) => format.money(value) },
  { key: "total_ratio", title: "Expected / actual total", show: (value, format) => format.percent(value) },
  { key: "spearman", title: "Rank correlation", show: (value, format) => format.decimal(value, 3) },
  { key: "interval_coverage", title: "Within its range", show: (value, format) => format.percent(value) },
];

interface PartProps {
  readonly answer: BacktestAnswer;
}

/** What a backtest showed, first in words. */
export function BacktestResult({ outcome }: { readonly outcome: BacktestOutcome }): VNode {
  const format = useFormat();
  const { churn, lifetime_value } = outcome;
  return (
    <div class="stack">
      <div class="grid wide">
        <VerdictCard
          title="Can it be trusted to tell who leaves?"
          note={`Leaving: no order within ${format.count(churn.horizon_days)} days.`}
          verdict={churnVerdict(churn, format)}
        />
        <VerdictCard
          title="Can it be trusted to tell what customers spend?"
          note={`Spend within ${format.count(lifetime_value.horizon_days)} days.`}
          verdict={spendVerdict(lifetime_value, format)}
        />
      </div>
      {churn.tests.length > 0 && <Churn answer={churn} />}
      {lifetime_value.tests.length > 0 && <Spend answer={lifetime_value} />}
    </div>
  );
}

function VerdictCard({
  title,
  note,
  verdict,
}: {
  readonly title: string;
  readonly note: string;
  readonly verdict: Verdict | null;
}): VNode {
  return (
    <Card title={title} note={note}>
      {verdict ? (
        <>
          <Notice tone={verdict.tone}>
            <p class="strong">{verdict.headline}</p>
          </Notice>
          <ul class="plain">
            {verdict.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : (
        <Notice tone="warn">
          The file has too few days of orders, or too few customers, for a test on later days. A file that
          goes further back would help.
        </Notice>
      )}
    </Card>
  );
}

function Churn({ answer }: PartProps): VNode {
  const format = useFormat();
  return (
    <>
      <div class="grid wide">
        <Over
          name="auc"
          title="How well it tells leavers from stayers"
          note="Share of pairs of a leaver and a stayer that it ranks the right way; half is chance."
          metric="auc"
          domain={[0.5, 0.8]}
          show={format.percent}
          answer={answer}
        />
        <Over
          name="log-loss"
          title="How close the probabilities came"
          note="Log loss: lower is closer to what happened."
          metric="log_loss"
          domain={[0.5, 0.7]}
          show={(value) => format.decimal(value, 2)}
          answer={answer}
        />
      </div>
      <Dates title="Who leaves, date by date" figures={CHURN} answer={answer} />
      <Contenders title="Who leaves, against simple rules" figures={CHURN} answer={answer} />
    </>
  );
}

function Spend({ answer }: PartProps): VNode {
  const format = useFormat();
  return (
    <>
      <div class="grid wide">
        <Over
          name="mae"
          title="How far off a customer's spend was"
          note="Mean absolute error per customer: lower is better."
          metric="mae"
          domain={[0, 0]}
          show={format.shortMoney}
          answer={answer}
        />
        <Over
          name="total"
          title="Expected total as a share of the actual one"
          note={`And the share of customers whose spend fell within their predicted range, meant to be ${format.percent(INTERVAL_COVERAGE)}.`}
          metric="total_ratio"
          domain={[0.5, 1.2]}
          show={format.percent}
          alone={[
            {
              name: "Total: 100% is right",
              color: "c8",
              values: answer.tests.map(() => 1),
              isBaseline: true,
            },
            {
              name: "Customers within their range",
              color: "c3",
              values: overTests(answer, SHIPPED, "interval_coverage"),
            },
          ]}
          answer={answer}
        />
      </div>
      <Dates title="What customers spend, date by date" figures={SPEND} answer={answer} />
      <Contenders title="What customers spend, against simple rules" figures={SPEND} answer={answer} />
    </>
  );
}

/** The model from date to date beside the simple rules, or beside what is told in their place. */
function Over({
  name,
  title,
  note,
  metric,
  domain,
  show,
  alone,
  answer,
}: PartProps & {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly metric: string;
  readonly domain: readonly [number, number];
  readonly show: (value: number) => string;
  readonly alone?: readonly DatedSeries[];
}): VNode {
  const format = useFormat();
  const values = overTests(answer, SHIPPED, metric);
  const dates = answer.tests.map(({ cutoff }) => format.shortDate(cutoff));
  const beside =
    alone ??
    simpleRules(answer).map((rule, i) => ({
      name: nameOf(rule),
      color: ["c2", "c4", "c8"][i % 3]!,
      values: overTests(answer, rule, metric),
      isBaseline: true,
    }));
  const told = {
    title,
    desc: values.map((value, i) => `${dates[i]}: ${show(value)}`).join("; "),
    dates,
    series: [{ name: nameOf(SHIPPED), color: "c1", values }, ...beside],
    format: show,
    domain,
  };
  return (
    <Card title={title} note={note}>
      <TestDatesChart name={name} {...told} />
    </Card>
  );
}

function Dates({
  title,
  figures,
  answer,
}: PartProps & { readonly title: string; readonly figures: readonly Figure[] }): VNode {
  const format = useFormat();
  return (
    <TableCard
      title={title}
      note={`Each date knows only the orders before it and is judged on the ${format.count(answer.horizon_days)} days after it.`}
      isDense
      rows={answer.tests}
      columns={[
        {
          title: "Test date",
          cell: ({ cutoff, quality }) => (
            <>
              {format.shortDate(cutoff)} <Quality word={quality} />
            </>
          ),
        },
        { title: "Customers", kind: "count", cell: "customers" },
        {
          title: "Trained at",
          kind: "number",
          cell: ({ training_cutoffs: dates }) => countedDates(dates),
        },
        ...figures.map(({ key, title, show }) => ({
          title,
          kind: "number" as const,
          cell: ({ contenders }: BacktestAnswer["tests"][number]) =>
            show(contenders[SHIPPED]?.[key] ?? Number.NaN, format),
        })),
      ]}
    />
  );
}

const countedDates = (dates: number) => `${dates} ${dates === 1 ? "date" : "dates"}`;

function Contenders({
  title,
  figures,
  answer,
}: PartProps & { readonly title: string; readonly figures: readonly Figure[] }): VNode {
  const format = useFormat();
  const names = Object.keys(answer.contenders);
  const ordered = [SHIPPED, ...simpleRules(answer), ...PARTS.filter((name) => names.includes(name))];
  return (
    <TableCard
      title={title}
      note="Means over the test dates, ± one standard deviation."
      isDense
      rows={ordered}
      columns={[
        {
          title: "By",
          cell: (name) => (name === SHIPPED ? <strong>{nameOf(name)}</strong> : nameOf(name)),
        },
        ...figures.map(({ key, title, show }) => ({
          title,
          kind: "number" as const,
          cell: (name: string) => {
            const { mean = null, sd = null } = answer.contenders[name]?.[key] ?? {};
            if (mean === null) return format.decimal(null);
            return (
              <>
                {show(mean, format)}
                {sd !== null && <span class="soft"> ± {show(sd, format)}</span>}
              </>
            );
          },
        })),
      ]}
    />
  );
}
