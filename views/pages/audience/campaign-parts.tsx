import type { VNode } from "preact";
import type { KnownCampaign } from "../../../src/store/campaigns";
import { DAY_MS, isoDay } from "../../../src/time";
import { Card } from "../../components/card";
import { Field } from "../../components/field";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { AUDIENCE_FIELDS, type AudienceQuery } from "../../forms/audience-query";

/** Data that is older than this is history: a campaign then begins the day after it. */
const FRESH_MS = 45 * DAY_MS;

/** The part of a list that is left alone unless something else is asked for. */
export const USUAL_CONTROL_SHARE = 0.2;

/** When the contacts of a campaign that is made now begin. Milliseconds since 1970. */
export function campaignStart(now: number, asOf: number): number {
  return now - asOf > FRESH_MS ? asOf + DAY_MS : now;
}

/** Saves the audience as a campaign, a part of it held out. */
export function CampaignForm({
  query,
  customers,
  asOf,
  horizonDays,
  now,
}: {
  readonly query: AudienceQuery;
  readonly customers: number;
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly horizonDays: number;
  readonly now: number;
}): VNode | null {
  const format = useFormat();
  if (customers === 0) return null;
  return (
    <Card
      title="Save as a campaign"
      note={`Leave some of them alone: once you upload the orders of the ${horizonDays} days after the start, you see what the contacts really brought.`}
    >
      <form method="post" action="/app/audience/campaigns" class="stack">
        {AUDIENCE_FIELDS.filter((name) => query[name] !== undefined).map((name) => (
          <input key={name} type="hidden" name={name} value={query[name]} />
        ))}
        <div class="fields">
          <Field label="Name" name="name" required maxLength={100} placeholder="Spring letter" />
          <Field
            label="Contacts start on"
            name="starts"
            type="date"
            required
            value={isoDay(campaignStart(now, asOf))}
          />
          <Field
            label="Held out as a control group"
            name="control_share"
            value={USUAL_CONTROL_SHARE}
            options={[0.05, 0.1, 0.2, 0.3, 0.5, 0].map((share) => [
              share,
              share === 0
                ? "Nobody: nothing can be measured"
                : `${format.percent(share)}, about ${format.count(Math.round(share * customers))}`,
            ])}
          />
        </div>
        <div class="row">
          <button type="submit">Save {format.count(customers)} customers</button>
        </div>
      </form>
    </Card>
  );
}

/** The campaigns that were saved. */
export function CampaignList({ campaigns }: { readonly campaigns: readonly KnownCampaign[] }): VNode | null {
  if (campaigns.length === 0) return null;
  return (
    <TableCard
      title="Campaigns"
      caption="Saved campaigns, newest first"
      rows={campaigns.slice(0, 50)}
      href={({ id }) => campaignHref(id)}
      columns={[
        { title: "Name", cell: ({ id, name }) => <a href={campaignHref(id)}>{name}</a> },
        { title: "Start", kind: "date", cell: "startsAt" },
        { title: "Orders counted until", kind: "date", cell: (one) => lastDayOf(one) },
        { title: "Contacted", kind: "count", cell: "contacts" },
        { title: "Left alone", kind: "count", cell: "controls" },
      ]}
    />
  );
}

export function campaignHref(id: string): string {
  return `/app/audience/campaigns/${encodeURIComponent(id)}`;
}

/** The first moment whose orders do not count any more. */
export function endOf({ startsAt, horizonDays }: Pick<KnownCampaign, "startsAt" | "horizonDays">): number {
  return startsAt + horizonDays * DAY_MS;
}

/** The last day whose orders count. */
export function lastDayOf(campaign: Pick<KnownCampaign, "startsAt" | "horizonDays">): number {
  return endOf(campaign) - DAY_MS;
}
