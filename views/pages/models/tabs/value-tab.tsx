import type { VNode } from "preact";
import type { SpendCurves } from "../../../../src/models/judging/evaluation-curves";
import type { SpendCard } from "../../../../src/models/model-card";
import { BarChart } from "../../../charts/bar-chart";
import { LineChart } from "../../../charts/line-chart";
import { LogScatter } from "../../../charts/log-scatter";
import { RankedBars } from "../../../charts/ranked-bars";
import { Card, Stat } from "../../../components/card";
import { useFormat } from "../../../components/reader";
import { TableCard } from "../../../components/table";
import { NoEvaluation, NotTested } from "./missing";
import type { TabInput } from "./tab";

type SpendTest = NonNullable<SpendCard["evaluation"]>;

const MEMBERS: Readonly<Record<string, string>> = {
  btyd: "Purchase model",
  same_again: "Last period again",
  tweedie_glm: "Tweedie regression",
  zero_inflated_lognormal: "Zero-inflated lognormal",
  tweedie_trees: "Tweedie trees",
  hurdle_trees: "Hurdle trees",
};

/** The test of the expected spend. */
export function ValueTab({ card, evaluation }: TabInput): VNode {
  const format = useFormat();
  const told = card.lifetime_value.heads.all;
  const tested = told.evaluation;
  if (!tested) return <NotTested reason={card.lifetime_value.protocol.reason} />;
  const curves = evaluation?.spend.all ?? null;
  const { shipped } = tested;
  return (
    <div class="stack">
      <p class="soft">
        {format.count(tested.rows)} test customers; what they spent within {card.lifetime_value.horizon_days}{" "}
        days against what was expected of them.
      </p>
      <div class="grid narrow">
        <Stat
          label="A customer's figure is off by"
          value={format.money(shipped.mae)}
          note={`Mean spend ${format.money(tested.mean_spend)}`}
        />
        <Stat
          label="Expected total against actual"
          value={format.percent(shipped.total_ratio)}
          note="100% would be right"
        />
        <Stat
          label="Ranking of customers"
          value={format.decimal(shipped.spearman, 2)}
          note="Rank correlation, 1 is perfect"
        />
        <Stat
          label="Within the interval"
          value={format.percent(tested.interval_coverage)}
          note={
            told.interval ? `Meant to be ${format.percent(told.interval.coverage)}` : "No interval was given"
          }
        />
      </div>
      {curves ? <SpendCharts curves={curves} told={told} /> : <NoEvaluation />}
      <div class="grid wide">
        <Blend card={card} />
        <EarlierTests tested={tested} />
      </div>
      <Contenders tested={tested} />
    </div>
  );
}

function Blend({ card }: Pick<TabInput, "card">): VNode {
  const format = useFormat();
  const told = card.lifetime_value.heads.all;
  return (
    <Card
      title="Models in the blend"
      note={
        told.kind === "blend"
          ? `Weights add up to 100%${told.total_factor === 1 ? "" : `; ${told.level_forecast ? "the geometric mean" : "the sum"} is then multiplied by ${format.decimal(told.total_factor, 2)}`}.`
          : "Too few buyers for a blend: everyone gets the mean."
      }
    >
      {told.members.length > 0 && (
        <RankedBars
          name="members"
          title="Weights of the blend"
          desc={told.members
            .map(({ kind, weight }) => `${MEMBERS[kind] ?? kind} ${format.percent(weight)}`)
            .join(", ")}
          width={480}
          bars={told.members
            .toSorted((a, b) => b.weight - a.weight)
            .map(({ kind, weight }) => ({
              label: MEMBERS[kind] ?? kind,
              value: weight,
              text: format.percent(weight),
            }))}
        />
      )}
    </Card>
  );
}

function EarlierTests({ tested: { levels } }: { readonly tested: SpendTest }): VNode {
  const format = useFormat();
  const tests = levels.filter(({ came }) => came > 0);
  return (
    <Card title="Earlier tests" note="Expected total over actual, oldest first; 100% would be right.">
      {levels.length === 0 ? (
        <p class="soft">This model was trained before earlier tests were kept. Retrain to see them.</p>
      ) : tests.length < 2 ? (
        <p class="soft">The file is too short for earlier tests.</p>
      ) : (
        <BarChart
          name="earlier"
          title="Expected over actual total of earlier tests"
          desc={tests.map(({ expected, came }) => format.percent(expected / came)).join(", ")}
          bars={tests.map(({ cutoff, expected, came }) => ({
            label: format.date(cutoff),
            values: [expected / came],
          }))}
          series={[{ name: "Expected over actual", color: "c3" }]}
          yFormat={format.percent}
          size={{ width: 480, height: 220, left: 56, right: 16, top: 12, bottom: 32 }}
        />
      )}
    </Card>
  );
}

