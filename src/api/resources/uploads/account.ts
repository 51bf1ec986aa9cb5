import { t } from "elysia";
import type { FileCheck } from "../../../pipeline/reading/check-file";
import type { CleaningReport } from "../../../transactions/cleaning-report";

/** What a file contains, apart from its problems. */
const ACCOUNTED = [
  "rows_read",
  "rows_kept",
  "rows_returned",
  "customers",
  "orders",
  "guest_orders",
  "revenue",
  "discounts",
  "refunds",
  "net_revenue",
  "currency",
  "first_order",
  "last_order",
] as const satisfies readonly (keyof CleaningReport)[];

/** The findings of reading one whole file. Wire format. */
type UploadAccount = Pick<CleaningReport, (typeof ACCOUNTED)[number]>;

/** The part of a reading that is answered and kept with the file. Wire format. */
export interface ToldReading extends Pick<CleaningReport, "profile" | "warnings" | "roles"> {
  /** Null if a training would be refused, or if the file could not be read in time. */
  readonly account: UploadAccount | null;
}

export function accountOf(check: FileCheck | null): ToldReading {
  if (check === null) return { profile: null, warnings: [], roles: {}, account: null };
  if ("refused" in check) {
    const refusal = { code: "refused", message: check.refused, rows: 0, samples: [] };
    return { profile: null, warnings: [refusal], roles: {}, account: null };
  }
  const { report } = check;
  const { profile, warnings, roles } = report;
  const account = Object.fromEntries(ACCOUNTED.map((name) => [name, report[name]]));
  return { profile, warnings, roles, account: account as unknown as UploadAccount };
}

const OrNull = { text: t.Union([t.String(), t.Null()]) };

const WarningSchema = t.Object(
  {
    code: t.String(),
    message: t.String(),
    rows: t.Integer(),
    samples: t.Array(
      t.Object({
        row: t.Integer(),
        column: t.Optional(t.String()),
        value: t.Optional(t.String()),
      }),
    ),
  },
  { $id: "Warning" },
);

/** The schema of what is doubtful about a file. */
export function warningsSchema(description: string) {
  return t.Array(WarningSchema, { description });
}

/** The schema of `accountOf`'s answer. */
export const ACCOUNT_SCHEMA = {
  profile: t.Union([t.Object({ id: t.String(), name: t.String() }), t.Null()], {
    description: "The shop system that wrote the file; null if it was not recognised.",
  }),
  warnings: warningsSchema(
    "What may be wrong, the most important first. `refused` is the error with which a training would end.",
  ),
  roles: t.Record(
    t.String(),
    t.Object({ column: t.String(), confidence: t.Number(), evidence: t.String() }),
    { description: "Each column's role, and the evidence for it." },
  ),
  account: t.Union(
    [
      t.Object({
        rows_read: t.Integer(),
        rows_kept: t.Integer(),
        rows_returned: t.Integer(),
        customers: t.Integer(),
        orders: t.Integer(),
        guest_orders: t.Integer(),
        revenue: t.Number({ description: "After discounts, before refunds." }),
        discounts: t.Number(),
        refunds: t.Number(),
        net_revenue: t.Number(),
        currency: OrNull.text,
        first_order: t.String(),
        last_order: t.String(),
      }),
      t.Null(),
    ],
    {
      description:
        "What a training on this file alone would read. Null if the training would be refused, or if there was no time to read the whole file.",
    },
  ),
};

export const ACCOUNT_EXAMPLE = {
  profile: { id: "online-retail", name: "Online Retail" },
  warnings: [],
  roles: {
    customer_id: { column: "CustomerID", confidence: 1, evidence: "its name; 4,372 values, most come back" },
  },
  account: {
    rows_read: 541909,
    rows_kept: 392692,
    rows_returned: 8872,
    customers: 4338,
    orders: 18532,
    guest_orders: 0,
    revenue: 8887208.89,
    discounts: 0,
    refunds: 0,
    net_revenue: 8887208.89,
    currency: null,
    first_order: "2010-12-01T08:26:00.000Z",
    last_order: "2011-12-09T12:50:00.000Z",
  },
};
