import { counted, finePercent, list, number, outwards, percent, rough } from "../../figures";
import type { TrainedModels } from "../card";
import { contactSection } from "../contact/action-value-report";
import type { Advice } from "../contact/advice";
import { DOUBT_WORDS, gainDoubt } from "../contact/claim";
import type { QualityWord } from "../judging/evaluation";
import { totalFactors } from "../level/level-test";
import { nextOrderSection } from "../next-order/next-order-report";
import type { SegmentSummary } from "../segments/segment-summary";
import type { SpendModel } from "../spend/lifetime-value";
import type { SpendMemberKind } from "../spend/spend-members";
import { INTERVAL_COVERAGE } from "../spend/train-spend";
import { dataLine, droppedLines, fileLines, warningLines } from "./data-section";
import { shareWords, totalWords } from "./level-words";

const oneDigit = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Whom to contact, and what it should bring. */
export type ReportedAdvice = Pick<Advice, "moves" | "total" | "inSegment">;

/** How expected spend is described if customers send goods back. */
const TOLD = { net: ", less what they will send back", gross: ", before what they will send back" } as const;

/** The strategic report, Markdown: what a manager needs to know, most important first. */
export function strategicReport(trained: TrainedModels, advice: ReportedAdvice): string {
  return [
    ...opening(trained, advice),
    ...segmentTable(trained),
    ...segmentActions(trained, advice),
    ...rfmTable(trained),
    ...nextOrderSection(trained.nextOrder, trained.nextOrderSummary),
    ...contactSection(trained.actionValue, advice.moves, trained.segments),
    ...evaluation(trained),
    ...limits(trained),
    ...reading(trained),
    "",
  ].join("\n");
}

function opening(trained: TrainedModels, { total: gain }: ReportedAdvice): string[] {
  const { newestOrder, cleaning, segments, churnProtocol, spendProtocol, settings } = trained;
  const after = cleaning.refunds > 0 ? " after returns and refunds" : "";
  const forecast = cleaning.refunds > 0 ? TOLD[settings.spend] : "";
  const top = segments[0]!;
  const expected = total(segments, (segment) => segment.avg_future_spend);
  const leaving = total(segments, (segment) => segment.churn_rate);
  const lines = [
    "# Strategic report",
    ...warningLines(cleaning.warnings),
    "",
    dataLine(cleaning, newestOrder),
    ...fileLines(cleaning.files),
    "",
    "## In short",
    "",
    `- **${top.name}** are ${share(top.customer_share)} of the customers and ${share(top.net_revenue_share)} of the revenue${after}.`,
  ];
  if (leaving !== null) {
    lines.push(
      `- About **${number.format(rough(leaving))} of ${counted(cleaning.customers, "customer")}** are expected not to order in the next ${churnProtocol.horizonDays} days${leaversRange(trained)}.`,
    );
  }
  if (expected !== null) {
    lines.push(
      `- All customers together are expected to spend **${number.format(rough(expected))}** in the next ${spendProtocol.horizonDays} days${forecast}${spendRange(trained, expected)}.`,
    );
  }
  const doubt = gainDoubt(
    [trained.churn, trained.spend].map(({ all }) => all.evaluation?.quality ?? null),
    gain,
  );
  if (gain.customers > 0 && doubt !== null) {
    lines.push(
      `- **Try a contact with ${counted(gain.customers, "customer")}**, some of them left alone as a control group. ${DOUBT_WORDS[doubt]}, so no sum is promised. Nobody else is worth a contact on these terms.`,
    );
  } else if (gain.customers > 0) {
    lines.push(
      `- **Contact ${counted(gain.customers, "customer")}**: that should bring ${number.format(gain.expected)}, likely between ${outwards(gain.low, gain.high).map(number.format).join(" and ")}, and cost ${number.format(gain.cost)}. Nobody else is worth a contact on these terms.`,
    );
  }
  return lines;
}

/** In four of five cases, as far as earlier forecasts of the level were off. */
function leaversRange({ leavingRange, cleaning }: TrainedModels): string {
  return leavingRange ? range(leavingRange.map((share) => rough(share * cleaning.customers))) : "";
}

function spendRange({ spend }: TrainedModels, expected: number): string {
  if (!spend.all.level) return "";
  const { low, high } = totalFactors(spend.all.level.standardError);
  return range(outwards(expected * low, expected * high));
}

function range(bounds: readonly number[]): string {
  return `; ${bounds.map((bound) => number.format(bound)).join(" to ")} in 4 of 5 cases`;
}

