import { t } from "elysia";
import { DELIMITERS, FORMAT_NAMES } from "../../../destinations/formats/formats";
import type { DestinationSettings } from "../../../destinations/settings";
import type { DestinationRunRow } from "../../../store/destination-runs";
import type { DestinationRow } from "../../../store/destinations";
import { AUDIENCE_BOUNDS, money, probability } from "../audience/bounds";
import { Moment, moment } from "../schemas";

const { q, ...bounds } = AUDIENCE_BOUNDS;

/** Whom, as the audience is asked for; a search, which would name people, cannot be kept. */
const Audience = t.Object(
  {
    ...bounds,
    most: t.Optional(
      t.Integer({ minimum: 1, description: "At most so many: those whom a contact should bring most." }),
    ),
    everyone: t.Optional(t.Boolean({ description: "true: also those whom a contact does not pay for." })),
    contact_cost: money("What contacting one customer costs."),
    offer_cost: money("What the offer costs for each customer who accepts it."),
    margin: t.Optional(
      t.Number({ exclusiveMinimum: 0, maximum: 1, description: "Share of an order's value left." }),
    ),
    success_rate: probability("Share of leavers that a contact wins back, 0 to 1."),
    redeem_rate: probability("Share of stayers who accept the offer, 0 to 1."),
  },
  {
    $id: "Audience",
    additionalProperties: false,
    description:
      "Whom: bounds as for `/audience.csv`. Only those whom a contact pays for, unless `everyone`.",
  },
);

