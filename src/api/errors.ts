import { UserError } from "../errors";
import type { FieldError } from "./schema-check";

/** An error whose answer carries its own headers. */
export class HttpError extends UserError {
  override readonly name: string = "HttpError";
  readonly headers: Readonly<Record<string, string>> = {};
}

/** We cannot understand the request: no tenant, broken JSON. */
export class BadRequestError extends UserError {
  override readonly name = "BadRequestError";
  override readonly status = 400;
}

/** This tenant has no such thing. Another tenant's gets the same words. */
export class NotFoundError extends UserError {
  override readonly name = "NotFoundError";
  override readonly status = 404;
}

/** We know the caller, but the caller may not do this. */
export class ForbiddenError extends UserError {
  override readonly name = "ForbiddenError";
  override readonly status = 403;
}

/** The path exists, but for other methods. */
export class MethodNotAllowedError extends HttpError {
  override readonly name = "MethodNotAllowedError";
  override readonly status = 405;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(method: string, allowed: readonly string[]) {
    super(`${method} is not allowed here. Use ${allowed.join(", ")}.`);
    this.headers = { Allow: allowed.join(", ") };
  }
}

/** The request conflicts with the current state. */
export class ConflictError extends UserError {
  override readonly name = "ConflictError";
  override readonly status = 409;
}

/** The upload, or all of the tenant's uploads together, exceed the limit. */
export class TooLargeError extends UserError {
  override readonly name = "TooLargeError";
  override readonly status = 413;
}

/** The route does not accept this kind of body. */
export class UnsupportedMediaTypeError extends UserError {
  override readonly name = "UnsupportedMediaTypeError";
  override readonly status = 415;
}

/** The body came too slowly. */
export class TooSlowError extends HttpError {
  override readonly name = "TooSlowError";
  override readonly status = 408;
  override readonly headers = { Connection: "close" };
}

/** The caller named another server in `Host`. */
export class MisdirectedError extends UserError {
  override readonly name = "MisdirectedError";
  override readonly status = 421;
}

/** Fields of the request do not fit the route's schemas. `errors` lists every one. */
export class InvalidRequestError extends UserError {
  override readonly name = "InvalidRequestError";
  override readonly status = 422;

  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join("; "));
  }
}

/** An `Idempotency-Key` was already used for another request. */
export class KeyReusedError extends UserError {
  override readonly name = "KeyReusedError";
  override readonly status = 422;
}

/** The tenant has made too many requests. */
export class TooManyRequestsError extends HttpError {
  override readonly name = "TooManyRequestsError";
  override readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(limit: number, retryAfterSeconds: number) {
    super(`More than ${limit} requests in a minute. Try again in ${retryAfterSeconds} s.`);
    this.headers = { "Retry-After": String(retryAfterSeconds) };
  }
}

/** The server cannot answer right now. */
export class UnavailableError extends UserError {
  override readonly name = "UnavailableError";
  override readonly status = 503;
}

/** The server is working on as many requests as it can, in all or for this client. */
export class OverloadedError extends HttpError {
  override readonly name = "OverloadedError";
  override readonly status = 503;
  override readonly headers = { "Retry-After": "1" };
}

/** The server's disk takes nothing more. */
export class DiskError extends UserError {
  override readonly name = "DiskError";
  override readonly status = 507;

  /** `fault` ends the sentence "The disk …". */
  constructor(fault: string) {
    super(`The server's disk ${fault}, so nothing was stored. Tell its operator, and try again afterwards.`);
  }
}

/** Nobody is there to read the answer. */
export class ClientGoneError extends UserError {
  override readonly name = "ClientGoneError";
}
