import type { VNode } from "preact";
import type { MeasuredCampaign } from "../../../src/api/resources/campaigns/measured";
import type { KnownCampaign } from "../../../src/store/campaigns";
import { Stat } from "../../components/card";
import { likelyWords } from "../../components/gain";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";

/** A campaign with what is known of it by now. */
export interface CampaignSoFar {
  readonly campaign: KnownCampaign;
  readonly measured: MeasuredCampaign | null;
}

/** What all campaigns were to bring, how many customers they reached, and what those that are over brought. */
export function Ribbon({ campaigns }: { readonly campaigns: readonly CampaignSoFar[] }): VNode {
  const format = useFormat();
  const promised = total(campaigns.flatMap(({ campaign }) => campaign.promise ?? []));
  const contacts = campaigns.reduce((sum, { campaign }) => sum + campaign.contacts, 0);
  const controls = campaigns.reduce((sum, { campaign }) => sum + campaign.controls, 0);
  const over = campaigns.filter(({ measured }) => measured?.isComplete && measured.gain);
  const found = total(
    over.flatMap(({ measured }) =>
      measured?.gain ? { ...measured.gain, expected: measured.gain.value } : [],
    ),
  );
  const owed = total(over.flatMap(({ campaign }) => campaign.promise ?? []));
  return (
    <section class="grid thirds ribbon" aria-label="All campaigns">
      <Stat
        label="Promised"
        value={format.money(promised.expected)}
        note={`by ${counted(campaigns.length, "campaign", format)}, ${likelyWords(promised, format)}`}
      />
      <Stat
        label="Contacted"
        value={format.count(contacts)}
        note={`${format.count(controls)} left alone to compare with`}
      />
      <Stat
        label="Measured"
        value={over.length === 0 ? format.count(null) : format.money(found.expected)}
        note={
          over.length === 0
            ? "No campaign is over yet"
            : `${format.wholeMoney(found.low)} to ${format.wholeMoney(found.high)}, of ${format.money(owed.expected)} promised by ${counted(over.length, "campaign", format)}`
        }
      />
    </section>
  );
}

/** Sums of independent figures: their distances add as squares. */
function total(parts: readonly { readonly expected: number; readonly low: number; readonly high: number }[]) {
  const expected = parts.reduce((sum, part) => sum + part.expected, 0);
  const [below, above] = [
    Math.hypot(...parts.map((part) => part.expected - part.low)),
    Math.hypot(...parts.map((part) => part.high - part.expected)),
  ];
  return { expected, low: expected - below, high: expected + above };
}
