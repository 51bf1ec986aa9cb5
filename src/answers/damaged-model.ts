import { UserError } from "../errors";

/** A listed model's files are missing or damaged. `cause` says more, for the log: it may name paths of this machine. */
export class DamagedModelError extends UserError {
  override readonly name = "DamagedModelError";
  override readonly status = 503;

  constructor(cause: unknown) {
    super(
      "The model's files are missing or damaged. Train a new model, or restore the files from a backup.",
      {
        cause,
      },
    );
  }
}

/** The JSON of a model's file. */
export function modelJsonOf<T>(text: string): T {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedModelError(error);
  }
}
