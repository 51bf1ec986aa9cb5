import { Type as t } from "@sinclair/typebox";
import type { Difference } from "../../answers/uplift";
import { NotFoundError } from "../../api/errors";
import { lastDayOf } from "../../api/resources/campaigns/days";
import { type MeasuredCampaign, measureCampaign } from "../../api/resources/campaigns/measured";
import { counted } from "../../figures";
import type { KnownCampaign } from "../../store/campaigns";
import { isoDay } from "../../time";
import { hundredths, tenThousandths } from "../amounts";
import type { Asked } from "../asked";
import { fileText } from "../file-text";
import { Amount, Count, maybe, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

const MOST_CAMPAIGNS = 50;

const Interval = maybe(
  t.Object({ value: t.Number(), low: t.Number(), high: t.Number() }),
  "Contacted minus left alone, with its 95 % interval; null if the groups cannot tell.",
);

const Campaign = t.Object({
  campaign_id: t.String(),
  name: t.String(),
  starts: t.String(),
  counts_until: t.String(),
  contacts: Count,
  controls: Count,
  promised: maybe(t.Object({ expected: Amount, low: Amount, high: Amount, cost: Amount })),
  state: t.Union(
    [t.Literal("not_begun"), t.Literal("running"), t.Literal("complete"), t.Literal("unknown")],
    {
      description:
        "By the orders in the newest data: not begun, some of its days are in it, all of them are, or no model keeps orders.",
    },
  ),
  data_until: maybe(t.String()),
  contacted_who_ordered: Share,
  left_alone_who_ordered: Share,
  more_orders: Interval,
  more_spend_per_customer: Interval,
  gain: Interval,
  verdict: t.String(),
});

/** What the shop's campaigns really brought. */
export const campaignResults = defineTool({
  name: "campaign_results",
  title: "Results of campaigns",
  description:
    "Say what saved campaigns promised and what they really brought, compared with the customers who were left alone, newest first. An interval that contains 0 shows no effect yet: say so, rather than quoting the middle.",
  input: t.Object(
    {
      campaign_id: t.Optional(t.String({ minLength: 1, maxLength: 128, description: "Only this campaign." })),
    },
    { additionalProperties: false },
  ),
  output: t.Object({
    summary: SUMMARY,
    measured_by: maybe(t.String(), "The model whose orders were counted: the one with the newest orders."),
    campaigns: t.Array(Campaign),
    total: Count,
  }),
  answer: async ({ campaign_id: id }, asked) => {
    const { tenant, parts } = asked;
    const all = id === undefined ? parts.store.campaigns.list(tenant) : [campaignOf(asked, id)];
    const newest = parts.store.models.newest(tenant);
    const campaigns = await Promise.all(
      all.slice(0, MOST_CAMPAIGNS).map(async (campaign) => {
        const measured = newest && (await measureCampaign(parts, tenant, campaign, newest));
        return campaignShape(campaign, measured);
      }),
    );
    const shown = all.length > campaigns.length ? `; these are the newest ${campaigns.length}` : "";
    return {
      summary:
        all.length === 0
          ? "No campaign has been saved yet."
          : all.length === 1
            ? campaigns[0]!.verdict
            : `${counted(all.length, "campaign")}${shown}.`,
      measured_by: newest?.id ?? null,
      campaigns,
      total: all.length,
    };
  },
});

function campaignOf({ tenant, parts }: Asked, id: string): KnownCampaign {
  const campaign = parts.store.campaigns.find(tenant, id);
  if (!campaign) throw new NotFoundError("Campaign not found");
  return campaign;
}

function campaignShape(campaign: KnownCampaign, measured: MeasuredCampaign | null) {
  const { promise } = campaign;
  const hasBegun = measured !== null && measured.asOf >= campaign.startsAt;
  const state: "unknown" | "not_begun" | "running" | "complete" =
    measured === null ? "unknown" : !hasBegun ? "not_begun" : measured.isComplete ? "complete" : "running";
  const [contact, control] = hasBegun ? [measured.contact, measured.control] : [null, null];
  const ordered = (group: typeof contact) => group && tenThousandths(group.buyers / group.customers);
  return {
    campaign_id: campaign.id,
    name: fileText(campaign.name),
    starts: isoDay(campaign.startsAt),
    counts_until: isoDay(lastDayOf(campaign)),
    contacts: campaign.contacts,
    controls: campaign.controls,
    promised: promise && {
      expected: hundredths(promise.expected),
      low: hundredths(promise.low),
      high: hundredths(promise.high),
      cost: hundredths(promise.cost),
    },
    state,
    data_until: measured && isoDay(measured.asOf),
    contacted_who_ordered: ordered(contact),
    left_alone_who_ordered: ordered(control),
    more_orders: hasBegun ? interval(measured.share, tenThousandths) : null,
    more_spend_per_customer: hasBegun ? interval(measured.spend, hundredths) : null,
    gain: hasBegun ? interval(measured.gain, hundredths) : null,
    verdict: verdictOf(campaign, hasBegun ? measured : null),
  };
}

function interval(difference: Difference | null, round: (value: number) => number | null) {
  if (!difference) return null;
  const [value, low, high] = [difference.value, difference.low, difference.high].map(round);
  return value == null || low == null || high == null ? null : { value, low, high };
}

function verdictOf(campaign: KnownCampaign, measured: MeasuredCampaign | null): string {
  if (!measured) return "The data does not reach into its days yet.";
  const until = measured.isComplete
    ? ""
    : ` Its days are not over in the data: the result is complete with orders up to ${isoDay(lastDayOf(campaign))}.`;
  const { share } = measured;
  if (!share) return `Nobody was left alone to compare with, so its effect cannot be told.${until}`;
  const effect =
    share.low > 0
      ? "More of those contacted ordered than of those left alone."
      : share.high < 0
        ? "Fewer of those contacted ordered than of those left alone."
        : "The groups do not differ clearly: chance alone could explain the difference.";
  return `${effect}${until}`;
}
