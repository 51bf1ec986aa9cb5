import type { RoleEvidence } from "../cleaning-report";
import type { ColumnMapping } from "../mapping";
import type { Profile } from "../profiles/profile";
import type { MoneyPlan } from "./money";
import type { Role } from "./roles";

/** The roles that the models are made from, in the order they are shown. */
export const mappingFields = [
  "customer_id",
  "order_id",
  "order_datetime",
  "product_id",
  "quantity",
  "unit_price",
  "order_total",
  "country",
] as const satisfies readonly Role[];
export type MappingField = (typeof mappingFields)[number];

/** Where in a record each role's column lies, and how the amounts are meant. */
export interface ColumnPlan {
  readonly mapping: ColumnMapping;
  /** Names of all columns, made unique. */
  readonly columns: readonly string[];
  /** Index of a role's column; −1 where the file has none. */
  readonly index: Readonly<Record<Role, number>>;
  /** Index of a column that numbers the lines of an order, so that a row which has both again is the same line; −1 where there is none. */
  readonly lineNumber: number;
  readonly roles: Readonly<Partial<Record<Role, RoleEvidence>>>;
  readonly profile: Profile | null;
  readonly money: MoneyPlan;
  /** Notes for the report about how the columns were found. */
  readonly notes: readonly string[];
}
