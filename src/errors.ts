/**
 * An error that a user can act on. `message` is one sentence or two: what was found, what was expected, where,
 * and what to do next. Everything else that is thrown is a defect of ours.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The HTTP status that an API answers it with. */
  readonly status: number = 400;
}

/** The data that was handed in cannot be used as it is. */
export class InputError extends UserError {
  override readonly name = "InputError";
  override readonly status = 422;
}
