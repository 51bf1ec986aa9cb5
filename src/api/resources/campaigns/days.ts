import type { KnownCampaign } from "../../../store/campaigns";
import { DAY_MS } from "../../../time";

/** Data that is older than this is history: a campaign then begins the day after it. */
const FRESH_MS = 45 * DAY_MS;

/** When the contacts of a campaign that is made now begin. Milliseconds since 1970. */
export function campaignStart(now: number, asOf: number): number {
  return now - asOf > FRESH_MS ? asOf + DAY_MS : now;
}

/** The first moment whose orders do not count any more. */
export function endOf({ startsAt, horizonDays }: Pick<KnownCampaign, "startsAt" | "horizonDays">): number {
  return startsAt + horizonDays * DAY_MS;
}

/** The last day whose orders count. */
export function lastDayOf(campaign: Pick<KnownCampaign, "startsAt" | "horizonDays">): number {
  return endOf(campaign) - DAY_MS;
}
