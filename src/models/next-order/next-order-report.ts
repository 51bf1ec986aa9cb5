import { counted, number, percent, rough } from "../../figures";
import type { CurvePointCard, NextOrderCard } from "../model-card";
import type { TrainedNextOrder } from "./next-order";
import type { CurvePoint } from "./next-order-evaluation";
import { LATENESS_UNKNOWN, NOBODY_OVERDUE } from "./next-order-overdue";
import type { NextOrderSummary } from "./next-order-summary";

/** The part of the strategic report on when customers order next and who is late. */
export function nextOrderSection(
  { kind, reason, evaluation, seenDays }: TrainedNextOrder,
  { customers, within, dated, datedDays, rhythmic, overdue }: NextOrderSummary,
): string[] {
  const lines = ["", "## When customers order next", ""];
  if (kind === null) lines.push(reason);
  else {
    const coming = within.map(
      ({ days, customers: count }) => `${number.format(rough(count))} within ${days} days`,
    );
    lines.push(
      `Expected to order, of ${counted(customers, "customer")}: ${coming.join(", ")}. ${number.format(dated)} have an expected date within ${datedDays} days; the others are more likely not to order in that time. ${reason}${seenDays !== null && seenDays < datedDays ? ` No one was observed for more than ${seenDays} days, so beyond that the curves continue at the last pace seen.` : ""}`,
    );
  }
  if (overdue > 0) {
    lines.push(
      "",
      `**${number.format(overdue)} customers are overdue**: silent for longer than four in five of their own gaps, or for more than two gaps if they order regularly. \`contact_profit\` in \`segmented_customers.csv\` says which of them are worth a contact.`,
    );
  } else lines.push("", rhythmic === 0 ? LATENESS_UNKNOWN : NOBODY_OVERDUE);
  if (evaluation) {
    const last = evaluation.shipped.at(-1)!;
    const alike = evaluation.baselines.everybody_alike!.at(-1)!;
    const halfway = evaluation.shipped.find(({ days }) => days >= 30) ?? last;
    const date =
      evaluation.dated > 0
        ? ` Of ${number.format(evaluation.dated)} expected dates in the test period, ${percent.format(evaluation.orderedByDate)} were met (50% if the dates are right).`
        : "";
    // Not defined if everyone ordered on the same day.
    const ranked = Number.isNaN(evaluation.concordance + evaluation.concordanceOfRecency)
      ? ""
      : ` Of two customers, the one expected first ordered first in ${percent.format(evaluation.concordance)} of cases (recency alone: ${percent.format(evaluation.concordanceOfRecency)}).`;
    lines.push(
      "",
      `In the test period ${percent.format(halfway.expected)} were expected to order within ${halfway.days} days and ${percent.format(halfway.ordered)} did; ${percent.format(last.expected)} and ${percent.format(last.ordered)} within ${last.days}. Brier score at ${last.days} days ${last.brier.toFixed(3)} against ${alike.brier.toFixed(3)} for one curve for everyone.${ranked}${date}`,
    );
  }
  return lines;
}

/** The part of the model card that says the same. */
export function nextOrderCard(
  { kind, reason, seenDays, trace, evaluation, hazards }: TrainedNextOrder,
  summary: NextOrderSummary,
): NextOrderCard {
  return {
    kind,
    reason,
    curve_days: hazards?.days ?? [],
    seen_days: seenDays,
    contenders: trace.map((tried) => ({ kind: tried.kind, log_loss: tried.logLoss })),
    expected_customers: Object.fromEntries(
      summary.within.map(({ days, customers }) => [`${days}d`, customers]),
    ),
    overdue: { customers: summary.overdue, value_at_stake: summary.overdueValue },
    evaluation: evaluation && {
      rows: evaluation.rows,
      shipped: evaluation.shipped.map(pointCard),
      baselines: Object.fromEntries(
        Object.entries(evaluation.baselines).map(([name, points]) => [name, points.map(pointCard)]),
      ),
      concordance: evaluation.concordance,
      concordance_of_recency: evaluation.concordanceOfRecency,
      dates_in_test_days: evaluation.dated,
      ordered_by_date: evaluation.orderedByDate,
    },
  };
}

function pointCard({ logLoss, ...point }: CurvePoint): CurvePointCard {
  return { ...point, log_loss: logLoss };
}