function segmentTable(trained: TrainedModels): string[] {
  const { segments, segmentation, churnProtocol, spendProtocol, cleaning } = trained;
  return [
    "",
    "## Segments",
    "",
    `| Segment | Customers | Share of revenue | Last order | Orders | Spend so far | Expected to leave (${churnProtocol.horizonDays} days) | Expected spend (${spendProtocol.horizonDays} days) |`,
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    ...segments.map((segment) =>
      [
        "",
        segment.name,
        `${number.format(segment.customers)} (${share(segment.customer_share)})`,
        share(segment.net_revenue_share),
        `${counted(Math.round(segment.avg_recency), "day")} ago`,
        oneDigit.format(segment.avg_frequency),
        number.format(segment.avg_net_monetary),
        segment.churn_rate === null ? "not known" : percent.format(segment.churn_rate),
        segment.avg_future_spend === null ? "not known" : number.format(segment.avg_future_spend),
        "",
      ]
        .join(" | ")
        .trim(),
    ),
    "",
    `Averages are over the segment's customers.${cleaning.refunds > 0 ? " Spend and revenue are after returns and refunds; segments, key accounts and advice go by what customers keep." : ""}`,
    "",
    segmentation.keyAccounts.text,
    ...(segmentation.movement ? ["", segmentation.movement.text] : []),
  ];
}

/** Where a contact pays for nobody in a segment, none is advised; unless no gain is known at all. */
function segmentActions({ segments, actionValue }: TrainedModels, advice: ReportedAdvice): string[] {
  const isKnown = actionValue.curve.order.length > 0;
  return [
    "",
    "## What to do",
    ...segments.flatMap((segment) => [
      "",
      `### ${segment.name}`,
      "",
      `${counted(segment.customers, "customer")} who ${segment.description}.`,
      "",
      segmentAction(segment, isKnown ? advice.inSegment(segment.segment).customers : null),
    ]),
  ];
}

/** `paying`: for how many of them a contact pays; null if no gain is known. */
function segmentAction({ recommended_action, why }: SegmentSummary, paying: number | null): string {
  if (paying === 0) return "**No contact pays here: leave them be.**";
  const whom = paying === null ? "" : ` A contact pays for ${number.format(paying)} of them.`;
  return `**${recommended_action}.** The reason: ${why}.${whom}`;
}

function rfmTable({ rfm, churnProtocol }: TrainedModels): string[] {
  return [
    "",
    "## The same customers by RFM",
    "",
    "Each customer scores 1 to 5 for recency, frequency and spend, by fifths of the customers; equal values score the same. The scores give the group, beside the segment.",
    "",
    `| Group | Customers | Share of revenue | Expected to leave (${churnProtocol.horizonDays} days) |`,
    "|---|---:|---:|---:|",
    ...rfm.groups
      .filter(({ customers }) => customers > 0)
      .map((group) =>
        [
          "",
          group.rfm_group,
          `${number.format(group.customers)} (${share(group.customer_share)})`,
          share(group.net_revenue_share),
          group.churn_rate === null ? "not known" : percent.format(group.churn_rate),
          "",
        ]
          .join(" | ")
          .trim(),
      ),
  ];
}

function evaluation(trained: TrainedModels): string[] {
  return ["", "## What the evaluation showed", "", churnEvaluation(trained), "", spendEvaluation(trained)];
}

function churnEvaluation({ churn, churnProtocol }: TrainedModels): string {
  const judged = churn.all.evaluation;
  if (!judged) return `**Who leaves: not learned.** ${churnProtocol.reason}`;
  const { shipped, baselines, quality, rows, churnRate, levels } = judged;
  const tested = `${counted(rows, "customer")} ${rows === 1 ? "was" : "were"} tested last. ${shareWords(levels, churn.all.level?.lastYear, percent.format)}`;
  const ranking = Number.isNaN(shipped.auc)
    ? `${churnRate === 0 ? "No one" : "Everyone"} left in the test period, so there is no telling how well the model tells customers apart.`
    : `Of two customers, one who left and one who stayed, the model ranked the right one higher in ${percent.format(shipped.auc)} of the cases (recency alone: ${percent.format(baselines.recency_alone.auc)}; chance: 50%). Log loss ${fixed(shipped.log_loss)} against ${fixed(baselines.recency_alone.log_loss)} for recency alone and ${fixed(baselines.everybody_alike.log_loss)} for treating everyone alike.`;
  return `**Who leaves: ${quality}.** ${churnProtocol.reason} ${ranking} ${tested} ${meaningOf(quality)}`;
}

