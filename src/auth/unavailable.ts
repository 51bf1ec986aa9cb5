import { UserError } from "../errors";

/** Google cannot be reached, so no one can be identified. */
export class SignInUnavailableError extends UserError {
  override readonly name = "SignInUnavailableError";
  override readonly status = 503;
}
