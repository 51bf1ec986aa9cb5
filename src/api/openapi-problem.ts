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
  const once = route.method === "POST";
  const reads = route.body || route.rawBody;
  const tenant = signedIn && !route.serverWide;
  const bad = [
    ...(tenant ? ["no tenant id"] : []),
    ...(route.body ? ["a body that is no JSON"] : []),
    ...(once ? ["an Idempotency-Key that is none"] : []),
  ];
  return {
    ...(bad.length > 0 && { 400: `What was sent cannot be understood: ${listed(bad)}` }),
    ...(signedIn && { 401: "No credentials, or such that do not hold" }),
    ...(signedIn
      ? { 403: `The caller is of another tenant, or has not the role ${route.access}` }
      : writes && { 403: "A page of another site is behind the request" }),
    ...(writes &&
      tenant && {
        409: `The tenant is being erased${once ? ", or the first request with this Idempotency-Key is still at work" : ""}`,
      }),
    ...(reads && { 413: "The body is too large" }),
    ...(reads && { 415: "The body is of another content type" }),
    421: "With `AUTH=open`: the request is for another host name than that of this machine",
    ...((checks || once) && {
      422: `${checks ? "Fields do not fit; `errors` lists every one" : "The Idempotency-Key was used for another request"}${checks && once ? ". Or the Idempotency-Key was used for another request" : ""}`,
    }),
    ...(signedIn && { 429: "The tenant asks too often; `Retry-After` says when to come back" }),
    500: "A defect of ours; `request_id` is in the log",
    ...(signedIn && {
      503: "What the answer needs cannot be reached at the moment: the sign-in, the bucket",
    }),
    ...route.errors,
  };
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
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
          ...(status === 422 &&
            hasFields(route) && { errors: [{ field: aFieldOf(route), message: "is required" }] }),
          ...(status === 500 && { request_id: "01932c07-6f6b-7000-8000-3f9d1c2b4a5e" }),
        },
      },
    },
  };
}

function hasFields({ params, query, body }: Route): boolean {
  return (params ?? query ?? body) !== undefined;
}

/** The name of a field that the route takes. */
function aFieldOf({ params, query, body }: Route): string {
  const properties = [body, query, params].flatMap((schema?: TSchema) =>
    Object.keys(schema?.properties ?? {}),
  );
  return properties[0] ?? "body";
}
