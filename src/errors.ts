/**
 * An error that a user can act on. `message` is one sentence or two: what was found, what was expected, where,
 * and what to do next. Everything else that is thrown is a defect of ours.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The HTTP status that an API answers it with. */
  readonly status: number = 400;
}

/** What was thrown, in words, whatever it is. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { message } = thrown as { message?: unknown };
  if (typeof message === "string") return message;
  try {
    return JSON.stringify(thrown);
  } catch {
    // It holds itself, or a bigint.
    return Object.keys(thrown).join(", ");
  }
}

/** The data that was handed in cannot be used as it is. */
export class InputError extends UserError {
  override readonly name = "InputError";
  override readonly status = 422;
}
