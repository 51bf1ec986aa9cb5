import { BadRequestError } from "../api/errors";

/** Where the next page of a list begins, and in which list. */
interface Place {
  readonly modelId: string;
  readonly offset: number;
}

/**
 * A cursor: the model, so that the pages of a list come from the same one; the place; and a mark of the question, so that
 * no page answers another question. `revision` changes when customers are erased.
 */
export function cursorOf({ modelId, offset }: Place, question: object, revision: number): string {
  return Buffer.from(JSON.stringify([modelId, offset, markOf(question, revision)])).toString("base64url");
}

/** The model that a cursor belongs to. Throws a BadRequestError for one that we never gave. */
export function modelOfCursor(cursor: string): string {
  return parsed(cursor)[0];
}

/** Where to go on. Throws a BadRequestError if the question or the model's customers have changed. */
export function offsetOf(cursor: string, question: object, revision: number): number {
  const [, offset, mark] = parsed(cursor);
  if (mark !== markOf(question, revision))
    throw new BadRequestError(
      "The cursor belongs to another question, or customers were erased in the meantime. Ask again without it.",
    );
  return offset;
}

function parsed(cursor: string): [modelId: string, offset: number, mark: string] {
  try {
    const told: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(told) && typeof told[0] === "string" && Number.isSafeInteger(told[1]) && told[1] >= 0)
      return told as [string, number, string];
  } catch {
    // Reported below, together with JSON that is something else.
  }
  throw new BadRequestError("The cursor is not one of ours. Send a next_cursor as it is, or none.");
}

function markOf(question: object, revision: number): string {
  const sorted = Object.entries(question)
    .filter(([, value]) => value !== undefined)
    .sort();
  return Bun.hash(JSON.stringify([sorted, revision])).toString(36);
}