const Consent = t.Union(
  [
    t.Object({ attribute: t.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
    t.Object({ confirmed: t.Literal(true) }, { additionalProperties: false }),
    t.Null(),
  ],
  {
    description:
      "`attribute`: only customers whose yes/no attribute of this name says yes. `confirmed`: you confirm that all of them agreed. A tool's format needs one of the two.",
  },
);

const Folder = t.String({ maxLength: 300 });
const Connection = t.String({ minLength: 1, maxLength: 64 });
const To = t.Union(
  [
    t.Object(
      {
        kind: t.Literal("mail"),
        address: t.String({ maxLength: 254 }),
        as: t.Union([t.Literal("link"), t.Literal("attachment")]),
      },
      { additionalProperties: false },
    ),
    t.Object(
      { kind: t.Literal("s3"), connection: Connection, folder: Folder },
      { additionalProperties: false },
    ),
    t.Object(
      { kind: t.Literal("sftp"), connection: Connection, folder: Folder },
      { additionalProperties: false },
    ),
    t.Object(
      {
        kind: t.Literal("sheets"),
        connection: Connection,
        spreadsheet_id: t.String({ maxLength: 100 }),
        sheet: t.String({ maxLength: 80 }),
      },
      { additionalProperties: false },
    ),
    t.Object({ kind: t.Literal("webhook"), connection: Connection }, { additionalProperties: false }),
  ],
  {
    $id: "DestinationPlace",
    description:
      "Where to. `connection` is a name of `/destinations/connections`; the operator of the server keeps hosts and secrets.",
  },
);

const Schedule = t.Object(
  {
    every: t.Union([t.Literal("training"), t.Literal("daily"), t.Literal("weekly"), t.Literal("never")], {
      description: "`training`: after each training. `never`: only when asked.",
    }),
    day: t.Optional(t.Integer({ minimum: 1, maximum: 7, description: "Weekly: 1 is Monday." })),
    hour: t.Optional(t.Integer({ minimum: 0, maximum: 23, description: "Daily and weekly, in UTC." })),
  },
  { $id: "DestinationSchedule", additionalProperties: false },
);

/** What a destination is made of. */
export const FIELDS = {
  name: t.String({ minLength: 1, maxLength: 100 }),
  audience: Audience,
  format: t.Union(
    FORMAT_NAMES.map((name) => t.Literal(name)),
    { description: "A tool's own format, or a file for people and programs." },
  ),
  columns: t.Optional(
    t.Array(t.String({ maxLength: 100 }), {
      maxItems: 50,
      description: "Of `csv`, `xlsx` and `parquet`: these columns, in this order.",
    }),
  ),
  delimiter: t.Optional(
    t.Union((Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]).map((name) => t.Literal(name))),
  ),
  consent: Consent,
  to: To,
  schedule: Schedule,
};

export const RUN_ID_EXAMPLE = "0190a6b2-d377-7e88-9b11-3c7d8e9fa0b1";
export const DESTINATION_ID_EXAMPLE = "0190a6b2-c266-7d77-8a00-2b6c7d8e9fa0";

export const Run = t.Object({
  run_id: t.String({ description: "Part of the file's name, and the `webhook-id` of a message." }),
  reason: t.Union([t.Literal("training"), t.Literal("schedule"), t.Literal("request")]),
  state: t.Union([t.Literal("waiting"), t.Literal("sent"), t.Literal("failed")]),
  model_id: t.String(),
  attempts: t.Integer(),
  customers: t.Union([t.Integer(), t.Null()], { description: "How many were sent." }),
  left_out: t.Union([t.Record(t.String(), t.Integer()), t.Null()], {
    description: "How many were not, by reason: `no_consent`, `no_address`, `same_address`, `no_value`.",
  }),
  place: t.Union([t.String(), t.Null()], { description: "The file, object, sheet, host or address." }),
  error: t.Union([t.String(), t.Null()], { description: "Why the last try failed." }),
  next_at: t.Union([Moment, t.Null()]),
  created_at: Moment,
  ended_at: t.Union([Moment, t.Null()]),
});

export const RUN_EXAMPLE = {
  run_id: RUN_ID_EXAMPLE,
  reason: "training" as const,
  state: "sent" as const,
  model_id: "0190a6b2-7c1e-7d3a-9f10-2b6c8d4e5f60",
  attempts: 1,
  customers: 281,
  left_out: { no_consent: 40, no_address: 12, same_address: 0, no_value: 0 },
  place: `lists/win-back-2011-12-10-${RUN_ID_EXAMPLE}.csv`,
  error: null,
  next_at: null,
  created_at: "2011-12-10T08:05:00.000Z",
  ended_at: "2011-12-10T08:05:09.000Z",
};

export const Destination = t.Object(
  {
    destination_id: t.String(),
    ...FIELDS,
    next_due_at: t.Union([Moment, t.Null()]),
    last_run: t.Union([Run, t.Null()]),
    created_at: Moment,
  },
  { $id: "Destination" },
);

export const BODY_EXAMPLE = {
  name: "Win back",
  audience: { min_churn: 0.5, most: 500 },
  format: "klaviyo" as const,
  consent: { attribute: "accepts_marketing" },
  to: { kind: "sftp" as const, connection: "warehouse", folder: "lists" },
  schedule: { every: "weekly" as const, day: 1, hour: 6 },
};

export const DESTINATION_EXAMPLE = {
  destination_id: DESTINATION_ID_EXAMPLE,
  ...BODY_EXAMPLE,
  next_due_at: "2011-12-12T06:00:00.000Z",
  last_run: RUN_EXAMPLE,
  created_at: "2011-12-10T08:00:00.000Z",
};

const optional = (time: number | null) => (time === null ? null : moment(time));

export function runAnswer(run: DestinationRunRow) {
  const { sent = null, ...left } = run.counts ?? {};
  return {
    run_id: run.id,
    reason: run.reason,
    state: run.state,
    model_id: run.modelId,
    attempts: run.attempts,
    customers: sent,
    left_out: run.counts && left,
    place: run.place,
    error: run.error,
    next_at: optional(run.nextAt),
    created_at: moment(run.createdAt),
    ended_at: optional(run.endedAt),
  };
}

export function destinationAnswer(row: DestinationRow, last: DestinationRunRow | null) {
  const { id, name, settings, every, day, hour, nextDue, createdAt } = row;
  return {
    destination_id: id,
    name,
    ...(settings as DestinationSettings),
    schedule: {
      every,
      ...(every === "weekly" && { day }),
      ...((every === "weekly" || every === "daily") && { hour }),
    },
    next_due_at: optional(nextDue),
    last_run: last && runAnswer(last),
    created_at: moment(createdAt),
  };
}
