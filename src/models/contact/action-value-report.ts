import { counted, number, outwards, percent } from "../../figures";
import type { ActionValueCard } from "../model-card";
import type { SegmentSummary } from "../segments/segment-summary";
import { leastProbability, leastValue } from "./action-value";
import { profitPoints } from "./action-value-curve";
import type { TrainedActionValue } from "./action-value-model";
import type { Move } from "./advice";
import { moveWords } from "./moves";

const money = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** The part of the strategic report on who is worth contacting. */
export function contactSection(
  { terms, curve, evaluation, horizonDays }: TrainedActionValue,
  moves: readonly Move[],
  segments: readonly SegmentSummary[],
): string[] {
  const { contactCost, offerCost, margin, successRate, redeemRate } = terms;
  const lines = [
    "",
    "## Who is worth contacting",
    "",
    `Assumptions that no order file can supply: a contact costs ${money.format(contactCost)} and an accepted offer ${money.format(offerCost)}; ${percent.format(margin)} of an order is margin; a contact wins back ${percent.format(successRate)} of those who would leave; ${percent.format(redeemRate)} of those who would stay also take the offer. Put your own figures in the settings.`,
    "",
  ];
  if (curve.order.length === 0)
    return [...lines, "It is not known who leaves or what customers spend, so no contact can be valued."];
  const { customers, profit } = curve.best;
  if (customers === 0) {
    const everybody = number.format(curve.cumulative[curve.order.length]!);
    return [
      ...lines,
      `On these terms no contact is expected to pay off. Contacting everyone would bring ${everybody}.`,
    ];
  }
  lines.push(
    `Contacting the **${counted(customers, "customer")}** with the highest expected profit is expected to bring **${number.format(profit)}** over ${horizonDays} days; as many at random would bring ${number.format(customers * curve.atRandom)}, everyone ${number.format(curve.cumulative[curve.order.length]!)}. \`contact_profit\` in \`segmented_customers.csv\` ranks them.`,
  );
  lines.push(...moveTable(moves, segments));
  const value = leastValue(0.5, terms);
  if (value !== null) {
    const probability = leastProbability(2 * value, terms);
    lines.push(
      "",
      `A customer with an even chance of staying away is worth contacting from ${number.format(value)} of spend if kept${probability === null ? "" : `; one worth twice that, from a probability of ${percent.format(probability)}`}.`,
    );
  }
  if (evaluation) {
    const { contacted, rows, expectedProfit, realisedProfit, atRandomProfit, keptExpectedSpend, keptSpend } =
      evaluation;
    lines.push(
      "",
      `In the test period the same rule would have chosen ${number.format(contacted)} of ${counted(rows, "customer")}, expecting ${number.format(expectedProfit)}; given who really stayed away, it would have brought ${number.format(realisedProfit)} (${number.format(atRandomProfit)} for as many at random). Those who did order were expected to spend ${number.format(keptExpectedSpend)} and spent ${number.format(keptSpend)}. Only a trial with a control group can show how many a contact wins back.`,
    );
  }
  return lines;
}

/** Each customer is in one row of the table, so the gains add up. */
function moveTable(moves: readonly Move[], segments: readonly SegmentSummary[]): string[] {
  return [
    "",
    "| What to do | Customers | Expected gain | Likely range | Cost | Why |",
    "|---|---:|---:|---:|---:|---|",
    ...moves.map(({ kind, segment, gain, leaving, value }) => {
      const { title, reason } = moveWords(
        kind,
        segments.find((known) => known.segment === segment)?.name ?? "",
        { leaving: percent.format(leaving), value: number.format(value) },
      );
      const figures = [gain.customers, gain.expected].map((figure) => number.format(figure));
      const range = `${outwards(gain.low, gain.high).map(number.format).join(" to ")}`;
      return `| ${[title, ...figures, range, number.format(gain.cost), reason].join(" | ")} |`;
    }),
  ];
}

/** The part of the model card that says the same, with the curve. */
export function actionValueCard({
  terms,
  curve,
  evaluation,
  horizonDays,
}: TrainedActionValue): ActionValueCard {
  return {
    horizon_days: horizonDays,
    best: { customers: curve.best.customers, expected_profit: curve.best.profit },
    at_random_per_customer: curve.atRandom,
    least_value: Object.fromEntries([0.25, 0.5, 0.75].map((p) => [p, leastValue(p, terms)])),
    curve: profitPoints(curve).map(({ customers, profit, atRandom }) => ({
      customers,
      expected_profit: profit,
      at_random: atRandom,
    })),
    evaluation: evaluation && {
      rows: evaluation.rows,
      contacted: evaluation.contacted,
      expected_profit: evaluation.expectedProfit,
      realised_profit: evaluation.realisedProfit,
      best_in_hindsight: evaluation.bestInHindsight,
      everybody_profit: evaluation.everybodyProfit,
      at_random_profit: evaluation.atRandomProfit,
      kept_expected_spend: evaluation.keptExpectedSpend,
      kept_spend: evaluation.keptSpend,
      points: evaluation.points,
    },
  };
}
