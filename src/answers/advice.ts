import type { ContactTerms } from "../models/contact/action-value";
import { Advice, type AdviceGuide } from "../models/contact/advice";
import type { ModelCard } from "../models/model-card";
import type { CustomerTable } from "./customer-table";
import { spendFactors } from "./spend-range";

/** What advice is worked out from. */
export interface Advised {
  readonly card: ModelCard;
  readonly customers: CustomerTable;
}

/** So many terms are remembered for a model: sliders try many, and each takes a few numbers a customer. */
const MOST_REMEMBERED = 4;
const remembered = new WeakMap<CustomerTable, Map<string, Advice>>();

/** The advice about a model's customers on these terms, the model's own by default; worked out once. */
export function adviceOf({ card, customers }: Advised, terms: ContactTerms = ownTerms(card)): Advice {
  const known = remembered.get(customers) ?? new Map<string, Advice>();
  remembered.set(customers, known);
  const key = JSON.stringify(terms);
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
  // Models of early releases lack some columns: what follows from them is unknown.
  const column = (name: string) =>
    customers.columnNames.includes(name)
      ? customers.numbers(name)
      : new Float64Array(customers.rows).fill(Number.NaN);
  const advice = new Advice(
    {
      noOrder: column("no_order_probability"),
      valueIfKept: column("value_if_kept"),
      spend: column("ltv_estimate"),
      spendLow: column("ltv_low"),
      spendHigh: column("ltv_high"),
      segment: column("segment"),
      churn: column("churn_probability"),
      returned: column("return_rate"),
      daysOverdue: column("days_overdue"),
    },
    guideOf(card),
    terms,
  );
  known.set(key, advice);
  return advice;
}

export function guideOf(card: ModelCard): AdviceGuide {
  const { actions, segmentation, lifetime_value } = card;
  return {
    rule: { atRisk: actions.at_risk, worthACall: actions.worth_a_call ?? Infinity },
    segments: new Map(
      segmentation.summary.map(({ segment, name, recommended_action: action }) => [
        segment,
        { name, action },
      ]),
    ),
    keyAccounts: segmentation.key_accounts.segment,
    factors: spendFactors(card),
    isGross: lifetime_value.spend === "gross",
  };
}

/** The terms that the model was trained with. */
export function ownTerms({ settings: { contact } }: ModelCard): ContactTerms {
  return {
    contactCost: contact.contact_cost,
    offerCost: contact.offer_cost,
    margin: contact.margin,
    successRate: contact.success_rate,
    redeemRate: contact.redeem_rate,
  };
}

/** The terms that were asked for; missing ones as the tenant has set them, else the model's own. */
export function contactTerms(
  card: ModelCard,
  settings: Readonly<Record<string, unknown>>,
  asked: { readonly [Term in keyof ContactTerms]?: number | undefined } = {},
): ContactTerms {
  const own = ownTerms(card);
  const term = (name: keyof ContactTerms) => {
    const set = settings[name];
    return asked[name] ?? (typeof set === "number" ? set : own[name]);
  };
  return {
    contactCost: term("contactCost"),
    offerCost: term("offerCost"),
    margin: term("margin"),
    successRate: term("successRate"),
    redeemRate: term("redeemRate"),
  };
}
