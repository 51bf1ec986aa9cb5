import { type TSchema, Type as t } from "@sinclair/typebox";
import type { Route } from "./route";
import { STATUS_TITLES } from "./status-titles";

/** The body of every error answer. */
export const PROBLEM_SCHEMA = t.Object(
  {
    type: t.String({ description: "`about:blank`: the status says what kind of problem it is." }),
    title: t.String({ description: "The status in words." }),
    status: t.Integer({ description: "The HTTP status." }),
    detail: t.String({ description: "What was found, what was expected, and what to do." }),
    instance: t.String({ description: "The path of the request." }),
    errors: t.Optional(
      t.Array(
        t.Object({
          field: t.String(),
          message: t.String(),
          position: t.Optional(
            t.Union([t.Integer(), t.Null()], {
              description: "Of a rule in text: letters before the mistake.",
            }),
          ),
          suggestion: t.Optional(
            t.Union([t.String(), t.Null()], { description: "Of a rule: what was probably meant there." }),
          ),
        }),
        { description: "With 422: every invalid field." },
      ),
    ),
    request_id: t.Optional(t.String({ description: "With 500: the id to look for in the server's log." })),
  },
  { description: "RFC 9457 problem details" },
);

/** The error statuses of a route: those that it declares, and those that follow from its kind. */
export function errorsOf(route: Route): Record<number, string> {
  const signedIn = route.access !== "public";
  const checks = route.params ?? route.query ?? route.body;
  const writes = route.method !== "GET";
  const once = route.method === "POST";
  const reads = route.body || route.rawBody;
  const tenant = signedIn && !route.serverWide;
  const bad = [
    ...(tenant ? ["no tenant id"] : []),
    ...(route.body ? ["a body that is not JSON"] : []),
    ...(once ? ["a malformed Idempotency-Key"] : []),
  ];
  return {
    ...(bad.length > 0 && { 400: `The server cannot understand the request: ${listed(bad)}` }),
    ...(signedIn && { 401: "Missing or invalid credentials" }),
    ...(signedIn
      ? { 403: `The caller belongs to another tenant or lacks the role ${route.access}` }
      : writes && { 403: "Another site's page sent the request" }),
    ...(writes &&
      tenant && {
        409: `The tenant is being erased${once ? ", or the first request with this Idempotency-Key is still running" : ""}`,
      }),
    ...(route.rawBody && route.slow && { 408: "The body came too slowly" }),
    ...(reads && { 413: "The body is too large" }),
    ...(reads && { 415: "The body has the wrong content type" }),
    421: "With `AUTH=open`: the request names another host than this machine",
    ...((checks || once) && {
      422: `${checks ? "Some fields are invalid; `errors` lists them all" : "The Idempotency-Key was used for another request"}${checks && once ? ". Or the Idempotency-Key was used for another request" : ""}`,
    }),
    ...(signedIn && { 429: "Too many requests; `Retry-After` says when to try again" }),
    500: "A defect of ours; look for `request_id` in the log",
    503: `${signedIn ? "A service that the answer needs, such as the sign-in or the bucket, is out of reach. Or too" : "Too"} many requests are under way; \`Retry-After\` says when to try again`,
    ...(writes && { 507: "The disk is full, or cannot be written" }),
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
          title: STATUS_TITLES[status],
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

/** The name of a field in the route's input. */
function aFieldOf({ params, query, body }: Route): string {
  const properties = [body, query, params].flatMap((schema?: TSchema) =>
    Object.keys(schema?.properties ?? {}),
  );
  return properties[0] ?? "body";
}