function SpendCharts({ curves, told }: { readonly curves: SpendCurves; readonly told: SpendCard }): VNode {
  const format = useFormat();
  const { deciles, sample } = curves;
  const covered = deciles.every(({ coverage }) => coverage !== null);
  return (
    <div class="grid wide">
      <Card title="Calibration by tenth" note="Customers by expected spend, lowest first.">
        <BarChart
          name="deciles"
          title="Expected and actual spend by tenth"
          desc={deciles
            .map(
              ({ mean_expected, mean_actual }, i) =>
                `tenth ${i + 1}: expected ${format.money(mean_expected)}, actual ${format.money(mean_actual)}`,
            )
            .join("; ")}
          bars={deciles.map(({ mean_expected, mean_actual }, i) => ({
            label: String(i + 1),
            values: [mean_expected, mean_actual],
          }))}
          series={[
            { name: "Expected, mean per customer", color: "c1" },
            { name: "Actual, mean per customer", color: "c2" },
          ]}
          yFormat={format.shortMoney}
          size={{ width: 520, height: 380, left: 60, right: 8, top: 12, bottom: 32 }}
        />
      </Card>
      <Card
        title="Expected against actual"
        note={`${format.count(sample.expected.length)} test customers drawn at random; both axes are logarithmic, amounts under 1 lie at the edge.`}
      >
        <LogScatter
          name="scatter"
          title="Expected against actual spend"
          desc="One dot per test customer. On the dashed line, the expectation was right."
          x={sample.expected}
          y={sample.actual}
          xLabel="Expected"
          yLabel="Actual"
          format={format.shortMoney}
        />
      </Card>
      {covered && told.interval && <Coverage deciles={deciles} promised={told.interval.coverage} />}
      <TableCard
        title="Intervals by tenth"
        note="Means per customer."
        isDense
        rows={deciles.map((decile, i) => ({ ...decile, tenth: i + 1 }))}
        columns={[
          { title: "Tenth", cell: "tenth" },
          { title: "Expected", kind: "money", cell: "mean_expected" },
          { title: "Low", kind: "money", cell: "mean_low" },
          { title: "High", kind: "money", cell: "mean_high" },
          { title: "Actual", kind: "money", cell: "mean_actual" },
        ]}
      />
    </div>
  );
}

function Coverage({
  deciles,
  promised,
}: Pick<SpendCurves, "deciles"> & { readonly promised: number }): VNode {
  const format = useFormat();
  const places = deciles.map((_, i) => i + 1);
  return (
    <Card
      title="Interval coverage by tenth"
      note={`Share of customers whose spend fell within the predicted interval, meant to be ${format.percent(promised)}.`}
    >
      <LineChart
        name="coverage"
        title="Interval coverage by tenth of expected spend"
        desc={deciles.map(({ coverage }, i) => `tenth ${i + 1}: ${format.percent(coverage)}`).join("; ")}
        series={[
          { name: "Within", color: "c1", x: places, y: deciles.map(({ coverage }) => coverage!) },
          {
            name: "Meant to be",
            color: "c8",
            x: [1, 10],
            y: [promised, promised],
            isBaseline: true,
          },
        ]}
        xLabel="Tenth by expected spend, lowest first"
        xFormat={format.count}
        yFormat={format.percent}
        yDomain={[0, 1]}
        size={{ width: 520, height: 280, left: 56, right: 16, top: 12, bottom: 44 }}
      />
    </Card>
  );
}

function Contenders({ tested }: { readonly tested: SpendTest }): VNode {
  const NAMES: Readonly<Record<string, string>> = {
    everybody_alike: "Everyone alike",
    same_as_last_period: "Same as last period",
    spend_at_past_rate: "Spend at the past rate",
  };
  const rows = [
    { name: "Shipped", metrics: tested.shipped },
    ...Object.entries(tested.baselines).map(([name, metrics]) => ({ name: NAMES[name] ?? name, metrics })),
  ];
  return (
    <TableCard
      title="Against simple rules"
      note="All on the same test customers."
      isDense
      rows={rows}
      columns={[
        { title: "Model", cell: "name" },
        { title: "Mean absolute error", kind: "money", cell: ({ metrics }) => metrics.mae },
        { title: "Root mean squared error", kind: "money", cell: ({ metrics }) => metrics.rmse },
        { title: "Expected over actual", kind: "percent", cell: ({ metrics }) => metrics.total_ratio },
        {
          title: "Rank correlation",
          kind: "decimal",
          digits: 2,
          cell: ({ metrics }) => metrics.spearman,
        },
        {
          title: "Normalised Gini",
          kind: "decimal",
          digits: 2,
          cell: ({ metrics }) => metrics.normalised_gini,
        },
        { title: "Error by tenth", kind: "percent", cell: ({ metrics }) => metrics.decile_mape },
      ]}
    />
  );
}
