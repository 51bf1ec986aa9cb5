import { DAY_MS } from "../customers/duration";
import type { Files } from "./model-files";
import { onceAModel } from "./once-a-model";
import type { OpenModel } from "./open-model";
import { ordersOfModel } from "./orders";
import { type SegmentFigures, segmentFigures } from "./segment-figures";
import { type ShopFigures, shopFigures } from "./shop-figures";
import { spendBetween } from "./spend-between";

/** The figures of an open model, summed up once. */
export const figuresOf: (model: OpenModel) => ShopFigures = onceAModel(({ customers, card }) =>
  shopFigures(
    {
      monetary: customers.numbers("monetary"),
      orders90: customers.numbers("orders_90d"),
      orders180: customers.numbers("orders_180d"),
      spend30: customers.numbers("spend_30d"),
      spend90: customers.numbers("spend_90d"),
      spend180: customers.numbers("spend_180d"),
      churn: customers.numbers("churn_probability"),
      expectedSpend: customers.numbers("ltv_estimate"),
      noOrder: customers.numbers("no_order_probability"),
      valueIfKept: customers.numbers("value_if_kept"),
      daysOverdue: customers.numbers("days_overdue"),
      overdueValue: customers.numbers("overdue_value"),
      contactProfit: customers.numbers("contact_profit"),
    },
    { atRisk: card.actions.at_risk, worthACall: card.actions.worth_a_call ?? Infinity },
  ),
);

/** The figures of its segments by their ids, summed up once. */
export const segmentFiguresOf: (model: OpenModel) => ReadonlyMap<number, SegmentFigures> = onceAModel(
  ({ customers, card }) =>
    segmentFigures(
      {
        segment: customers.numbers("segment"),
        monetary: customers.numbers("monetary"),
        churn: customers.numbers("churn_probability"),
        expectedSpend: customers.numbers("ltv_estimate"),
        noOrder: customers.numbers("no_order_probability"),
        valueIfKept: customers.numbers("value_if_kept"),
      },
      card.actions.at_risk,
    ),
);

const before30 = new WeakMap<OpenModel, number>();

/** What was spent in the 30 days before the last 30; null for a model that was trained before models kept their orders. */
export async function revenueBefore30(
  files: Files,
  artifactPrefix: string,
  model: OpenModel,
): Promise<number | null> {
  const known = before30.get(model);
  if (known !== undefined) return known;
  const orders = await ordersOfModel(files, artifactPrefix, model);
  if (!orders) return null;
  const newest = Date.parse(model.card.as_of);
  const spent = spendBetween(orders.entries, newest - 60 * DAY_MS, newest - 30 * DAY_MS);
  before30.set(model, spent);
  return spent;
}
