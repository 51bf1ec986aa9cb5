import type { Doubt, RoleEvidence } from "../cleaning-report";
import type { ColumnMapping } from "../mapping";
import type { Meaning, Profile } from "../profiles/profile";
import type { MoneyPlan } from "./money";
import type { Role } from "./roles";

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
  /** What the caller says that words of a status or a kind of row mean, by `normalisedName`. */
  readonly words: ReadonlyMap<string, Meaning>;
  readonly money: MoneyPlan;
  /** What all amounts are in, where no cell says it, ISO 4217; null where that is not known. */
  readonly currency: string | null;
  /** Column that only numbers the rows; −1 where there is none. */
  readonly rowNumber: number;
  /** Notes for the report about how the columns were found. */
  readonly notes: readonly string[];
  /** What of that may be wrong. */
  readonly doubts: readonly Doubt[];
}
