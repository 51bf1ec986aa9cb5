import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import { titleOfFormat } from "../../../src/destinations/formats/formats";
import type { DestinationRunRow } from "../../../src/store/destination-runs";
import type { DestinationRow } from "../../../src/store/destinations";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Empty } from "../../components/card";
import { ForRole } from "../../components/for-role";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { type Format, formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { placeWords, scheduleWords } from "../../words/destination-words";
import { settingsOf, whomWords } from "./described";
import { DESTINATIONS, destinationHref } from "./href";
import { RunResult } from "./run-words";

interface Listed {
  readonly row: DestinationRow;
  readonly whom: string;
  readonly last: DestinationRunRow | null;
}

/** Where lists of customers go on their own. */
export const destinationsPage = definePage({
  path: "/destinations",
  summary: "Destinations",
  show: (input, context) =>
    showModel(context, input, undefined, async (shown) => {
      const listed = await listedDestinations(context, input.tenant, shown, formatFor(input.settings));
      return {
        title: "Destinations",
        subtitle:
          "Lists of customers that go to your tools on a schedule. Each is made from the newest model when it is sent.",
        actions: (
          <ForRole needs="admin">
            <ButtonLink href={`${DESTINATIONS}/new`}>New destination</ButtonLink>
          </ForRole>
        ),
        body: <DestinationList listed={listed} />,
      };
    }),
});

async function listedDestinations(
  context: ApiContext,
  tenant: string,
  shown: ShownModel,
  format: Format,
): Promise<Listed[]> {
  const newest = context.store.destinationRuns.newest(tenant);
  return Promise.all(
    context.store.destinations.list(tenant).map(async (row) => ({
      row,
      whom: await whomWords(context, tenant, shown, row, format),
      last: newest.get(row.id) ?? null,
    })),
  );
}

function DestinationList({ listed }: { readonly listed: readonly Listed[] }): VNode {
  if (listed.length === 0)
    return (
      <Empty icon="calendar" title="No destinations yet">
        <p>
          A destination sends the same audience again and again, as the newest model chooses it: to Klaviyo,
          Mailchimp, Google, Meta and others, as a file, or by mail.
        </p>
        <ForRole needs="admin" otherwise={<p>An admin can add one.</p>}>
          <div class="row">
            <ButtonLink href={`${DESTINATIONS}/new`}>Add a destination</ButtonLink>
            <SecondaryLink href="/app/audience">Choose an audience first</SecondaryLink>
          </div>
        </ForRole>
      </Empty>
    );
  return (
    <TableCard
      title="Where lists go"
      caption="Destinations, oldest first"
      rows={listed}
      href={({ row }) => destinationHref(row.id)}
      columns={[
        {
          title: "Destination",
          cell: ({ row, whom }) => (
            <>
              <a href={destinationHref(row.id)}>{row.name}</a>
              <span class="soft small under rule-words">{whom}</span>
            </>
          ),
        },
        {
          title: "Goes to",
          cell: ({ row }) => (
            <>
              {titleOfFormat(settingsOf(row).format)}
              <span class="soft small under rule-words">{placeWords(settingsOf(row).to)}</span>
            </>
          ),
        },
        {
          title: "When",
          cell: ({ row }) => <ScheduleCell row={row} />,
        },
        { title: "Last time", cell: ({ last }) => <RunResult run={last} /> },
        {
          title: <span class="visually-hidden">Send</span>,
          cell: ({ row }) => <SendNow row={row} isSmall />,
        },
      ]}
    />
  );
}

function ScheduleCell({ row }: { readonly row: DestinationRow }): VNode {
  const format = useFormat();
  return (
    <>
      {scheduleWords(row)}
      {row.nextDue !== null && <span class="soft small under">Next {format.moment(row.nextDue)}</span>}
    </>
  );
}

/** Sends it now; for who may. */
export function SendNow({
  row,
  isSmall = false,
}: {
  readonly row: DestinationRow;
  readonly isSmall?: boolean;
}): VNode {
  return (
    <ForRole needs="analyst">
      <form method="post" action={`${destinationHref(row.id)}/run`}>
        <button class={isSmall ? "secondary small" : ""} type="submit">
          Send now
          {isSmall && <span class="visually-hidden"> ({row.name})</span>}
        </button>
      </form>
    </ForRole>
  );
}
