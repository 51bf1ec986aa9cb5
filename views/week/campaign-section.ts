import { type MeasuredCampaign, measureCampaign } from "../../src/api/resources/campaigns/measured";
import type { ReportItem, ReportSection } from "../../src/notify/reports/report-letter";
import type { KnownCampaign } from "../../src/store/campaigns";
import { DAY_MS } from "../../src/time";
import { campaignHref } from "../pages/audience/campaign-parts";
import { gainVerdict, NO_GROUP, spendVerdict } from "../pages/audience/outcome";
import type { Week, WeekContext } from "./week";

/** So many campaigns are looked through for one whose result is complete. */
const MOST_LOOKED_AT = 5;

/**
 * What the last campaign brought: the newest one whose orders are all in the data, else the newest, with what can be
 * said so far. Null if there is none. A campaign's name is a person's own words, and may name a customer: it is told by
 * the day that it began.
 */
export async function campaignSection(
  context: WeekContext,
  tenant: string,
  week: Week,
): Promise<ReportSection | null> {
  const newest = context.store.models.newest(tenant);
  const campaigns = context.store.campaigns.list(tenant).slice(0, MOST_LOOKED_AT);
  if (!newest || campaigns.length === 0) return null;
  let shown: { campaign: KnownCampaign; measured: MeasuredCampaign | null } | null = null;
  for (const campaign of campaigns) {
    const measured = await measureCampaign(context, tenant, campaign, newest);
    if (shown === null || measured?.isComplete) shown = { campaign, measured };
    if (measured?.isComplete) break;
  }
  return { title: "The last campaign", note: null, items: [itemOf(shown!.campaign, shown!.measured, week)] };
}

function itemOf(
  campaign: KnownCampaign,
  measured: MeasuredCampaign | null,
  { format, href }: Week,
): ReportItem {
  const { figure, text } = resultOf(campaign, measured, format);
  return {
    title: `Contacts from ${format.date(campaign.startsAt)}`,
    url: href(campaignHref(campaign.id)),
    figure,
    text,
  };
}

function resultOf(
  { startsAt, horizonDays }: KnownCampaign,
  measured: MeasuredCampaign | null,
  format: Week["format"],
): Pick<ReportItem, "figure" | "text"> {
  if (!measured) return { figure: null, text: "Too early to tell: no model keeps its orders yet." };
  const { asOf, isComplete, spend, gain } = measured;
  if (asOf < startsAt)
    return {
      figure: null,
      text: `Too early to tell: the newest data ends on ${format.date(asOf)}, before the contacts start.`,
    };
  if (!spend) return { figure: null, text: NO_GROUP };
  const days = Math.floor((asOf - startsAt) / DAY_MS) + 1;
  const early = isComplete
    ? ""
    : `Too early to tell: ${format.count(days)} of ${format.count(horizonDays)} days are in the data. So far: `;
  if (!gain) return { figure: null, text: early + spendVerdict(spend, format) };
  const { amount, range } = gainVerdict(gain, format);
  const worth = gain.low > 0 || gain.high < 0 ? "" : " It may well be chance.";
  return isComplete
    ? { figure: amount, text: `Profit after costs, ${range}.${worth}` }
    : { figure: null, text: `${early}a profit after costs of ${amount}, ${range}.` };
}
