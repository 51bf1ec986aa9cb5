import type { Orders } from "../../../src/answers/orders";
import {
  comparedSpan,
  type PeriodFigures,
  periodFigures,
  periodOf,
  type Span,
} from "../../../src/answers/period-figures";
import type { ModelCard } from "../../../src/models/model-card";
import type { ChosenPeriod } from "../../components/period-picker";
import type { Format } from "../../format";

/** What a group sold in a period, and in the one that it is compared with, if there is one. */
export interface ComparedFigures {
  readonly now: PeriodFigures;
  readonly past: PeriodFigures | null;
}

interface ComparedSales {
  of(group: number): ComparedFigures;
  readonly now: Span;
  readonly past: Span | null;
  /** Which days are compared. */
  readonly note: string;
}

const NOTHING: PeriodFigures = { revenue: 0, orders: 0, customers: 0 };

/** The sales of each group in the chosen period. */
export function comparedSales(
  card: ModelCard,
  orders: Orders,
  chosen: ChosenPeriod,
  groupOf: ArrayLike<number>,
  format: Format,
): ComparedSales {
  const [asOf, firstOrder] = [Date.parse(card.as_of), Date.parse(card.data.first_order)];
  const now = chosen.span!;
  const past = comparedSpan(now, chosen.against, asOf, firstOrder);
  const [current, earlier] = [now, past].map(
    (span) => span && periodFigures(orders, groupOf, periodOf(span, asOf)),
  );
  const words = (span: Span) => {
    const { from, to } = periodOf(span, asOf);
    return `${format.shortDate(from + 1)} to ${format.shortDate(to)}`;
  };
  return {
    of: (group) => ({
      now: current!.get(group) ?? NOTHING,
      past: earlier ? (earlier.get(group) ?? NOTHING) : null,
    }),
    now,
    past,
    note: past
      ? `${words(now)}, compared with ${words(past)}. Before returns.`
      : `${words(now)}. Your data begins on ${format.date(firstOrder)}, too late for a whole period to compare with.`,
  };
}

export function averageOrder({ revenue, orders }: PeriodFigures): number {
  return orders > 0 ? revenue / orders : Number.NaN;
}
