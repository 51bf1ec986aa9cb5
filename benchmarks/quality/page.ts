import type { Bar } from "./bars";
import { type Judgement, OURS } from "./judge";
import { type Level, levelBarsText, levelsText } from "./levels";
import type { Target } from "./metrics";
import type { Section } from "./sections";

/** How ours did in one section, on one target, for some of the customers. */
export interface Result {
  readonly section: string;
  readonly customers: string;
  readonly target: Target;
  readonly judgement: Judgement;
  readonly bars: readonly Bar[];
}

type Levels = readonly (Level & { readonly section: string })[];

/** The check on one page, as Markdown: ranking beside the best of peers and members, then levels, then the bars. */
export function qualityPage(
  sections: readonly Section[],
  results: readonly Result[],
  levels: Levels,
): string {
  const title = (key: string) => sections.find((section) => section.key === key)!.title;
  const of = (target: Target) =>
    results.filter((result) => result.target === target && result.customers === "all customers");
  return `${[
    "# Quality",
    "",
    "How good the forecasts are, as `bun run check:quality --page docs/quality.md` printed it: on CDNOW and Online Retail, and on invented shops whose business moves in known ways. Ours is held against the best of its own members, of rules, of BG/NBD × Gamma-Gamma, of logistic regression and XGBoost (untuned and tuned, on the newest window and on all of them; pinned in `benchmarks/peers/requirements.txt`) and of their equal blend. Nobody sees anything after the test's day. [Methods](methods.md#ranking-and-level) explains how it is done.",
    "",
    "## Who leaves",
    "",
    ...table(of("churn"), title, [
      ["log loss", 4],
      ["AUC", 4],
    ]),
    "## What customers spend",
    "",
    ...table(of("spend"), title, [
      ["Spearman", 3],
      ["norm. Gini", 3],
      ["MAE", 2],
    ]),
    "## Levels",
    "",
    "What was expected of all customers together, and what came.",
    "",
    ...sections.flatMap(({ key, title: name }) => {
      const own = levels.filter(({ section }) => section === key);
      return own.length > 0 ? [levelsText(own).replace("### Levels", `### ${name}\n`)] : [];
    }),
    levelBarsText(levels).trim().replace("## Levels in all", "## Bars\n"),
    ...rankingBars(results, levels),
    "",
  ].join("\n")}`;
}

function table(
  results: readonly Result[],
  title: (key: string) => string,
  metrics: readonly (readonly [name: string, digits: number])[],
): string[] {
  const cell = ({ judgement }: Result, [metric, digits]: (typeof metrics)[number]) => {
    const own = judgement.scores.get(OURS)!.get(metric)!.mean;
    const verdict = judgement.verdicts.find((other) => other.metric === metric);
    if (!verdict) return `${own.toFixed(digits)} |`;
    const best = judgement.scores.get(verdict.best)!.get(metric)!.mean;
    return `${own.toFixed(digits)} | ${best.toFixed(digits)} (${verdict.best})`;
  };
  return [
    `| shop | ${metrics.map(([name]) => `${name} | best other`).join(" | ")} |`,
    `|---|${metrics.map(() => "---:|---|").join("")}`,
    ...results.map(
      (result) =>
        `| ${title(result.section)} | ${metrics.map((metric) => cell(result, metric)).join(" | ")} |`,
    ),
    "",
  ];
}

/** The bars on ranking, over the sections of later days. */
function rankingBars(results: readonly Result[], levels: Levels): string[] {
  const later = new Set(levels.map(({ section }) => section));
  const behind = (target: Target, metric: string) =>
    results
      .filter((result) => result.target === target && result.customers === "all customers")
      .filter(({ section }) => later.has(section))
      .flatMap(({ section, judgement }) => {
        const verdict = judgement.verdicts.find((other) => other.metric === metric);
        return verdict ? [{ section, behind: verdict.behind }] : [];
      });
  const mean = (list: readonly { behind: number }[]) =>
    list.reduce((sum, one) => sum + one.behind, 0) / list.length;
  const loss = behind("churn", "log loss");
  return [
    `- log loss behind the best other, mean of ${loss.length} shops: ${mean(loss).toFixed(4)} (bar: 0.003)`,
    ...(["Spearman", "norm. Gini"] as const).map((metric) => {
      const list = behind("spend", metric);
      const misses = list.filter((one) => one.behind > 0.005);
      const told = misses.map((one) => `${one.section} by ${one.behind.toFixed(3)}`).join(", ");
      return `- ${metric} at most 0.005 behind the best other: ${list.length - misses.length} of ${list.length}${told && ` (not ${told})`}`;
    }),
  ];
}
