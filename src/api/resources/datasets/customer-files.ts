import { t } from "elysia";
import type { DatasetFile } from "../../../store/datasets";
import type { AttributeReport } from "../../../transactions/attributes/attribute-report";
import { Moment, moment } from "../schemas";
import { warningsSchema } from "../uploads/account";

/** What is kept about a customers' file. */
export interface SeenCustomers {
  readonly format: string;
  readonly columns: readonly string[];
  readonly preview: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** The column that names the customer, by position. */
  readonly key_column: number | null;
  /** Null if there was no time to read the order lines, if they cannot be read, or if somebody was erased since. */
  readonly report: AttributeReport | null;
}

const TextOrNull = t.Union([t.String(), t.Null()]);

/** A customers' file of a data set on the wire. */
export const CustomerFileSchema = t.Object({
  file_id: t.String(),
  file_name: t.String(),
  bytes: t.Integer(),
  sha256: t.String(),
  added_at: Moment,
  report: t.Union(
    [
      t.Object({
        file: t.String(),
        rows_read: t.Integer(),
        rows_matched: t.Integer(),
        rows_unmatched: t.Integer({ description: "Rows about nobody in the order lines." }),
        rows_replaced: t.Integer({ description: "Rows that a later row about the same customer replaces." }),
        rows_unreadable: t.Integer(),
        customers: t.Integer({ description: "Customers of the data set." }),
        customers_with_row: t.Integer(),
        key_column: t.Union([t.Integer(), t.Null()], {
          description: "The position of the column that names the customer.",
        }),
        id_column: TextOrNull,
        email_column: TextOrNull,
        columns: t.Array(
          t.Object({
            name: t.String(),
            kind: t.Union([t.Literal("text"), t.Literal("number"), t.Literal("date"), t.Literal("yes_no")]),
            known: t.Integer({ description: "Customers of whom it is known." }),
            samples: t.Array(t.String()),
          }),
        ),
        warnings: warningsSchema("What may be wrong, the most important first."),
      }),
      t.Null(),
    ],
    {
      description:
        "Whom the rows are about and what they say. Null if the order lines could not be read in time, or if somebody was erased from the file: then the next training tells.",
    },
  ),
});

export const CUSTOMER_FILE_EXAMPLE = {
  file_id: "0190a6b2-7000-7000-8000-000000000003",
  file_name: "customers.csv",
  bytes: 182044,
  sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  added_at: "2011-12-10T09:00:00.000Z",
  report: {
    file: "customers.csv",
    rows_read: 4012,
    rows_matched: 4009,
    rows_unmatched: 2,
    rows_replaced: 1,
    rows_unreadable: 1,
    customers: 4338,
    customers_with_row: 4008,
    key_column: 0,
    id_column: "Customer ID",
    email_column: null,
    columns: [
      { name: "consent", kind: "yes_no" as const, known: 4008, samples: ["yes", "no"] },
      { name: "channel", kind: "text" as const, known: 3990, samples: ["Ads", "Shop"] },
    ],
    warnings: [
      {
        code: "unmatched_rows",
        message: "2 rows of 4,011 belong to nobody in the order lines, so they are not used.",
        rows: 2,
        samples: [{ row: 88, column: "Customer ID", value: "99001" }],
      },
    ],
  },
};

export function customerFileAnswer({ id, fileName, sizeBytes, sha256, addedAt, inspection }: DatasetFile) {
  const { report = null } = (inspection ?? {}) as Partial<SeenCustomers>;
  return {
    file_id: id,
    file_name: fileName,
    bytes: sizeBytes,
    sha256,
    added_at: moment(addedAt),
    report,
  };
}
