import type { Static, TSchema } from "@sinclair/typebox";
import type { Principal, Role } from "../auth/principal";
import type { ApiContext } from "./context";
import { plainSchema } from "./plain-schema";

/**
 * What a handler gets. Everything has been checked: against the route's schemas, and tenant and role against the
 * caller.
 */
export interface RouteInput<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The tenant of the call; an empty string on a public route without the header. */
  readonly tenant: string;
  /** Null on a public route. */
  readonly principal: Principal | null;
  readonly request: Request;
  readonly requestId: string;
  /** Where the caller is, for counting tries. */
  readonly address: string;
  /** With an `Idempotency-Key`: the same for every repetition, as the id of what the request makes. */
  readonly onceId: string | null;
  /**
   * Keeps the answer for repetitions of a request with an `Idempotency-Key`. A handler that awaits calls it in the
   * transaction that does the deed.
   */
  readonly keepAnswer: (answer: object) => void;
}

/** One possible answer of a route, for the OpenAPI document. */
export interface RouteAnswer {
  readonly description: string;
  /** The JSON body. Absent for files and streams. */
  readonly schema?: TSchema;
  readonly example?: unknown;
  /** If it is not application/json. */
  readonly contentType?: string;
}

/**
 * A route as data. The app registers it, the OpenAPI document describes it, and the isolation and scenario tests walk
 * over all of them. So no route can slip in without a description, an example or an error answer.
 */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/models/:model_id`. */
  readonly path: string;
  /** The lowest role, or `public`. */
  readonly access: Role | "public";
  /** About the whole server: needs no `X-Tenant-Id`. */
  readonly serverWide?: boolean;
  /** Callers who sign in need not name their tenant: it is that of their key. */
  readonly tenantOfCaller?: boolean;
  /** A signed link to it replaces a sign-in and has the role business. */
  readonly byLink?: boolean;
  /** Answers even while the whole tenant is being erased, although it writes. */
  readonly whileErased?: boolean;
  /** Its answer may take, or pause for, more than a minute. */
  readonly slow?: boolean;
  /** Not in the OpenAPI document: pages, scripts. */
  readonly hidden?: boolean;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  /** The JSON body. */
  readonly body?: TSchema;
  /** An example of the JSON body. */
  readonly bodyExample?: unknown;
  /** The framework does not parse it: the handler reads `request.body`. This describes it in OpenAPI. */
  readonly rawBody?: Readonly<Record<string, unknown>>;
  /** The most bytes that a body may have, if it is not the usual limit (`request-body.ts`). */
  readonly bodyBytes?: number | "counted by the handler";
  /** Success answers by status. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Error statuses in addition to those that every route can have (400, 401, 403, 422, 429, 500 where they apply). */
  readonly errors?: Readonly<Record<number, string>>;
  handle(input: RouteInput, context: ApiContext): unknown;
}

/** The schemas determine the handler's types. */
type TypedRoute<P extends TSchema, Q extends TSchema, B extends TSchema> = Omit<
  Route,
  "params" | "query" | "body" | "handle"
> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(input: RouteInput<Static<P>, Static<Q>, Static<B>>, context: ApiContext): unknown;
};

/** Declares a route. Return a value (sent as JSON with the first status of `answers`) or a `Response`. */
export function defineRoute<P extends TSchema, Q extends TSchema, B extends TSchema>(
  declared: TypedRoute<P, Q, B>,
): Route {
  const { params, query, body, answers, ...route } = declared as unknown as Route;
  const plainAnswers = Object.entries(answers).map(([status, answer]) => [
    status,
    { ...answer, ...(answer.schema && { schema: plainSchema(answer.schema) }) },
  ]);
  return {
    ...route,
    ...(params && { params: plainSchema(params) }),
    ...(query && { query: plainSchema(query) }),
    ...(body && { body: plainSchema(body) }),
    answers: Object.fromEntries(plainAnswers),
  };
}
