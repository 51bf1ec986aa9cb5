import { t } from "elysia";
import type { VNode } from "preact";
import type { OpenModel } from "../../../src/answers/open-model";
import type { People } from "../../../src/answers/people";
import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import { lastDayOf } from "../../../src/api/resources/campaigns/days";
import { type MeasuredCampaign, measureCampaign } from "../../../src/api/resources/campaigns/measured";
import type { Route } from "../../../src/api/route";
import { csvFile } from "../../../src/destinations/formats/file-writers";
import type { KnownCampaign } from "../../../src/store/campaigns";
import { DAY_MS } from "../../../src/time";
import { SecondaryLink } from "../../components/button";
import { Card, Notice } from "../../components/card";
import { CustomerName } from "../../components/customer-name";
import { UploadLink } from "../../components/for-role";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { formatFor } from "../../format";
import { defineAction, definePage, redirect } from "../../page";
import { campaignHref } from "./campaign-parts";
import { adviceOfCampaign, membersList } from "./members-list";
import { Outcome } from "./outcome";
import { PromiseCard } from "./promise";

const Params = t.Object({ campaign_id: t.String() });
const NO_CAMPAIGN = "There is no such campaign. It may have been deleted.";

function requireCampaign({ store }: ApiContext, tenant: string, id: string): KnownCampaign {
  const campaign = store.campaigns.find(tenant, id);
  if (!campaign) throw new NotFoundError(NO_CAMPAIGN);
  return campaign;
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
    const members = await firstMembers(context, tenant, campaign);
    const measured = newest && (await measureCampaign(context, tenant, campaign, newest));
    return {
      title: campaign.name,
      subtitle: `Contacts from ${format.date(campaign.startsAt)}; orders count until ${format.date(lastDayOf(campaign))} (${campaign.horizonDays} days).`,
      actions: <SecondaryLink href="/app/audience">All campaigns</SecondaryLink>,
      body: (
        <div class="stack">
          <Timing {...{ campaign, measured }} />
          <PromiseCard campaign={campaign} />
          {measured && measured.asOf >= campaign.startsAt && (
            <Outcome {...{ campaign, measured, settings }} />
          )}
          <Lists campaign={campaign} />
          <Members {...{ members, campaign }} />
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
  readonly measured: MeasuredCampaign | null;
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

/** So many are shown; the files have all. */
const SHOWN_MEMBERS = 20;

/** The members to contact, those who should bring most first, by row of the model that chose them. */
interface ShownMembers {
  readonly people: People;
  readonly rows: readonly {
    readonly row: number;
    readonly id: string;
    readonly gain: number;
  }[];
  readonly modelId: string;
}

/** Null if the model that chose them is gone. */
async function firstMembers(
  context: ApiContext,
  tenant: string,
  campaign: KnownCampaign,
): Promise<ShownMembers | null> {
  const chooser = context.store.models.find(tenant, campaign.modelId);
  if (!chooser) return null;
  const members = context.store.campaigns.members(tenant, campaign.id).filter(({ isControl }) => !isControl);
  return context.models.use(chooser, (model) => {
    const { gain } = adviceOfCampaign(campaign, model);
    const rows = members.flatMap(({ customerId: id }) => {
      const row = model.customers.rowOf(id);
      return row === undefined ? [] : [{ row, id, gain: gain[row]! }];
    });
    rows.sort((a, b) => b.gain - a.gain || a.row - b.row);
    return { people: model.customers.people, rows: rows.slice(0, SHOWN_MEMBERS), modelId: chooser.id };
  });
}

/** Whom to contact first, by name. */
function Members({
  members,
  campaign,
}: {
  readonly members: ShownMembers | null;
  readonly campaign: KnownCampaign;
}): VNode | null {
  const format = useFormat();
  if (!members || members.rows.length === 0) return null;
  const { people, rows, modelId } = members;
  const href = (id: string) => withQuery(`/app/customers/${encodeURIComponent(id)}`, { model: modelId });
  return (
    <TableCard
      title="Whom to contact"
      note={
        rows.length < campaign.contacts
          ? `The ${format.count(rows.length)} who should bring most, of ${format.count(campaign.contacts)}. The lists above have all.`
          : "Those who should bring most first."
      }
      caption="Customers to contact"
      rows={rows}
      href={({ id }) => href(id)}
      columns={[
        {
          title: "Customer",
          cell: ({ row, id }) => <CustomerName people={people} row={row} id={id} href={href(id)} />,
        },
        { title: "Expected gain", kind: "money", cell: "gain" },
      ]}
    />
  );
}

const campaignCustomers = definePage({
  path: "/audience/campaigns/:campaign_id/customers.csv",
  nav: "/audience",
  summary: "The customers of a campaign",
  params: Params,
  query: t.Object({ group: t.Optional(t.String()) }),
  show: async ({ tenant, params, query }, context) => {
    const campaign = requireCampaign(context, tenant, params.campaign_id);
    const members = context.store.campaigns.members(tenant, campaign.id);
    const asked = query.group === "contact" || query.group === "control" ? query.group : null;
    const chooser = context.store.models.find(tenant, campaign.modelId);
    const csv = (model: OpenModel | null) => new Blob(csvFile(membersList(campaign, members, asked, model)));
    return new Response(chooser ? await context.models.use(chooser, csv) : csv(null), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="campaign${asked ? `-${asked}` : ""}.csv"`,
      },
    });
  },
});

const deleteCampaign = defineAction({
  path: "/audience/campaigns/:campaign_id/delete",
  summary: "Delete a campaign",
  act: ({ tenant, params, request }, { store }) => {
    if (!store.campaigns.delete(tenant, params.campaign_id!)) throw new NotFoundError(NO_CAMPAIGN);
    return redirect(request, "/app/audience");
  },
});

export const campaignPages: readonly Route[] = [campaignPage, campaignCustomers, deleteCampaign];
