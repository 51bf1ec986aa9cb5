import { type Judgement, OURS } from "./judge";
import { METRICS, type Metric, type Target } from "./metrics";

/** Contenders × metrics as Markdown, a spread over the folds beside each mean; then a line a metric. */
export function judgementText(judgement: Judgement, target: Target): string {
  const metrics = METRICS.filter((metric) => metric.target === target);
  const names = [...judgement.scores.keys()];
  const lines = [
    target === "churn"
      ? `${judgement.rows} rows, ${(100 * judgement.churnRate).toFixed(1)} % without an order.`
      : `${judgement.rows} rows, mean spend ${judgement.meanSpend.toFixed(2)}.`,
    "",
    `| | ${metrics.map((metric) => metric.name).join(" | ")} |`,
    `|---|${metrics.map(() => "---:|").join("")}`,
    ...names.map(
      (name) =>
        `| ${name === OURS ? `**${name}**` : name} | ${metrics.map((m) => cell(judgement, name, m)).join(" | ")} |`,
    ),
    "",
  ];
  for (const { metric, verdict, best, behind, standardError } of judgement.verdicts) {
    const { digits } = METRICS.find(({ name }) => name === metric)!;
    const size = `${Math.abs(behind).toFixed(digits)} ± ${standardError.toFixed(digits)}`;
    lines.push(
      verdict === "best"
        ? `- ${metric}: best (next ${best}, ${size} behind)`
        : verdict === "behind"
          ? `- ${metric}: **behind** ${best} by ${size}`
          : `- ${metric}: within spread of best (${best}, ahead by ${size})`,
    );
  }
  return lines.join("\n");
}

function cell({ scores }: Judgement, name: string, { name: metric, digits }: Metric): string {
  const { mean, sd } = scores.get(name)!.get(metric)!;
  if (Number.isNaN(mean)) return "–";
  return Number.isNaN(sd) ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}
