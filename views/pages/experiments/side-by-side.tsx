import type { VNode } from "preact";
import { RankedBars } from "../../charts/ranked-bars";
import { Card } from "../../components/card";
import { useFormat } from "../../components/reader";
import type { MetricMeaning } from "../../words/model-metrics";
import { metricText } from "../models/metric-text";
import type { ListedRun } from "./listed-run";

/** The chosen figures of the marked trainings, as bars. */
export function SideBySide({
  runs,
  metrics,
}: {
  readonly runs: readonly ListedRun[];
  readonly metrics: readonly MetricMeaning[];
}): VNode {
  const format = useFormat();
  const names = runs.map(({ name }) => name);
  return (
    <div class="grid wide" id="side-by-side">
      {metrics.map((metric) => (
        <Card key={metric.key} title={metric.label} note={`${metric.meaning}. ${betterText(metric)}`}>
          <RankedBars
            name={`metric-${metric.key}`}
            title={metric.label}
            desc={runs
              .map(
                ({ name, metrics }) => `${name}: ${metricText(metric, metrics[metric.key] ?? null, format)}`,
              )
              .join("; ")}
            width={520}
            labelWidth={190}
            bars={runs.map(({ metrics }, i) => ({
              label: names[i]!,
              value: metrics[metric.key] ?? Number.NaN,
              text: metricText(metric, metrics[metric.key] ?? null, format),
              color: `c${(i % 8) + 1}`,
            }))}
          />
        </Card>
      ))}
    </div>
  );
}

function betterText({ better }: MetricMeaning): string {
  if (better === null) return "Neither direction is better.";
  return better === "one"
    ? "Closer to 1 is better."
    : `${better === "higher" ? "Higher" : "Lower"} is better.`;
}
