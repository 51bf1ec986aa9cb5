import { personAlike } from "../../transactions/lines/id-list";
import { harmless } from "../harmless-text";

/** Who is erased: the id, and the e-mail addresses that stand beside it in the shop's files. */
export interface Person {
  readonly id: string;
  /** Folded. */
  readonly emails: readonly string[];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** An e-mail address as a training compares it. Null for a text that is none. */
export function foldedEmail(text: string): string | null {
  const folded = personAlike(text.trim());
  return EMAIL.test(folded) ? folded : null;
}

/** Whether a cell that names a customer names this one: it is compared as a training compares it. */
export function isPerson(cell: string, { id, emails }: Person): boolean {
  const text = personAlike(cell.trim());
  return text === personAlike(id) || emails.includes(text);
}

/**
 * Every text under which the person stands in a table of ours, as it is and as it is written where it would else be a
 * formula.
 */
export function writtenNames({ id, emails }: Person): ReadonlySet<string> {
  return new Set([id, ...emails].flatMap((name) => [name, harmless(name)]));
}
