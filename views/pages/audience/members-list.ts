import { adviceOf, contactTerms } from "../../../src/answers/advice";
import { CUSTOMER_COLUMN } from "../../../src/answers/customer-table";
import type { OpenModel } from "../../../src/answers/open-model";
import { type Audience, listedCustomers } from "../../../src/answers/select";
import type { Advice } from "../../../src/models/contact/advice";
import type { CampaignMember, KnownCampaign } from "../../../src/store/campaigns";

type Group = "contact" | "control";

/**
 * The customers of a campaign, those who should bring most first, with gain and action on the terms that it was saved
 * with, in the shape of every list. Without the model that chose them, ids and groups alone.
 */
export function membersList(
  campaign: Pick<KnownCampaign, "terms">,
  members: readonly CampaignMember[],
  asked: Group | null,
  model: OpenModel | null,
): Audience {
  const chosen = members
    .map(({ customerId, isControl }) => ({ customerId, group: (isControl ? "control" : "contact") as Group }))
    .filter(({ group }) => asked === null || asked === group);
  if (!model) return listOf(chosen, []);
  const { customers } = model;
  const advice = adviceOfCampaign(campaign, model);
  const rowOf = ({ customerId }: { customerId: string }) => customers.rowOf(customerId) ?? -1;
  const known = chosen
    .filter((member) => rowOf(member) >= 0)
    .sort((a, b) => (advice.gain[rowOf(b)]! || 0) - (advice.gain[rowOf(a)]! || 0));
  // Erased, or of another model since.
  const strangers = chosen.filter((member) => rowOf(member) < 0);
  const { columns } = listedCustomers(model, advice, Int32Array.from(known, rowOf));
  return listOf([...known, ...strangers], columns);
}

/** The advice on the terms that a campaign was saved with. */
export function adviceOfCampaign({ terms }: Pick<KnownCampaign, "terms">, model: OpenModel): Advice {
  return adviceOf(model, contactTerms(model.card, {}, termsOf(terms)));
}

/** The columns for the first members, empty for those after them, and each one's group. */
function listOf(
  members: readonly { readonly customerId: string; readonly group: Group }[],
  columns: Audience["columns"],
): Audience {
  const ids = {
    name: CUSTOMER_COLUMN,
    kind: "text",
    cells: members.map(({ customerId }) => customerId),
  } as const;
  const others = columns
    .filter(({ name }) => name !== CUSTOMER_COLUMN)
    .map(({ name, kind, cells }) => ({ name, kind, cells: members.map((_, i) => cells[i] ?? null) }));
  const groups = { name: "group", kind: "text", cells: members.map(({ group }) => group) } as const;
  return { rows: members.length, columns: [ids, ...others, groups] };
}

function termsOf(terms: KnownCampaign["terms"]) {
  return {
    contactCost: terms.contact_cost,
    offerCost: terms.offer_cost,
    margin: terms.margin,
    successRate: terms.success_rate,
    redeemRate: terms.redeem_rate,
  };
}
