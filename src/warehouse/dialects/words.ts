import type { Call } from "../plan/expressions";

/** How one kind of SQL says what the plan says. Arguments and results are SQL. */
export interface Words {
  /** A quoted identifier. Throws InputError for a name that cannot be quoted. */
  name(name: string): string;
  /** A literal, whatever it holds. */
  text(value: string): string;
  /** The types of texts and of 64-bit floats, as `CAST` names them. */
  readonly types: { readonly text: string; readonly number: string };
  matches(value: string, pattern: string): string;
  /** The same selection, kept from being merged into the one around it. */
  settled(selection: string): string;
  /** What differs from `common`. */
  readonly calls: Partial<Readonly<Record<Call, (...args: string[]) => string>>>;
}
