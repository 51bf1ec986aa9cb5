import { UserError } from "../errors";

/** Too many tries. */
export class TooManyTriesError extends UserError {
  override readonly name = "TooManyTriesError";
  override readonly status = 429;

  constructor(readonly retryAfterSeconds: number) {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    super(`Too many tries. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`);
  }
}
