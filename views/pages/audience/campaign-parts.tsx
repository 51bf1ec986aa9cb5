import type { VNode } from "preact";
import { campaignStart, lastDayOf } from "../../../src/api/resources/campaigns/days";
import { isoDay } from "../../../src/time";
import { Card } from "../../components/card";
import { Field } from "../../components/field";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { AUDIENCE_FIELDS, type AudienceQuery } from "../../forms/audience-query";
import { powerWords } from "./promise";
import { type CampaignSoFar, Ribbon } from "./ribbon";

/** The part of a list that is left alone unless something else is asked for. */
export const USUAL_CONTROL_SHARE = 0.2;

/** Saves the audience as a campaign, a part of it held out. */
export function CampaignForm({
  query,
  customers,
  shares,
  asOf,
  horizonDays,
  now,
}: {
  readonly query: AudienceQuery;
  readonly customers: number;
  /** How many of them should order anyway, and how many more after a contact. */
  readonly shares: { readonly baseRate: number; readonly lift: number };
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly horizonDays: number;
  readonly now: number;
}): VNode | null {
  const format = useFormat();
  if (customers === 0) return null;
  const held = Math.round(USUAL_CONTROL_SHARE * customers);
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
        {Number.isFinite(shares.lift) && (
          <p class="hint">
            With {format.percent(USUAL_CONTROL_SHARE)} left alone the groups can show{" "}
            {powerWords({ ...shares, contacts: customers - held, controls: held }, format)}
          </p>
        )}
        <div class="row">
          <button type="submit">Save {format.count(customers)} customers</button>
        </div>
      </form>
    </Card>
  );
}

/** The campaigns that were saved: what each was to bring, whom it reached, and what it brought. */
export function CampaignList({ campaigns }: { readonly campaigns: readonly CampaignSoFar[] }): VNode | null {
  const format = useFormat();
  if (campaigns.length === 0) return null;
  return (
    <>
      <Ribbon campaigns={campaigns} />
      <TableCard
        title="Campaigns"
        caption="Saved campaigns, newest first"
        rows={campaigns}
        href={({ campaign }) => campaignHref(campaign.id)}
        columns={[
          {
            title: "Name",
            cell: ({ campaign: { id, name } }) => <a href={campaignHref(id)}>{name}</a>,
          },
          { title: "Start", kind: "shortDate", cell: ({ campaign }) => campaign.startsAt },
          {
            title: "Orders counted until",
            kind: "shortDate",
            cell: ({ campaign }) => lastDayOf(campaign),
            isMinor: true,
          },
          { title: "Promised", kind: "money", cell: ({ campaign }) => campaign.promise?.expected ?? null },
          { title: "Contacted", kind: "count", cell: ({ campaign }) => campaign.contacts },
          { title: "Left alone", kind: "count", cell: ({ campaign }) => campaign.controls },
          {
            title: "Measured",
            kind: "number",
            cell: ({ measured }) =>
              measured?.isComplete && measured.gain ? format.money(measured.gain.value) : "not over yet",
          },
        ]}
      />
    </>
  );
}

export function campaignHref(id: string): string {
  return `/app/audience/campaigns/${encodeURIComponent(id)}`;
}
