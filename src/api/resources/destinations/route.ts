import { type Static, t } from "elysia";
import { deliverApart } from "../../../destinations/channel";
import {
  addDestination,
  changeDestination,
  type DescribedDestination,
  MOST_DESTINATIONS,
} from "../../../destinations/own-destinations";
import type { DestinationSettings } from "../../../destinations/settings";
import { startRun } from "../../../destinations/start-run";
import type { DestinationRow } from "../../../store/destinations";
import type { ApiContext } from "../../context";
import { ConflictError, NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { Id } from "../schemas";
import {
  BODY_EXAMPLE,
  DESTINATION_EXAMPLE,
  DESTINATION_ID_EXAMPLE,
  Destination,
  destinationAnswer,
  FIELDS,
  RUN_EXAMPLE,
  RUN_ID_EXAMPLE,
  Run,
  runAnswer,
} from "./schemas";

const NOT_FOUND = "Destination not found";
export const NO_MODEL_YET = "There is no model yet that could choose the customers. Train one first.";
const NO_RUN = "Run not found";
export const SHOWN_RUNS = 50;
const Params = t.Object({ destination_id: Id });
const Body = t.Object(FIELDS, { additionalProperties: false });
const Change = t.Partial(Body, { additionalProperties: false });

/** The destination. Throws a NotFoundError if the tenant has none with this id. */
export function requireDestination({ store }: ApiContext, tenant: string, id: string): DestinationRow {
  const row = store.destinations.find(tenant, id);
  if (!row) throw new NotFoundError(NOT_FOUND);
  return row;
}

function describedBy({ name, schedule, ...settings }: Static<typeof Body>): DescribedDestination {
  const { every, day = 1, hour = 6 } = schedule;
  return { name, settings: settings as DestinationSettings, schedule: { every, day, hour } };
}

/** Where audiences go on a schedule, and what became of each time. */
export const destinationRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/destinations",
    access: "business",
    tag: "destinations",
    summary: "The destinations",
    description: "Where audiences go, oldest first, each with its last run.",
    answers: {
      200: {
        description: "One entry per destination.",
        schema: t.Array(Destination),
        example: [DESTINATION_EXAMPLE],
      },
    },
    handle: ({ tenant }, { store }) => {
      const newest = store.destinationRuns.newest(tenant);
      return store.destinations.list(tenant).map((row) => destinationAnswer(row, newest.get(row.id) ?? null));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/destinations/connections",
    access: "business",
    tag: "destinations",
    summary: "The connections that destinations can use",
    description:
      "SFTP servers, buckets, Google accounts and webhooks that the operator of this server has named for the tenant, without their secrets.",
    answers: {
      200: {
        description: "By name.",
        schema: t.Array(
          t.Object({
            name: t.String(),
            kind: t.Union([t.Literal("sftp"), t.Literal("s3"), t.Literal("sheets"), t.Literal("webhook")]),
            where: t.String({ description: "The host, the bucket or the account." }),
          }),
        ),
        example: [{ name: "warehouse", kind: "sftp", where: "sftp.example.com" }],
      },
    },
    handle: ({ tenant }, { connections }) => connections.of(tenant),
  }),
  defineRoute({
    method: "POST",
    path: "/destinations",
    access: "admin",
    tag: "destinations",
    summary: "Add a destination",
    description: `From now on, the audience is sent there on the schedule, as the model of that day chooses it. At most ${MOST_DESTINATIONS}. Times of day are in UTC; without \`day\` and \`hour\` it is Monday and 6.`,
    body: Body,
    bodyExample: BODY_EXAMPLE,
    answers: {
      200: {
        description: "It is added.",
        schema: Destination,
        example: { ...DESTINATION_EXAMPLE, last_run: null },
      },
    },
    errors: { 422: "The settings do not fit together, or a connection is not the tenant's" },
    handle: ({ tenant, body }, context) =>
      destinationAnswer(addDestination(context, tenant, describedBy(body)), null),
  }),
  defineRoute({
    method: "PATCH",
    path: "/destinations/:destination_id",
    access: "admin",
    tag: "destinations",
    summary: "Change a destination",
    description:
      "Sets the given fields, each as a whole. Lists that wait to be sent are made with the new ones.",
    params: Params,
    body: Change,
    bodyExample: { schedule: { every: "daily", hour: 5 } },
    answers: {
      200: {
        description: "The destination as it is now.",
        schema: Destination,
        example: DESTINATION_EXAMPLE,
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params, body }, context) => {
      const row = requireDestination(context, tenant, params.destination_id);
      const { name, every, day, hour, settings } = row;
      const known = { name, ...(settings as DestinationSettings), schedule: { every, day, hour } };
      const changed = changeDestination(
        context,
        tenant,
        row,
        describedBy({ ...known, ...body } as Static<typeof Body>),
      );
      return destinationAnswer(changed, context.store.destinationRuns.newest(tenant).get(row.id) ?? null);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/destinations/:destination_id",
    access: "admin",
    tag: "destinations",
    summary: "Delete a destination",
    description: "With its runs, and what waits to be sent. What was sent stays where it is.",
    params: Params,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), destination_id: t.String() }),
        example: { status: "deleted", destination_id: DESTINATION_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store }) => {
      if (!store.destinations.delete(tenant, params.destination_id)) throw new NotFoundError(NOT_FOUND);
      return { status: "deleted", destination_id: params.destination_id };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/destinations/:destination_id/run",
    access: "analyst",
    tag: "destinations",
    summary: "Send to a destination now",
    description:
      "Sends the audience as the default model chooses it now. A run that still waits is given up. `/destinations/{destination_id}/runs` shows what became of it.",
    params: Params,
    answers: {
      200: {
        description: "It is on its way.",
        schema: t.Object({ status: t.Literal("queued"), run_id: t.String() }),
        example: { status: "queued", run_id: RUN_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND, 409: "The tenant has no model" },
    handle: ({ tenant, params }, context) => {
      const row = requireDestination(context, tenant, params.destination_id);
      const run = startRun(context.store, tenant, row, "request", context.now());
      if (run === null) throw new ConflictError(NO_MODEL_YET);
      return { status: "queued", run_id: run };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/destinations/:destination_id/runs",
    access: "business",
    tag: "destinations",
    summary: "What was sent to a destination",
    description: `The newest ${SHOWN_RUNS} runs: when, how many customers, who was left out and why, where to, and what became of it. Runs name nobody.`,
    params: Params,
    answers: { 200: { description: "Newest first.", schema: t.Array(Run), example: [RUN_EXAMPLE] } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, context) => {
      const { id } = requireDestination(context, tenant, params.destination_id);
      return context.store.destinationRuns.list(tenant, id, SHOWN_RUNS).map(runAnswer);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/destinations/:destination_id/runs/:run_id/file",
    access: "business",
    slow: true,
    tag: "destinations",
    summary: "The file of a run",
    description:
      "The list as the run's model chooses it now: nothing is stored, so whoever was erased since is not in it. A link in a mail needs no credentials and no `X-Tenant-Id`.",
    byLink: true,
    params: t.Object({ destination_id: Id, run_id: Id }),
    query: t.Object({
      tenant: t.Optional(t.String({ description: "Part of a signed link." })),
      expires: t.Optional(t.Integer({ description: "Part of a signed link: seconds since 1970." })),
      signature: t.Optional(t.String({ description: "Part of a signed link." })),
    }),
    answers: { 200: { description: "The file, as an attachment.", contentType: "application/octet-stream" } },
    errors: { 404: `${NOT_FOUND}, or ${NO_RUN}`, 409: "An erasure is under way" },
    handle: async ({ tenant, params, request }, context) => {
      const row = requireDestination(context, tenant, params.destination_id);
      const run = context.store.destinationRuns.find(tenant, params.run_id);
      if (run?.destinationId !== row.id) throw new NotFoundError(NO_RUN);
      if (context.store.erasures.isUnfinished(tenant))
        throw new ConflictError("Somebody is being erased at the moment. Ask again when that is done.");
      const { file } = await deliverApart(context, tenant, row, run, "file", request.signal);
      return new Response(file!.bytes, {
        headers: {
          "Content-Type": file!.contentType,
          "Content-Disposition": `attachment; filename="${file!.fileName}"`,
        },
      });
    },
  }),
];
