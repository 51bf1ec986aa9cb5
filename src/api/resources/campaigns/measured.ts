import { type CampaignResult, campaignResult } from "../../../answers/campaign-result";
import { ordersOfModel } from "../../../answers/orders";
import type { KnownCampaign } from "../../../store/campaigns";
import type { KnownModel } from "../../../store/models";
import type { ApiContext } from "../../context";
import { endOf, lastDayOf } from "./days";

type Parts = Pick<ApiContext, "store" | "blobs" | "models">;

/** What is known of a campaign by now. */
export interface MeasuredCampaign extends CampaignResult {
  /** The last moment that the data knows of, milliseconds since 1970. */
  readonly asOf: number;
  /** Every order that counts is in the data. */
  readonly isComplete: boolean;
}

const MOST_REMEMBERED = 200;
const remembered = new WeakMap<object, Map<string, MeasuredCampaign | null>>();

/** What the groups did since, by the orders behind the newest model; null where that keeps no orders. */
export async function measureCampaign(
  context: Parts,
  tenant: string,
  campaign: KnownCampaign,
  newest: KnownModel,
): Promise<MeasuredCampaign | null> {
  const known = remembered.get(context.models) ?? new Map<string, MeasuredCampaign | null>();
  remembered.set(context.models, known);
  // An erasure changes the model's revision, and the sizes of the groups.
  const key = [tenant, campaign.id, campaign.contacts, campaign.controls, newest.id, newest.revision].join(
    " ",
  );
  const found = known.get(key);
  if (found !== undefined) return found;
  const measured = await measure(context, tenant, campaign, newest);
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, measured);
  return measured;
}

function measure(
  context: Parts,
  tenant: string,
  campaign: KnownCampaign,
  newest: KnownModel,
): Promise<MeasuredCampaign | null> {
  return context.models.use(newest, async (model) => {
    const orders = await ordersOfModel(context, newest.artifactPrefix, model);
    if (!orders) return null;
    const asOf = Date.parse(model.card.as_of);
    const members = context.store.campaigns.members(tenant, campaign.id);
    const rowsOf = (isControl: boolean) => {
      const group = members.filter((member) => member.isControl === isControl);
      return Int32Array.from(group, ({ customerId }) => model.customers.rowOf(customerId) ?? -1);
    };
    const groups = {
      contact: rowsOf(false),
      control: rowsOf(true),
      from: campaign.startsAt,
      to: endOf(campaign),
    };
    const terms = { margin: campaign.terms.margin ?? null, cost: campaign.promise?.cost ?? null };
    return {
      ...campaignResult(orders, groups, terms),
      asOf,
      isComplete: asOf >= lastDayOf(campaign),
    };
  });
}