function spendEvaluation({ spend, spendProtocol }: TrainedModels): string {
  const judged = spend.all.evaluation;
  if (!judged) return `**What customers will spend: not learned.** ${spendProtocol.reason}`;
  const { shipped, baselines, quality, meanSpend } = judged;
  const same = baselines.same_as_last_period;
  const beside = [
    `mean spend ${number.format(meanSpend)}`,
    ...(same ? [`the same as in the last period: ${number.format(same.mae)}`] : []),
    `the same for everyone: ${number.format(baselines.everybody_alike!.mae)}`,
  ].join("; ");
  const found = [
    `In the test period it was off by ${number.format(shipped.mae)} a customer on average (${beside})`,
  ];
  if (!Number.isNaN(shipped.spearman)) found.push(`the rank correlation was ${fixed(shipped.spearman)}`);
  return [
    `**What customers will spend: ${quality}.**`,
    spendProtocol.reason,
    spendMethod(spend.all.model),
    `${found.join(" and ")}.`,
    intervalSentence(judged.intervalCoverage),
    totalWords(judged.levels, spend.all.level?.lastYear, percent.format),
    meaningOf(quality),
  ]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

const MEMBER_NAMES: Readonly<Record<SpendMemberKind, string>> = {
  btyd: "the buy-till-you-die model",
  tweedie_glm: "a Tweedie regression",
  zero_inflated_lognormal: "a zero-inflated lognormal regression",
  tweedie_trees: "boosted trees with a Tweedie loss",
};

/** How expected spend is forecast, in a sentence or two. */
function spendMethod({ kind, members, totalFactor }: SpendModel): string {
  if (kind === "mean") return "Everyone gets the overall mean.";
  const parts = members.map(({ member }) => MEMBER_NAMES[member.kind]);
  return `It is the geometric mean of ${list.format(parts)}, multiplied by ${totalFactor.toFixed(2)} to reach the total forecast for the coming days.`;
}

/** What the intervals were meant to contain, and did. */
function intervalSentence(coverage: number | null): string | null {
  if (coverage === null) return null;
  return `The intervals meant to contain ${percent.format(INTERVAL_COVERAGE)} of the customers contained ${percent.format(coverage)}.`;
}

function meaningOf(quality: QualityWord): string {
  switch (quality) {
    case "Poor":
      return "Do not base decisions about single customers on it.";
    case "Fair":
      return "Use it to choose between groups of customers, not between two single ones.";
    case "Good":
      return "Use it to rank customers and to choose whom to contact.";
    case "Excellent":
      return "Use it to rank customers, to choose whom to contact and to plan.";
  }
}

function limits({ limitations, cleaning, btyd, earlierBtyd }: TrainedModels): string[] {
  const lines = ["", "## What the data could not support", ""];
  for (const { text } of limitations) lines.push(`- ${text}`);
  lines.push(...droppedLines(cleaning));
  for (const message of btyd.refusals) lines.push(`- ${message}`);
  const refused = earlierBtyd.filter((earlier) => earlier.btyd.refusals.length > 0);
  if (refused.length > 0) {
    lines.push(
      `- At ${refused.length} of ${earlierBtyd.length} training cutoffs a buy-till-you-die fit was not used; at the newest of them: ${refused[0]!.btyd.refusals[0]}`,
    );
  }
  if (lines.length === 3) lines.push("- Nothing was missing.");
  return lines;
}

function reading({ segmentation, settings, cleaning }: TrainedModels): string[] {
  const most = settings.mostCustomersToLearnFrom;
  const drawn =
    cleaning.customers > most
      ? ` Churn and expected spend were learned from ${number.format(most)} of the customers, drawn at random; everyone is scored.`
      : "";
  return [
    "",
    "## How this was made",
    "",
    `${segmentation.reason} A missed leaver is assumed to cost ${settings.missedChurnerCost}, a false alarm ${settings.falseAlarmCost}.${drawn} \`model.json\` holds every figure and setting.`,
  ];
}

/** `23%`, or `0.4%` if it would round to no whole percent. */
function share(value: number): string {
  return (value < 0.01 ? finePercent : percent).format(value);
}

function fixed(value: number): string {
  return value.toFixed(3);
}

/** Σ customers × mean; null if a mean is unknown. */
function total(
  segments: readonly SegmentSummary[],
  mean: (segment: SegmentSummary) => number | null,
): number | null {
  let sum = 0;
  for (const segment of segments) {
    const value = mean(segment);
    if (value === null) return null;
    sum += segment.customers * value;
  }
  return sum;
}
