import { UserError } from "../errors";

/** The caller is not known: no credentials, or such that do not hold. */
export class UnauthenticatedError extends UserError {
  override readonly name = "UnauthenticatedError";
  override readonly status = 401;
}
