import { t } from "elysia";
import type { VNode } from "preact";
import { ordersOfModel } from "../../../src/answers/orders";
import {
  type Difference,
  type GroupOutcome,
  groupOutcome,
  shareDifference,
  spendDifference,
} from "../../../src/answers/uplift";
import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { harmless } from "../../../src/pipeline/harmless-text";
import type { CampaignMember, KnownCampaign } from "../../../src/store/campaigns";
import type { KnownModel } from "../../../src/store/models";
import { DAY_MS } from "../../../src/time";
import { IntervalChart } from "../../charts/interval-chart";
import { SecondaryLink } from "../../components/button";
import { Card, Notice, Stat } from "../../components/card";
import { UploadLink } from "../../components/for-role";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { formatFor } from "../../format";
import { defineAction, definePage, redirect } from "../../page";
import { campaignHref, endOf, lastDayOf } from "./campaign-parts";

const Params = t.Object({ campaign_id: t.String() });
const NO_CAMPAIGN = "There is no such campaign. It may have been deleted.";

/** What is known of a campaign by now. */
interface Measured {
  /** The last moment that the data knows of, milliseconds since 1970. */
  readonly asOf: number;
  readonly contact: GroupOutcome;
  readonly control: GroupOutcome;
}

function requireCampaign({ store }: ApiContext, tenant: string, id: string): KnownCampaign {
  const campaign = store.campaigns.find(tenant, id);
  if (!campaign) throw new NotFoundError(NO_CAMPAIGN);
  return campaign;
}

/** What the groups did since, by the orders behind the newest model; null where that keeps no orders. */
function measure(
  context: ApiContext,
  tenant: string,
  campaign: KnownCampaign,
  newest: KnownModel,
): Promise<Measured | null> {
  return context.models.use(newest, async (model) => {
    const orders = await ordersOfModel(context, newest.artifactPrefix, model);
    if (!orders) return null;
    const asOf = Date.parse(model.card.as_of);
    const members = context.store.campaigns.members(tenant, campaign.id);
    const outcome = (isControl: boolean) => {
      const group = members.filter((member) => member.isControl === isControl);
      const rows = Int32Array.from(group, ({ customerId }) => model.customers.rowOf(customerId) ?? -1);
      return groupOutcome(orders, rows, campaign.startsAt, endOf(campaign));
    };
    return { asOf, contact: outcome(false), control: outcome(true) };
  });
}

const campaignPage = definePage({
  path: "/audience/campaigns/:campaign_id",
  nav: "/audience",
  summary: "Campaign",
  params: Params,
  show: async (input, context) => {
    const { tenant, params, settings } = input;
    const campaign = requireCampaign(context, tenant, params.campaign_id);
    const format = formatFor(settings);
    const newest = context.store.models.newest(tenant);
    const measured = newest && (await measure(context, tenant, campaign, newest));
    return {
      title: campaign.name,
      subtitle: `Contacts from ${format.date(campaign.startsAt)}; orders count until ${format.date(lastDayOf(campaign))} (${campaign.horizonDays} days).`,
      actions: <SecondaryLink href="/app/audience">All campaigns</SecondaryLink>,
      body: (
        <div class="stack">
          <Timing {...{ campaign, measured }} />
          {measured && measured.asOf >= campaign.startsAt && <Outcome measured={measured} />}
          <Lists campaign={campaign} />
          <Card
            title="Delete this campaign"
            note="Its lists and its result go with it. Customers and orders stay."
          >
            <form method="post" action={`${campaignHref(campaign.id)}/delete`}>
              <button class="danger" type="submit">
                Delete
              </button>
            </form>
          </Card>
        </div>
      ),
    };
  },
});

/** How much of the time is over, and what to do to know more. */
function Timing({
  campaign,
  measured,
}: {
  readonly campaign: KnownCampaign;
  readonly measured: Measured | null;
}): VNode | null {
  const format = useFormat();
  const lastDay = format.date(lastDayOf(campaign));
  if (!measured) {
    return (
      <Notice tone="warn">
        No model keeps its orders yet. <UploadLink>Upload a file</UploadLink> and train to see the result
        here.
      </Notice>
    );
  }
  if (measured.asOf < campaign.startsAt) {
    return (
      <Notice>
        Nothing to see yet: the newest data ends on {format.date(measured.asOf)}, before the contacts start.
        Once <UploadLink>a file with later orders</UploadLink> is uploaded and trained on, the result shows
        here; it is complete with orders up to {lastDay}.
      </Notice>
    );
  }
  if (measured.asOf < lastDayOf(campaign)) {
    const days = Math.floor((measured.asOf - campaign.startsAt) / DAY_MS) + 1;
    return (
      <Notice>
        A first look: {days} of {campaign.horizonDays} days are in the data, so there is still time for more
        orders. The result is complete with orders up to {lastDay}.
      </Notice>
    );
  }
  return null;
}

