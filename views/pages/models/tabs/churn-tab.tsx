import type { ComponentProps, VNode } from "preact";
import { liftOf, type MistakeCosts, perfectGain } from "../../../../src/answers/decision";
import type { ChurnVoter } from "../../../../src/models/churn/members";
import type { ChurnCurves, RankingCurves } from "../../../../src/models/judging/evaluation-curves";
import { BarChart } from "../../../charts/bar-chart";
import { LineChart, type Series } from "../../../charts/line-chart";
import { Card } from "../../../components/card";
import { Field } from "../../../components/field";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { TableCard } from "../../../components/table";
import { Choice } from "../../../components/tabs";
import type { Format } from "../../../format";
import { modelPath } from "../model-list";
import { DecisionPart } from "./decision";
import { NoEvaluation, NotTested } from "./missing";
import { Reliability } from "./reliability";
import type { TabInput } from "./tab";

/** What the reader has chosen. */
export interface ChurnChoices {
  readonly head: "all" | "base";
  readonly threshold: number;
  readonly costs: MistakeCosts;
}

const COST = { type: "number", min: 0, step: "any" } as const;
const SQUARE = { width: 440, height: 360, left: 56, right: 16, top: 12, bottom: 44 };
const NAMES: Readonly<Record<string, string>> = { recency_alone: "Recency alone" };
const steps = Array.from({ length: 101 }, (_, i) => i / 100);

/** The test of the probabilities of leaving. */
export function ChurnTab(input: TabInput & { readonly choices: ChurnChoices }): VNode {
  const { card, evaluation, format, choices } = input;
  if (!evaluation) return <NoEvaluation />;
  const curves = evaluation.churn[choices.head];
  if (!curves) return <NotTested reason={card.churn.protocol.reason} />;
  return (
    <div class="stack">
      <p class="soft">
        {format.count(curves.rows)} test customers
        {card.churn.protocol.folds.length > 0 &&
          ` as of ${format.date(card.churn.protocol.folds.at(-1)!.test_cutoff)}`}
        ; {format.count(curves.leavers)} of them ({format.percent(curves.leavers / curves.rows)}) did not
        order within {card.churn.horizon_days} days. None of this was used to choose the model.
      </p>
      <Heads {...input} />
      <Card
        title="What to act on"
        note="Move the threshold: you act on everyone at or above it. The costs are those of this training; change them to see their effect."
      >
        <DecisionForm {...input} />
        <DecisionPart
          modelId={input.row.id}
          table={curves.thresholds}
          threshold={choices.threshold}
          costs={choices.costs}
        />
      </Card>
      <RankingCards curves={curves} />
      <div class="grid wide">
        <Told curves={curves} />
        <Scores curves={curves} />
      </div>
      <Contenders {...input} />
    </div>
  );
}

function Heads({ row, choices }: TabInput & { readonly choices: ChurnChoices }): VNode {
  const heads = [
    { head: "all", label: "All features: known customers" },
    { head: "base", label: "Seven features: customers you describe" },
  ] as const;
  return (
    <Choice
      label="Which model"
      tabs={heads.map(({ head, label }) => ({
        label,
        href: withQuery(modelPath(row.id), { tab: "churn", head }),
        isCurrent: choices.head === head,
      }))}
    />
  );
}

function DecisionForm({ row, choices }: TabInput & { readonly choices: ChurnChoices }): VNode {
  const { head, threshold, costs } = choices;
  return (
    <form
      method="get"
      action={modelPath(row.id)}
      hx-get={`${modelPath(row.id)}/decision`}
      hx-target="#decision"
      hx-swap="outerHTML"
      hx-trigger="input delay:150ms, submit"
      hx-indicator="#decision"
    >
      <input type="hidden" name="tab" value="churn" />
      <input type="hidden" name="head" value={head} />
      <div class="fields">
        <label class="wide-field">
          <span>
            Threshold <output id="threshold-shown">{Math.round(threshold * 100) / 100}</output>
          </span>
          <input
            type="range"
            name="threshold"
            min="0"
            max="1"
            step="0.01"
            value={String(Math.round(threshold * 100) / 100)}
            data-output="threshold-shown"
          />
        </label>
        <Field label="Cost of a missed leaver" name="missed" value={costs.missedChurner} {...COST} />
        <Field label="Cost of a false alarm" name="alarm" value={costs.falseAlarm} {...COST} />
        <button type="submit" class="secondary">
          Show
        </button>
      </div>
    </form>
  );
}

