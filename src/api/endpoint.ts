import type { ApiContext } from "./context";
import { describedFields } from "./described-fields";
import { BadRequestError, ConflictError, InvalidRequestError } from "./errors";
import type { Guard } from "./guard";
import { answerOnce, fingerprint, idempotencyKey, type KeepAnswer, onceId } from "./idempotency";
import { readJson } from "./json-body";
import { readQuery } from "./query";
import { boundedRequest, mostBodyBytes, PACE } from "./request-body";
import type { RequestState } from "./request-state";
import type { Route, RouteInput } from "./route";
import { type FieldError, SchemaCheck } from "./schema-check";

/** Answers one request of a route. Throws what the caller should read. */
export type Endpoint = (
  request: Request,
  params: Readonly<Record<string, string>>,
  state: RequestState,
) => Promise<Response>;

/** Makes a route answer: admit the caller, read and check the request, do it (once), send the result. */
export function endpoint(route: Route, guard: Guard, context: ApiContext): Endpoint {
  const read = reader(route);
  return async (sent, params, state) => {
    state.route = route;
    const { tenant, principal } = await guard.admit(route, sent, state);
    // From here on a slow route has all the time it needs, so it must watch the pace of a body that it reads itself.
    const readsSlowly = route.slow && route.rawBody;
    const request = boundedRequest(sent, mostBodyBytes(route), readsSlowly ? PACE : null);
    const checked = await read(request, params);
    if (route.slow) state.keepOpen();
    if (route.method !== "GET" && !route.whileErased) requireTenantKept(context, tenant);
    const key = route.method === "POST" && !route.rawBody ? idempotencyKey(request) : null;
    const requestHash = key === null ? "" : fingerprint(route.method, state.path, JSON.stringify(checked));
    const input: RouteInput = {
      ...checked,
      tenant,
      principal,
      request,
      requestId: state.id,
      address: state.address,
      onceId: key === null ? null : onceId(tenant, key, requestHash),
      keepAnswer: () => {},
    };
    if (key === null) return send(route, await route.handle(input, context));
    return answerOnce(context.store, { tenant, key, requestHash, now: context.now() }, (keep) => {
      const status = Number(Object.keys(route.answers)[0]);
      const keepAnswer = (answer: object) => keep(status, JSON.stringify(answer));
      const result = route.handle({ ...input, keepAnswer }, context);
      return result instanceof Promise ? result.then((made) => send(route, made)) : send(route, result, keep);
    });
  };
}

/**
 * Throws if the tenant is being erased, or was erased since `since`. A write that began earlier must not bring back
 * what is gone.
 */
export function requireTenantKept({ store, now }: ApiContext, tenant: string, since = now()): void {
  if (store.erasures.isTenantErased(tenant, since))
    throw new ConflictError("The tenant is being erased and accepts nothing new.");
}

/** Reads params, query and body, and throws one error that lists every invalid field. */
function reader(route: Route) {
  const paramsCheck = route.params && new SchemaCheck(route.params, "path");
  const queryCheck = route.query && new SchemaCheck(route.query, "query");
  const bodyCheck = route.body && new SchemaCheck(route.body, "body");
  return async (request: Request, params: Readonly<Record<string, string>>) => {
    const errors: FieldError[] = paramsCheck?.errors(params) ?? [];
    let query: Record<string, unknown> = {};
    if (queryCheck) {
      const sent = readQuery(request.url, route.query!);
      query = sent.query;
      errors.push(...(sent.errors.length > 0 ? sent.errors : queryCheck.errors(query)));
    }
    const body = bodyCheck ? describedFields(route.body!, await readJson(request)) : undefined;
    if (bodyCheck && body === undefined && !bodyCheck.optional) {
      throw new BadRequestError("The body is missing; it must be JSON.");
    }
    if (bodyCheck && body !== undefined) errors.push(...bodyCheck.errors(body));
    if (errors.length > 0) throw new InvalidRequestError(errors);
    return { params, query, body };
  };
}

/** A handler's answer: a Response as it is, anything else as JSON with the route's first status, which `keep` gets. */
function send(route: Route, result: unknown, keep?: KeepAnswer): Response {
  if (result instanceof Response) return result;
  const status = Number(Object.keys(route.answers)[0]);
  const text = JSON.stringify(result);
  if (text === undefined) throw new TypeError(`${route.method} ${route.path} answered nothing`);
  keep?.(status, text);
  return new Response(text, { status, headers: { "Content-Type": "application/json" } });
}
