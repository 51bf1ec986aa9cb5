import type { ApiContext } from "../../src/api/context";
import { DAY_MS } from "../../src/time";
import type { ShownModel } from "../model-page";
import { onceAModel } from "./once-a-model";
import { ordersOfModel } from "./orders";
import { type SegmentFigures, segmentFigures } from "./segment-figures";
import { type ShopFigures, shopFigures } from "./shop-figures";
import { spendBetween } from "./spend-between";

/** The figures of an open model, summed up once. */
export const figuresOf: (shown: ShownModel) => ShopFigures = onceAModel(({ numbers, card }) =>
  shopFigures(
    {
      monetary: numbers("monetary"),
      orders90: numbers("orders_90d"),
      orders180: numbers("orders_180d"),
      spend30: numbers("spend_30d"),
      spend90: numbers("spend_90d"),
      spend180: numbers("spend_180d"),
      churn: numbers("churn_probability"),
      expectedSpend: numbers("ltv_estimate"),
      noOrder: numbers("no_order_probability"),
      valueIfKept: numbers("value_if_kept"),
      daysOverdue: numbers("days_overdue"),
      overdueValue: numbers("overdue_value"),
      contactProfit: numbers("contact_profit"),
    },
    { atRisk: card.actions.at_risk, worthACall: card.actions.worth_a_call ?? Infinity },
  ),
);

/** The figures of its segments by their ids, summed up once. */
export const segmentFiguresOf: (shown: ShownModel) => ReadonlyMap<number, SegmentFigures> = onceAModel(
  ({ numbers, card }) =>
    segmentFigures(
      {
        segment: numbers("segment"),
        monetary: numbers("monetary"),
        churn: numbers("churn_probability"),
        expectedSpend: numbers("ltv_estimate"),
        noOrder: numbers("no_order_probability"),
        valueIfKept: numbers("value_if_kept"),
      },
      card.actions.at_risk,
    ),
);

const before30 = new WeakMap<ShownModel["model"], number>();

/** What was spent in the 30 days before the last 30; null for a model that was trained before models kept their orders. */
export async function revenueBefore30(
  context: Pick<ApiContext, "blobs">,
  { row, model, card }: ShownModel,
): Promise<number | null> {
  const known = before30.get(model);
  if (known !== undefined) return known;
  const orders = await ordersOfModel(context, row.artifactPrefix, model);
  if (!orders) return null;
  const newest = Date.parse(card.as_of);
  const spent = spendBetween(orders.entries, newest - 60 * DAY_MS, newest - 30 * DAY_MS);
  before30.set(model, spent);
  return spent;
}
