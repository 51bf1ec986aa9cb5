/**
 * An error that a user can act on. `message` says in a sentence or two what was found, what was expected, where, and
 * what to do next. Anything else that is thrown is a defect of ours.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The HTTP status with which an API answers. */
  readonly status: number = 400;
}

/** Puts into words whatever was thrown. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { message } = thrown as { message?: unknown };
  if (typeof message === "string") return message;
  try {
    return JSON.stringify(thrown);
  } catch {
    // It contains itself, or a bigint.
    return Object.keys(thrown).join(", ");
  }
}

/** The data cannot be used as it is. */
export class InputError extends UserError {
  override readonly name = "InputError";
  override readonly status = 422;
}
