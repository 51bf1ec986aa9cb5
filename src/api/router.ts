import { Elysia } from "elysia";
import { UserError } from "../errors";
import type { Endpoint } from "./endpoint";
import { ClientGoneError, MethodNotAllowedError, NotFoundError } from "./errors";
import { problemResponse } from "./problem";
import type { RequestState } from "./request-state";
import type { Route } from "./route";

/**
 * Finds a request's route with Elysia and lets it answer. Elysia's own parsing and schema checks are not used
 * (docs/decisions/0009-http.md): each route's `endpoint` reads and checks the request.
 */
export class Router {
  readonly #elysia: Elysia;
  readonly #states = new WeakMap<Request, RequestState>();
  readonly #patterns: readonly { readonly method: string; readonly pattern: RegExp }[];
  /** The methods of paths without parameters. Such a path leads only there, whatever pattern it matches. */
  readonly #literal = new Map<string, string[]>();

  constructor(
    endpoints: readonly { readonly route: Route; readonly answer: Endpoint }[],
    private readonly onDefect: (error: unknown, state: RequestState) => void,
  ) {
    // Elysia looks for the path from a URL's twelfth character on, unless told that a host name may be short.
    const elysia = new Elysia({ name: "perennial", handler: { standardHostname: false } });
    // Before the routes: Elysia's hooks only apply to routes added after them.
    elysia.onError(({ code, error, request }) => {
      const state = this.#states.get(request)!;
      return this.failure(code === "NOT_FOUND" ? this.#notFound(request.method, state.path) : error, state);
    });
    for (const { route, answer } of endpoints) {
      elysia.route(
        route.method,
        route.path,
        async ({ request, params }) => answer(request, params, this.#states.get(request)!),
        { parse: "none" },
      );
    }
    this.#elysia = elysia.compile();
    for (const { route } of endpoints) {
      if (!route.path.includes(":"))
        this.#literal.set(route.path, [...(this.#literal.get(route.path) ?? []), route.method]);
    }
    this.#patterns = endpoints.map(({ route }) => ({ method: route.method, pattern: patternOf(route.path) }));
  }

  async answer(request: Request, state: RequestState): Promise<Response> {
    // HEAD is GET without the body, but Elysia only knows routes registered for it.
    const head = request.method === "HEAD";
    const routed = head ? new Request(request.url, { headers: request.headers }) : request;
    const own = this.#literal.get(state.path);
    if (own && !own.includes(routed.method))
      return this.failure(this.#notFound(request.method, state.path), state);
    this.#states.set(routed, state);
    const response = await this.#elysia.fetch(routed);
    if (!head) return response;
    await response.body?.cancel();
    return new Response(null, { status: response.status, headers: response.headers });
  }

  /** The answer to an error. Defects go to `onDefect` first. */
  failure(thrown: unknown, state: RequestState): Response {
    const error = isHangUp(thrown, state) ? new ClientGoneError("The client closed the connection.") : thrown;
    const response = problemResponse(error, state.path, state.id);
    // What the operator should see, although it is no defect, has a cause.
    const isForOperator =
      response.status === 507 || (error instanceof UserError && error.cause !== undefined);
    if (response.status === 500 || isForOperator) this.onDefect(error, state);
    return response;
  }

  /** The methods of a path, including implied ones; empty if there is nothing. */
  methodsOf(path: string): string[] {
    const found =
      this.#literal.get(path.replace(/(?<=.)\/$/, "")) ??
      this.#patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (found.length === 0) return [];
    return [...new Set([...found, ...(found.includes("GET") ? ["HEAD"] : []), "OPTIONS"])];
  }

  #notFound(method: string, path: string): Error {
    const methods = this.methodsOf(path);
    if (methods.length > 0) return new MethodNotAllowedError(method, methods);
    return new NotFoundError(`There is nothing at ${path}. The routes are listed at /docs.`);
  }
}

/** `/models/:model_id` → a pattern for its paths. */
function patternOf(path: string): RegExp {
  const parts = path.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : RegExp.escape(part)));
  return new RegExp(`^${parts.join("/")}/?$`);
}

/** Whether the request failed because its client went away. */
function isHangUp(thrown: unknown, { signal }: RequestState): boolean {
  if (!signal.aborted || thrown instanceof UserError) return false;
  const { name = "", code = "" } = (thrown ?? {}) as { name?: string; code?: string };
  return thrown === signal.reason || name === "AbortError" || ["ECONNRESET", "EPIPE"].includes(code);
}
