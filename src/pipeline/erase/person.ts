import { personAlike } from "../../transactions/lines/id-list";
import { harmless } from "../harmless-text";

/** The person to erase: the id, and the e-mail addresses next to it in the shop's files. */
export interface Person {
  readonly id: string;
  /** Folded. */
  readonly emails: readonly string[];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** An e-mail address in the form that a training compares; null if the text is not one. */
export function foldedEmail(text: string): string | null {
  const folded = comparedName(text);
  return EMAIL.test(folded) ? folded : null;
}

/** A name of a person, an id or an address, in the form that a training compares. */
export function comparedName(text: string): string {
  return personAlike(text.trim());
}

/** Numbers are no longer than this, leading zeros included. */
const MOST_DIGITS = 20;

/**
 * The person as a file calls them. A customers' file is joined whatever leading zeros its ids have, so all of them mean
 * the person.
 */
export function asInFile(person: Person, keyColumn: number | "unknown" | null): Person {
  const { id, emails } = person;
  if (keyColumn === null || !/^\d+$/.test(id)) return person;
  const bare = id.replace(/^0+(?=\d)/, "");
  const padded = Array.from({ length: MOST_DIGITS }, (_, i) => bare.padStart(i + 1, "0"));
  return { id, emails: [...emails, ...new Set(padded)] };
}

/** Whether a customer cell names this person, compared as a training does. */
export function isPerson(cell: string, { id, emails }: Person): boolean {
  const text = comparedName(cell);
  return text === personAlike(id) || emails.includes(text);
}

/** Every spelling of the person in our tables: as it is, and escaped if it would be a formula. */
export function writtenNames({ id, emails }: Person): ReadonlySet<string> {
  return new Set([id, ...emails].flatMap((name) => [name, harmless(name)]));
}