type Line = Pick<Series, "x" | "y">;

/** The model's line and those of the simple rules beside it. */
function rankingLines({ model, baselines }: ChurnCurves, pick: (one: RankingCurves) => Line): Series[] {
  return [
    { name: "The model", color: "c1", ...pick(model) },
    ...Object.entries(baselines)
      .filter(([, one]) => one.roc)
      .map(([name, one]): Series => ({ name: NAMES[name] ?? name, color: "c2", ...pick(one) })),
  ];
}

/** What ranking by chance gives. */
function chance(y: readonly number[], x: readonly number[] = [0, 1]): Series {
  return { name: "Everyone alike", color: "c8", x, y, isBaseline: true };
}

function RankingCards({ curves }: { curves: ChurnCurves }): VNode {
  const format = useFormat();
  const { model } = curves;
  if (!model.roc || !model.precision_recall || !model.gain) {
    return (
      <Card title="Ranking">
        <p>All test customers did the same, so there is no ranking to judge.</p>
      </Card>
    );
  }
  return (
    <div class="grid wide">
      {rankingCharts(curves, model.gain, format).map(({ card, note, ...chart }) => (
        <Card key={card} title={card} note={note}>
          <LineChart xFormat={format.percent} xDomain={[0, 1]} size={SQUARE} {...chart} />
        </Card>
      ))}
    </div>
  );
}

type RankingChart = ComponentProps<typeof LineChart> & { readonly card: string; readonly note: string };

function rankingCharts(curves: ChurnCurves, gain: readonly number[], format: Format): RankingChart[] {
  const { model, baselines, leavers, rows } = curves;
  const rate = leavers / rows;
  const [auc, precision, chanceRate] = [model.auc, model.pr_auc, rate].map((one) => format.decimal(one, 3));
  const tenth = gain[10]!;
  const lift = format.decimal(tenth / 0.1, 2);
  const drawn = (pick: (one: RankingCurves) => Line) => rankingLines(curves, pick);
  const shares = { yFormat: format.percent, yDomain: [0, 1] } as const;
  return [
    {
      card: "ROC",
      note: `Area ${auc}; 0.5 is chance, 1 perfect.`,
      name: "roc",
      title: "ROC curve",
      desc: `Area under the curve ${auc} for the model, ${format.decimal(baselines.recency_alone?.auc ?? null, 3)} for recency alone.`,
      series: [...drawn((one) => one.roc!), chance([0, 1])],
      xLabel: "Stayers called leavers",
      yLabel: "Leavers found",
      ...shares,
    },
    {
      card: "Precision and recall",
      note: `Average precision ${precision}; by chance ${chanceRate}.`,
      name: "pr",
      title: "Precision-recall curve",
      desc: `Average precision ${precision} for the model, ${chanceRate} by chance.`,
      series: [...drawn((one) => one.precision_recall!), chance([rate, rate])],
      xLabel: "Leavers found",
      yLabel: "Alarms that are right",
      ...shares,
    },
    {
      card: "Gain",
      note: `The riskiest tenth holds ${format.percent(tenth)} of the leavers.`,
      name: "gain",
      title: "Cumulative gain",
      desc: `Among the riskiest 10% are ${format.percent(tenth)} of the leavers, among the riskiest half ${format.percent(gain[50]!)}.`,
      series: [
        ...drawn((one) => ({ x: steps, y: one.gain! })),
        { name: "Perfect", color: "c7", x: steps, y: perfectGain(rate, 100), isBaseline: true },
        chance([0, 1]),
      ],
      xLabel: "Customers, riskiest first",
      yLabel: "Leavers found",
      ...shares,
    },
    {
      card: "Lift",
      note: `${lift} times the average in the riskiest tenth.`,
      name: "lift",
      title: "Lift by share of customers",
      desc: `In the riskiest tenth there are ${lift} times as many leavers as on average.`,
      series: [...drawn((one) => ({ x: steps.slice(1), y: liftOf(one.gain!) })), chance([1, 1], [0.01, 1])],
      xLabel: "Customers, riskiest first",
      yLabel: "Times the average",
    },
  ];
}

