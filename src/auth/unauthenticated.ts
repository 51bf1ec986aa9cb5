import { UserError } from "../errors";

/** The caller is unknown: credentials are missing or not valid. */
export class UnauthenticatedError extends UserError {
  override readonly name = "UnauthenticatedError";
  override readonly status = 401;
}
