import type { ModelCard } from "../../../src/models/model-card";
import { DAY_MS } from "../../../src/time";
import type { ForecastFan } from "../../charts/order-timeline";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { reasonWords } from "../../words/reason-words";

/** A customer's values by the name of the column. */
export interface CustomerValues {
  number(name: string): number;
  text(name: string): string;
}

/** What speaks most for leaving, a sentence; empty where nobody would act on it. */
export function mainReason({ model, card }: ShownModel, row: number): string {
  const churn = model.customers.cell("churn_probability", row) as number;
  const reasons =
    churn >= card.actions.at_risk ? reasonWords(model.reasons(row, Number.POSITIVE_INFINITY)) : [];
  const first = reasons.find(({ value }) => value > 0);
  return first
    ? `What raises the risk most: ${first.words.charAt(0).toLowerCase()}${first.words.slice(1)}. `
    : "";
}

/** The expected spend with its range, over the days that it was tested on; null if there is no range. */
export function forecastFan(
  { as_of, lifetime_value }: ModelCard,
  values: CustomerValues,
  format: Format,
): ForecastFan | null {
  const [expected, low, high] = ["ltv_estimate", "ltv_low", "ltv_high"].map((name) => values.number(name));
  if (![expected, low, high].every(Number.isFinite)) return null;
  const days = lifetime_value.horizon_days;
  return {
    until: Date.parse(as_of) + days * DAY_MS,
    expected: expected!,
    low: low!,
    high: high!,
    words: `${format.money(expected!)} in the next ${format.count(days)} days, ${format.money(low!)} to ${format.money(high!)} for 4 in 5 such customers`,
  };
}
