import { adviceOf, contactTerms } from "../../../src/answers/advice";
import type { OpenModel } from "../../../src/answers/open-model";
import { knownOrNull } from "../../../src/figures";
import { harmless } from "../../../src/pipeline/harmless-text";
import type { CampaignMember, KnownCampaign } from "../../../src/store/campaigns";

type Group = "contact" | "control";

const HEADER = "CustomerID,group,expected_gain,recommended_action,reason";

/**
 * The customers of a campaign, those who should bring most first, with gain and action on the terms that it was saved
 * with. Without the model that chose them, ids and groups alone.
 */
export function membersCsv(
  { terms }: KnownCampaign,
  members: readonly CampaignMember[],
  asked: Group | null,
  model: OpenModel | null,
): string {
  const told = model ? advised(model, terms) : () => NOTHING_KNOWN;
  const lines = members
    .map(({ customerId, isControl }) => ({
      customerId,
      group: (isControl ? "control" : "contact") as Group,
      ...told(customerId),
    }))
    .filter(({ group }) => asked === null || asked === group)
    .sort((a, b) => (b.gain ?? -Infinity) - (a.gain ?? -Infinity) || 0)
    .map(({ customerId, group, gain, action, reason }) =>
      [cell(harmless(customerId)), group, gain ?? "", cell(action), cell(harmless(reason))].join(","),
    );
  return `${[HEADER, ...lines].join("\n")}\n`;
}

/** What the model says of a member. */
interface Told {
  readonly gain: number | null;
  readonly action: string;
  readonly reason: string;
}

const NOTHING_KNOWN: Told = { gain: null, action: "", reason: "" };

function advised(model: OpenModel, terms: KnownCampaign["terms"]) {
  const { card, customers } = model;
  const advice = adviceOf(
    model,
    contactTerms(
      card,
      {},
      {
        contactCost: terms.contact_cost,
        offerCost: terms.offer_cost,
        margin: terms.margin,
        successRate: terms.success_rate,
        redeemRate: terms.redeem_rate,
      },
    ),
  );
  const reasons = customers.texts("reason_1");
  return (customerId: string): Told => {
    const row = customers.rowOf(customerId);
    if (row === undefined) return NOTHING_KNOWN;
    return { gain: knownOrNull(advice.gain[row]), action: advice.action(row), reason: reasons[row]! };
  };
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
