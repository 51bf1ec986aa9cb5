import { STATUS_CODES } from "node:http";
import { type TSchema, Type as t } from "@sinclair/typebox";
import type { Route } from "./route";

/** The body of every error answer. */
export const PROBLEM_SCHEMA = t.Object(
  {
    type: t.String({ description: "`about:blank`: the status says what kind of problem it is." }),
    title: t.String({ description: "The status in words." }),
    status: t.Integer({ description: "The HTTP status." }),
    detail: t.String({ description: "What was found, what was expected, and what to do." }),
    instance: t.String({ description: "The path that was asked for." }),
    errors: t.Optional(
      t.Array(t.Object({ field: t.String(), message: t.String() }), {
        description: "With 422: every field that does not fit.",
      }),
    ),
    request_id: t.Optional(t.String({ description: "With 500: under which the server's log has it." })),
  },
  { description: "RFC 9457 problem details" },
);

/** The statuses that a route answers errors with: its own, and those that follow from what it is. */
export function errorsOf(route: Route): Record<number, string> {
  const signedIn = route.access !== "public";
  const checks = route.params ?? route.query ?? route.body;
  const writes = route.method !== "GET";
  const reads = route.body || route.rawBody;
  return {
    ...(signedIn && !route.serverWide && { 400: "Missing tenant id" }),
    ...(route.body && { 400: "Missing tenant id, or a body that is no JSON" }),
    ...(signedIn && { 401: "No credentials, or such that do not hold" }),
    ...(signedIn && { 403: `The caller is of another tenant, or has not the role ${route.access}` }),
    ...(writes &&
      route.method === "POST" && { 409: "The first request with this Idempotency-Key is still at work" }),
    ...(reads && { 413: "The body is too large" }),
    ...(reads && { 415: "The body is of another content type" }),
    ...(checks && { 422: "Fields do not fit; `errors` lists every one" }),
    ...(signedIn && { 429: "The tenant asks too often; `Retry-After` says when to come back" }),
    500: "A defect of ours; `request_id` is in the log",
    ...route.errors,
  };
}

/** The OpenAPI description of one error answer. */
export function problemAnswer(route: Route, status: number, description: string): object {
  return {
    description,
    content: {
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/Problem" },
        example: {
          type: "about:blank",
          title: STATUS_CODES[status],
          status,
          detail: description,
          instance: route.path.replace(/:(\w+)/g, "{$1}"),
          ...(status === 422 && { errors: [{ field: aFieldOf(route), message: "is required" }] }),
          ...(status === 500 && { request_id: "01932c07-6f6b-7000-8000-3f9d1c2b4a5e" }),
        },
      },
    },
  };
}

/** The name of a field that the route takes. */
function aFieldOf({ params, query, body }: Route): string {
  const properties = [body, query, params].flatMap((schema?: TSchema) =>
    Object.keys(schema?.properties ?? {}),
  );
  return properties[0] ?? "body";
}
