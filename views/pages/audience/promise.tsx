import type { VNode } from "preact";
import { customersNeeded, detectableDifference } from "../../../src/answers/campaign-power";
import type { KnownCampaign } from "../../../src/store/campaigns";
import { Card } from "../../components/card";
import { Facts } from "../../components/facts";
import { likelyWords } from "../../components/gain";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";

/** What the contacts were to bring, on which terms, and what the groups can show. */
export function PromiseCard({ campaign }: { readonly campaign: KnownCampaign }): VNode | null {
  const format = useFormat();
  const { promise, terms, contacts, controls } = campaign;
  if (!promise) return null;
  return (
    <Card title="What was promised" note={`As of ${format.date(campaign.createdAt)}, when it was saved.`}>
      <Facts
        of={[
          [
            "Expected gain",
            <>
              <strong>{format.money(promise.expected)}</strong>, {likelyWords(promise, format)}
            </>,
          ],
          ["Expected cost", format.money(promise.cost)],
          ["Terms", termsInWords(terms, format)],
          [
            "What its groups can show",
            powerWords({ baseRate: promise.base_rate, lift: promise.lift, contacts, controls }, format),
          ],
        ]}
      />
    </Card>
  );
}

function termsInWords(terms: KnownCampaign["terms"], format: Format): string {
  const { contact_cost, offer_cost, margin, success_rate, redeem_rate } = terms;
  return `A contact costs ${format.money(contact_cost ?? null)}, an accepted offer ${format.money(offer_cost ?? null)}; ${format.percent(margin ?? null)} margin; ${format.percent(success_rate ?? null)} of leavers won back; ${format.percent(redeem_rate ?? null)} of stayers take the offer.`;
}

interface Power {
  readonly baseRate: number;
  readonly lift: number;
  readonly contacts: number;
  readonly controls: number;
}

/** The smallest difference that groups of these sizes show, beside the expected one, and the size it would take. */
export function powerWords({ baseRate, lift, contacts, controls }: Power, format: Format): string {
  const least = detectableDifference(baseRate, contacts, controls);
  if (least === null) return "Nothing: nobody is left alone to compare with.";
  const points = (share: number) => `${format.decimal(100 * share, 1)} percentage points`;
  const shows = `A difference of ${points(least)} or more in who orders.`;
  const expected = `The contacts should make ${points(lift)}`;
  if (lift >= least) return `${shows} ${expected}, so the result should be clear.`;
  const needed = customersNeeded(baseRate, lift, controls / (contacts + controls));
  return `${shows} ${expected}, which it would take ${needed === null ? "far more" : format.count(needed)} customers to show.`;
}
