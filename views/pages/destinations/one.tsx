import { t } from "elysia";
import type { ComponentChildren, VNode } from "preact";
import { ConflictError } from "../../../src/api/errors";
import { NO_MODEL_YET, requireDestination, SHOWN_RUNS } from "../../../src/api/resources/destinations/route";
import { Id } from "../../../src/api/resources/schemas";
import type { Route } from "../../../src/api/route";
import { titleOfFormat } from "../../../src/destinations/formats/formats";
import { changeDestination } from "../../../src/destinations/own-destinations";
import { startRun } from "../../../src/destinations/start-run";
import type { DestinationRunRow } from "../../../src/store/destination-runs";
import type { DestinationRow } from "../../../src/store/destinations";
import { SecondaryLink } from "../../components/button";
import { Card, Notice, Stat } from "../../components/card";
import { Facts } from "../../components/facts";
import { ForRole } from "../../components/for-role";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { formatFor } from "../../format";
import { queryOfDestination } from "../../forms/destination-form";
import { showModel } from "../../model-page";
import { defineAction, definePage, redirect } from "../../page";
import { consentWords, placeWords, scheduleWords } from "../../words/destination-words";
import { lacksSegment, settingsOf, whomWords } from "./described";
import { DESTINATIONS, destinationHref } from "./href";
import { SendNow } from "./list";
import { countsOf, StateBadge } from "./run-words";
import { RunsCard } from "./runs";

const PATH = "/destinations/:destination_id";

/** A destination: what goes there and when, and what became of each time. */
export const destinationPages: readonly Route[] = [
  definePage({
    path: PATH,
    nav: "/destinations",
    summary: "Destination",
    params: t.Object({ destination_id: Id }),
    show: (input, context) => {
      const { tenant, params, settings } = input;
      const row = requireDestination(context, tenant, params.destination_id);
      return showModel(context, input, undefined, async (shown) => {
        const { store } = context;
        const runs = store.destinationRuns.list(tenant, row.id, SHOWN_RUNS);
        const models = new Set(store.models.list(tenant).map(({ id }) => id));
        const whom = await whomWords(context, tenant, shown, row, formatFor(settings));
        const isLost = lacksSegment(context, tenant, settingsOf(row).audience);
        return {
          title: row.name,
          subtitle: `${titleOfFormat(settingsOf(row).format)}, to ${placeWords(settingsOf(row).to)}.`,
          actions: <Actions row={row} />,
          body: (
            <div class="stack">
              {isLost && (
                <Notice tone="bad">
                  The saved segment of this destination was deleted, so nothing can be sent. Choose another
                  audience.
                </Notice>
              )}
              <Live href={destinationHref(row.id)} isWaiting={runs.some(({ state }) => state === "waiting")}>
                <Figures row={row} last={runs[0] ?? null} />
                <RunsCard runs={runs} destination={row.id} hasModel={(id) => models.has(id)} />
              </Live>
              <What row={row} whom={whom} isLost={isLost} />
            </div>
          ),
        };
      });
    },
  }),
  defineAction({
    path: `${PATH}/run`,
    access: "analyst",
    summary: "Send to a destination now",
    act: ({ tenant, params, request }, context) => {
      const row = requireDestination(context, tenant, params.destination_id!);
      if (startRun(context.store, tenant, row, "request", context.now()) === null)
        throw new ConflictError(NO_MODEL_YET);
      return redirect(request, destinationHref(row.id));
    },
  }),
  defineAction({
    path: `${PATH}/off`,
    access: "admin",
    summary: "Turn a destination's schedule off",
    act: ({ tenant, params, request }, context) => {
      const row = requireDestination(context, tenant, params.destination_id!);
      const { name, day, hour } = row;
      const schedule = { every: "never", day, hour } as const;
      changeDestination(context, tenant, row, { name, settings: settingsOf(row), schedule });
      return redirect(request, destinationHref(row.id));
    },
  }),
  defineAction({
    path: `${PATH}/delete`,
    access: "admin",
    summary: "Delete a destination",
    act: ({ tenant, params, request }, context) => {
      const { id } = requireDestination(context, tenant, params.destination_id!);
      context.store.destinations.delete(tenant, id);
      return redirect(request, DESTINATIONS);
    },
  }),
];

function Actions({ row }: { readonly row: DestinationRow }): VNode {
  const href = destinationHref(row.id);
  return (
    <>
      <SendNow row={row} />
      <ForRole needs="admin">
        <SecondaryLink href={`${href}/edit`}>Edit</SecondaryLink>
        {row.every !== "never" && (
          <form method="post" action={`${href}/off`}>
            <button class="secondary" type="submit">
              Turn off
            </button>
          </form>
        )}
        <button class="secondary" type="button" popovertarget="deleting">
          Delete
        </button>
        <div
          id="deleting"
          class="card confirm"
          popover="auto"
          role="dialog"
          aria-label={`Delete ${row.name}?`}
        >
          <h2>Delete {row.name}?</h2>
          <p>Its history goes with it, and so does what waits to be sent. What was sent stays where it is.</p>
          <form class="row" method="post" action={`${href}/delete`}>
            <button class="danger" type="submit">
              Delete the destination
            </button>
            <button class="secondary" type="button" popovertarget="deleting" popovertargetaction="hide">
              Keep it
            </button>
          </form>
        </div>
      </ForRole>
    </>
  );
}

/** What a run changes. While one is on its way, it looks again by itself. */
function Live({
  href,
  isWaiting,
  children,
}: {
  readonly href: string;
  readonly isWaiting: boolean;
  readonly children: ComponentChildren;
}): VNode {
  const watch = isWaiting && {
    "hx-get": href,
    "hx-trigger": "every 2s",
    "hx-target": "#runs",
    "hx-select": "#runs",
    "hx-swap": "outerHTML",
  };
  return (
    <div id="runs" class="stack" {...watch}>
      {children}
    </div>
  );
}

function Figures({
  row,
  last,
}: {
  readonly row: DestinationRow;
  readonly last: DestinationRunRow | null;
}): VNode {
  const format = useFormat();
  const counts = last && countsOf(last);
  const left = counts && counts.no_consent + counts.no_address + counts.same_address + counts.no_value;
  return (
    <section id="figures" class="grid thirds" aria-label="Figures">
      <Stat
        label="Last time"
        value={format.count(counts?.sent ?? null)}
        note={
          last ? (
            <>
              <StateBadge run={last} /> {format.moment(last.endedAt ?? last.createdAt)}
            </>
          ) : (
            "Never sent"
          )
        }
      />
      <Stat
        label="Left out"
        value={format.count(left)}
        note={left === null ? "" : "Without consent or an address"}
      />
      <Stat
        label="Next time"
        value={
          row.nextDue === null
            ? row.every === "never"
              ? "Off"
              : "Next training"
            : format.shortDate(row.nextDue)
        }
        note={scheduleWords(row)}
      />
    </section>
  );
}

function What({
  row,
  whom,
  isLost,
}: {
  readonly row: DestinationRow;
  readonly whom: string;
  readonly isLost: boolean;
}): VNode {
  const { format, columns, consent, to } = settingsOf(row);
  return (
    <Card title="What goes there">
      <Facts
        of={[
          ["Whom", isLost ? whom : <a href={withQuery("/app/audience", queryOfDestination(row))}>{whom}</a>],
          ["Tool or file", titleOfFormat(format)],
          columns && columns.length > 0 && ["Columns", columns.join(", ")],
          ["Consent", consentWords(consent)],
          ["Where to", placeWords(to)],
          ["When", scheduleWords(row)],
        ]}
      />
    </Card>
  );
}
