import { RuleError } from "../answers/rules/rule-error";
import { diskFault } from "../disk";
import { UserError } from "../errors";
import { DiskError, HttpError, InvalidRequestError } from "./errors";
import type { FieldError } from "./schema-check";
import { STATUS_TITLES } from "./status-titles";

/** The body of every error answer (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  readonly errors?: readonly FieldError[];
  readonly request_id?: string;
}

export const OURS =
  "Something went wrong on our side. Try again. If it happens again, report the request id.";

/**
 * The answer to a failed request. A `UserError` is shown as it is. Anything else is a defect and shows only the
 * request's id, which finds it in the log.
 */
export function problemResponse(thrown: unknown, path: string, requestId: string): Response {
  const error = withoutDiskFaults(thrown);
  const known = error instanceof UserError;
  const status = known ? error.status : 500;
  const problem: Problem = {
    type: "about:blank",
    title: STATUS_TITLES[status] ?? "Error",
    status,
    detail: known ? error.message : OURS,
    instance: path,
    ...(error instanceof InvalidRequestError && { errors: error.errors }),
    ...(error instanceof RuleError && {
      errors: [{ field: "rule", message: error.message, ...error.place }],
    }),
    ...(!known && { request_id: requestId }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      ...(error instanceof HttpError && error.headers),
      ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
      "Content-Type": "application/problem+json",
    },
  });
}

/** A full disk is no defect of ours. */
function withoutDiskFaults(thrown: unknown): unknown {
  if (thrown instanceof UserError) return thrown;
  const fault = diskFault(thrown);
  return fault === null ? thrown : new DiskError(fault);
}
