import { UserError } from "../errors";

/** Google cannot be asked, so that nobody can be told. */
export class SignInUnavailableError extends UserError {
  override readonly name = "SignInUnavailableError";
  override readonly status = 503;
}