function Outcome({ measured }: { readonly measured: Measured }): VNode {
  const format = useFormat();
  const { contact, control, asOf } = measured;
  const [share, spend] = [shareDifference(contact, control), spendDifference(contact, control)];
  const points = (value: number) =>
    `${signed(value, format.decimal(100 * Math.abs(value), 1))} percentage points`;
  const money = (value: number) => signed(value, format.money(Math.abs(value)));
  return (
    <>
      <div class="grid narrow">
        <GroupStat label="Ordered, of those contacted" group={contact} />
        <GroupStat label="Ordered, of those left alone" group={control} />
        <Stat
          label="Spend per head, contacted"
          value={format.money(contact.meanSpend)}
          note={`As of ${format.date(asOf)}`}
        />
        <Stat
          label="Spend per head, left alone"
          value={format.money(control.meanSpend)}
          note="Including those without an order"
        />
      </div>
      {share && spend ? (
        <div class="grid wide">
          <Card
            title="Customers with an order"
            note="Contacted minus left alone, with the range that contains the true difference in 95 of 100 cases."
          >
            <IntervalChart
              name="uplift-share"
              title="Difference in the share of customers with an order"
              label="Difference, percentage points"
              format={(value) => signed(value, format.decimal(100 * Math.abs(value), 1))}
              {...share}
            />
            <p>{verdict(share, points(share.value), "ordered")}</p>
            <p class="soft small">
              For all {format.count(contact.customers)} contacted that is{" "}
              {about(share, contact.customers, format.count)} customers.
            </p>
          </Card>
          <Card
            title="Spend per customer"
            note="Contacted minus left alone, with the range that contains the true difference in 95 of 100 cases."
          >
            <IntervalChart
              name="uplift-spend"
              title="Difference in mean spend per customer"
              label="Difference in spend per customer"
              format={money}
              {...spend}
            />
            <p>{verdict(spend, `${money(spend.value)} per customer`, "spent")}</p>
            <p class="soft small">
              For all {format.count(contact.customers)} contacted that is{" "}
              {about(spend, contact.customers, format.shortMoney)}. Costs are not deducted.
            </p>
          </Card>
        </div>
      ) : (
        <Notice>
          With fewer than two customers in a group, nobody can tell what the contacts did: some would have
          ordered anyway. Hold out a control group next time.
        </Notice>
      )}
    </>
  );
}

function GroupStat({ label, group }: { readonly label: string; readonly group: GroupOutcome }) {
  const format = useFormat();
  return (
    <Stat
      label={label}
      value={format.percent(group.customers === 0 ? null : group.buyers / group.customers)}
      note={`${format.count(group.buyers)} of ${format.count(group.customers)}`}
    />
  );
}

/** With its sign, which no line breaks off. */
function signed(value: number, magnitude: string): string {
  return value > 0 ? `+${magnitude}` : value < 0 ? `−\u2060${magnitude}` : magnitude;
}

/** What the interval allows to say. */
function verdict({ low, high }: Difference, shown: string, did: string): string {
  if (low > 0) return `The contacts worked: ${shown}, more than chance explains.`;
  if (high < 0)
    return `Those contacted ${did} less than those left alone: ${shown}, more than chance explains.`;
  return `The difference of ${shown} may well be chance. Larger groups would tell more.`;
}

function about({ value, low, high }: Difference, customers: number, show: (value: number) => string): string {
  const all = (part: number) => signed(part, show(Math.abs(part * customers)));
  return `about ${all(value)}, between ${all(low)} and ${all(high)}`;
}

function Lists({ campaign }: { readonly campaign: KnownCampaign }): VNode {
  const format = useFormat();
  const file = (group?: string) => withQuery(`${campaignHref(campaign.id)}/customers.csv`, { group });
  const { contacts, controls } = campaign;
  return (
    <Card
      title="Lists"
      note={
        <>
          Chosen on {format.date(campaign.createdAt)}.{" "}
          <a href={withQuery("/app/audience", campaign.filter)}>The same selection among today's customers</a>
        </>
      }
    >
      <div class="row">
        <a class="button" href={file("contact")} download>
          <Icon name="download" />
          {format.count(contacts)} to contact
        </a>
        <a class="button secondary" href={file("control")} download>
          <Icon name="download" />
          {format.count(controls)} to leave alone
        </a>
        <a class="button secondary" href={file()} download>
          <Icon name="download" />
          Both
        </a>
      </div>
    </Card>
  );
}

const campaignCustomers = definePage({
  path: "/audience/campaigns/:campaign_id/customers.csv",
  nav: "/audience",
  summary: "The customers of a campaign",
  params: Params,
  query: t.Object({ group: t.Optional(t.String()) }),
  show: ({ tenant, params, query }, context) => {
    const { id } = requireCampaign(context, tenant, params.campaign_id);
    const members = context.store.campaigns.members(tenant, id);
    const asked = query.group === "contact" || query.group === "control" ? query.group : null;
    return new Response(membersCsv(members, asked), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="campaign${asked ? `-${asked}` : ""}.csv"`,
      },
    });
  },
});

function membersCsv(members: readonly CampaignMember[], asked: string | null): string {
  const lines = ["CustomerID,group"];
  for (const { customerId, isControl } of members) {
    const group = isControl ? "control" : "contact";
    if (asked === null || asked === group) lines.push(`${csvCell(harmless(customerId))},${group}`);
  }
  return `${lines.join("\n")}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const deleteCampaign = defineAction({
  path: "/audience/campaigns/:campaign_id/delete",
  summary: "Delete a campaign",
  act: ({ tenant, params, request }, { store }) => {
    if (!store.campaigns.delete(tenant, params.campaign_id!)) throw new NotFoundError(NO_CAMPAIGN);
    return redirect(request, "/app/audience");
  },
});

export const campaignPages: readonly Route[] = [campaignPage, campaignCustomers, deleteCampaign];
