import { UserError } from "../errors";
import type { FieldError } from "./schema-check";

/** An error whose answer carries headers of its own. */
export class HttpError extends UserError {
  override readonly name: string = "HttpError";
  readonly headers: Readonly<Record<string, string>> = {};
}

/** The request cannot be understood: no tenant, broken JSON. */
export class BadRequestError extends UserError {
  override readonly name = "BadRequestError";
  override readonly status = 400;
}

/** There is no such thing for this tenant; another tenant's is answered in the same words. */
export class NotFoundError extends UserError {
  override readonly name = "NotFoundError";
  override readonly status = 404;
}

/** The caller is known and may not. */
export class ForbiddenError extends UserError {
  override readonly name = "ForbiddenError";
  override readonly status = 403;
}

/** The path is there, for other methods. */
export class MethodNotAllowedError extends HttpError {
  override readonly name = "MethodNotAllowedError";
  override readonly status = 405;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(method: string, allowed: readonly string[]) {
    super(`${method} is not possible here; ${allowed.join(", ")} are.`);
    this.headers = { Allow: allowed.join(", ") };
  }
}

/** The request does not fit the state that things are in. */
export class ConflictError extends UserError {
  override readonly name = "ConflictError";
  override readonly status = 409;
}

/** The upload, or the tenant's store of them, is larger than the limit. */
export class TooLargeError extends UserError {
  override readonly name = "TooLargeError";
  override readonly status = 413;
}

/** The body is of a kind that the route does not take. */
export class UnsupportedMediaTypeError extends UserError {
  override readonly name = "UnsupportedMediaTypeError";
  override readonly status = 415;
}

/** The server is not the one that the caller named in `Host`. */
export class MisdirectedError extends UserError {
  override readonly name = "MisdirectedError";
  override readonly status = 421;
}

/** Fields of the request do not fit the route's schemas; `errors` lists every one. */
export class InvalidRequestError extends UserError {
  override readonly name = "InvalidRequestError";
  override readonly status = 422;

  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join("; "));
  }
}

/** An `Idempotency-Key` was used before, for another request. */
export class KeyReusedError extends UserError {
  override readonly name = "KeyReusedError";
  override readonly status = 422;
}

/** The tenant has made more requests than it may. */
export class TooManyRequestsError extends HttpError {
  override readonly name = "TooManyRequestsError";
  override readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(limit: number, retryAfterSeconds: number) {
    super(`More than ${limit} requests in a minute. Try again in ${retryAfterSeconds} s.`);
    this.headers = { "Retry-After": String(retryAfterSeconds) };
  }
}

/** The server cannot answer now. */
export class UnavailableError extends UserError {
  override readonly name = "UnavailableError";
  override readonly status = 503;
}
