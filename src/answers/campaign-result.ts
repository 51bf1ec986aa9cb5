import type { Orders } from "./orders";
import {
  type Difference,
  type GroupOutcome,
  groupOutcome,
  shareDifference,
  spendCap,
  spendDifference,
} from "./uplift";

/** What a campaign did, by the orders since. */
export interface CampaignResult {
  readonly contact: GroupOutcome;
  readonly control: GroupOutcome;
  /** A customer's spend counts up to this amount; Infinity if nobody's was cut. */
  readonly cap: number;
  readonly share: Difference | null;
  readonly spend: Difference | null;
  /** What the contacts brought beyond what would have come anyway, after their cost; null if the terms are unknown. */
  readonly gain: Difference | null;
  /** The share of would-be leavers that they won back. */
  readonly successRate: Difference | null;
}

/** Rows of the customer table, −1 for someone missing from it, and the first and last moment that count. */
export interface CampaignGroups {
  readonly contact: Int32Array;
  readonly control: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** `margin` and `cost` are those that the campaign was saved with; null if unknown. */
export function campaignResult(
  orders: Pick<Orders, "start" | "entries">,
  { contact: contacted, control: leftAlone, from, to }: CampaignGroups,
  { margin, cost }: { readonly margin: number | null; readonly cost: number | null },
): CampaignResult {
  const cap = spendCap(orders, [contacted, leftAlone], from, to);
  const contact = groupOutcome(orders, contacted, from, to, cap);
  const control = groupOutcome(orders, leftAlone, from, to, cap);
  const [share, spend] = [shareDifference(contact, control), spendDifference(contact, control)];
  const leavers = 1 - control.buyers / control.customers;
  return {
    contact,
    control,
    cap,
    share,
    spend,
    gain:
      spend && margin !== null && cost !== null
        ? mapped(spend, (value) => margin * value * contact.customers - cost)
        : null,
    successRate: share && leavers > 0 ? mapped(share, (value) => value / leavers) : null,
  };
}

function mapped({ value, low, high }: Difference, of: (value: number) => number): Difference {
  return { value: of(value), low: of(low), high: of(high) };
}
