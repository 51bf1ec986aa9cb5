import type { CleaningReport, Doubt, RoleEvidence } from "../cleaning-report";
import type { ColumnMapping } from "../mapping";
import type { Meaning, Profile } from "../profiles/profile";
import type { MoneyPlan } from "./money";
import type { Role } from "./roles";

/** Where in a record each role's column lies, and how to read the amounts. */
export interface ColumnPlan {
  readonly mapping: ColumnMapping;
  /** Names of all columns, made unique. */
  readonly columns: readonly string[];
  /** Index of a role's column; −1 if the file has none. */
  readonly index: Readonly<Record<Role, number>>;
  /** Index of a column that numbers the lines of an order: a row that repeats both is the same line. −1 if none. */
  readonly lineNumber: number;
  readonly roles: Readonly<Partial<Record<Role, RoleEvidence>>>;
  readonly profile: Profile | null;
  /** What words of a status or a kind of row mean according to the caller, by `normalisedName`. */
  readonly words: ReadonlyMap<string, Meaning>;
  readonly money: MoneyPlan;
  /** The currency of all amounts if no cell names it, ISO 4217; null if unknown. */
  readonly currency: string | null;
  /** Whether revenue includes tax; null if the file does not say. */
  readonly tax: CleaningReport["tax"];
  /** Whether names of products say that some rows are no goods. */
  readonly asksProductNames: boolean;
  /** What one unit of the amounts is worth: 0.01 if they are in cents. */
  readonly unit: number;
  /** Column that only numbers the rows; −1 if there is none. */
  readonly rowNumber: number;
  /** Notes for the report about how the columns were found. */
  readonly notes: readonly string[];
  /** Which of these findings may be wrong. */
  readonly doubts: readonly Doubt[];
}