function Told({ curves }: { curves: ChurnCurves }): VNode {
  const dots = curves.reliability.map(({ rows, mean_probability, observed_rate }) => ({
    rows,
    told: mean_probability,
    happened: observed_rate,
  }));
  return (
    <Card
      title="Reliability"
      note="Ten groups of equal size: what was predicted against who left. On the dashed line, the probabilities are exact; the bars show what chance allows."
    >
      <Reliability name="reliability" title="Reliability diagram" dots={dots} />
    </Card>
  );
}

function Scores({ curves }: { curves: ChurnCurves }): VNode {
  const format = useFormat();
  const { leavers, stayers } = curves.scores;
  return (
    <Card title="Probabilities" note="Test customers by their predicted probability.">
      <BarChart
        name="scores"
        title="Test customers by probability of leaving"
        desc="Leavers and stayers in twenty bins of probability, five percentage points each."
        bars={leavers.map((count, i) => ({
          label: format.percent(i / leavers.length),
          values: [count, stayers[i]!],
        }))}
        series={[
          { name: "Left", color: "c6" },
          { name: "Stayed", color: "c3" },
        ]}
        yFormat={format.count}
        size={{ width: 520, height: 360, left: 52, right: 8, top: 12, bottom: 32 }}
      />
    </Card>
  );
}

const VOTERS: Readonly<Record<ChurnVoter, string>> = {
  logistic: "the regression",
  boosted_trees: "the trees",
  buy_till_you_die: "the purchase model",
};

function Contenders({ card, choices }: TabInput & { readonly choices: ChurnChoices }): VNode | null {
  const format = useFormat();
  const told = card.churn.heads[choices.head];
  const tested = told.evaluation;
  if (!tested) return null;
  const votes = tested.members.map(({ kind, weight }) => `${VOTERS[kind]} counts ${format.percent(weight)}`);
  const rows = [
    { name: "Shipped blend", metrics: tested.shipped },
    { name: "Logistic regression", metrics: tested.logistic },
    ...(tested.boosted ? [{ name: "Boosted trees", metrics: tested.boosted }] : []),
    { name: "Recency alone", metrics: tested.baselines.recency_alone },
    { name: "Everyone alike", metrics: tested.baselines.everybody_alike },
  ];
  return (
    <TableCard
      title="Contenders and simple rules"
      note={`All on the same test customers.${votes.length > 1 ? ` In the blend, ${votes.join(", ")}.` : ""}`}
      isDense
      rows={rows}
      columns={[
        { title: "Model", cell: "name" },
        { title: "AUC", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.auc },
        { title: "Average precision", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.pr_auc },
        { title: "Log loss", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.log_loss },
        { title: "Brier", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.brier },
        { title: "Calibration error", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.ece },
        {
          title: "Lift, top 10%",
          kind: "number",
          cell: ({ metrics }) => `${format.decimal(metrics.lift_10, 2)}×`,
        },
        { title: "F1", kind: "decimal", digits: 3, cell: ({ metrics }) => metrics.f1 },
        { title: "Cost", kind: "money", cell: ({ metrics }) => metrics.business_cost },
      ]}
    />
  );
}
