import { authenticatorFor } from "../auth/authenticator";
import { linkKeyFile, tenantOfLink } from "../auth/download-links";
import type { Authenticator } from "../auth/principal";
import { addHeaders } from "./answer-headers";
import { Capacity, type Places, placesFor } from "./capacity";
import type { ApiContext } from "./context";
import { CrossSite } from "./cross-site";
import { mostDescriptors } from "./descriptors";
import { endpoint } from "./endpoint";
import { NotFoundError } from "./errors";
import { docsRoutes } from "./explorer/docs-pages";
import { Guard } from "./guard";
import { LateRouter } from "./late-router";
import { RateLimit } from "./rate-limit";
import { newRequestState, type RequestState } from "./request-state";
import type { Route } from "./route";
import { Router } from "./router";
import { type Answer, type RunningServer, startServer } from "./server";
import { streamOf } from "./streamed";
import { Turns } from "./turns";

/** Requests per minute and tenant when callers sign in and `REQUESTS_PER_MINUTE` is not set. */
const REQUESTS_PER_MINUTE = 6000;

/** The API: answers requests, alone or as a server. */
interface App {
  readonly answer: Answer;
  /** Listens on the configured host. Port 0 picks a free one. */
  listen(port: number): RunningServer;
  /** Loads what is not there yet. */
  complete(): Promise<void>;
}

/** What the server offers beside the API. */
export interface Dashboards {
  /** Routes outside the API's document. */
  readonly pages: readonly Route[];
  /** What a browser sees instead of an error's JSON. Null: the JSON is fine. */
  readonly errorPage: (request: Request, answered: Response, state: RequestState) => Promise<Response | null>;
}

export interface AppOptions extends Partial<Dashboards> {
  /** Loads every route and the dashboards, if `routes` are only those to begin with. */
  readonly rest?: () => Promise<Dashboards & { readonly routes: readonly Route[] }>;
  /** Replaces what `AUTH` asks for. */
  readonly authenticate?: Authenticator;
  /** How many requests are answered at once. */
  readonly places?: Places;
}

/**
 * Builds the API from a table of routes. Every route shares the steps before it (origin, caller, rate limit) and after
 * it (headers, log, counters, the shape of errors).
 */
export function createApp(context: ApiContext, routes: readonly Route[], given: AppOptions = {}): App {
  const { config } = context;
  let { errorPage } = given;
  const routers = routersOf(context, routes, given, (loaded) => {
    errorPage = loaded.errorPage;
  });
  /** How to end each stream of events. */
  const following = new Set<() => void>();
  const places = new Capacity(given.places ?? placesFor(mostDescriptors()));
  const turns = new Turns();
  const crossSite = new CrossSite(config);
  context.store.jobs.onChange((job) => context.metrics.countEnd(job));

  async function route(request: Request, state: RequestState): Promise<Response> {
    try {
      crossSite.check(request);
      const router = await routers.for(state.path);
      if (request.method !== "OPTIONS") return await router.answer(request, state);
      const methods = router.methodsOf(state.path);
      if (methods.length === 0) throw new NotFoundError(`There is nothing at ${state.path}.`);
      const options = new Response(null, { status: 204, headers: { Allow: methods.join(", ") } });
      return crossSite.preflight(request, methods) ?? options;
    } catch (error) {
      return routers.now.failure(error, state);
    }
  }

  async function shown(request: Request, state: RequestState): Promise<Response> {
    const answered = await route(request, state);
    return (answered.status >= 400 && (await errorPage?.(request, answered, state))) || answered;
  }

  /** Answers if there is a place for the request, when it is its turn, and always says whether the server is up. */
  async function admitted(request: Request, state: RequestState): Promise<Response> {
    if (/^\/health(\/|$)/.test(state.path)) return route(request, state);
    let leave: () => void;
    try {
      leave = await admission(places, turns, state);
    } catch (error) {
      return routers.now.failure(error, state);
    }
    try {
      const response = await shown(request, state);
      const stream = streamOf(response);
      if (!stream) return response;
      const place = leave;
      leave = () => {};
      if (response.headers.get("content-type")?.startsWith("text/event-stream")) following.add(stream.stop);
      stream.end.then(() => {
        following.delete(stream.stop);
        place();
      });
      return response;
    } finally {
      leave();
    }
  }

  async function answer(request: Request, keepOpen: () => void, peer: string): Promise<Response> {
    const state = newRequestState(request, keepOpen, peer);
    const response = await admitted(request, state);
    addHeaders(response.headers, state);
    crossSite.mark(request, response.headers);
    record(context, request, response, state);
    return response;
  }

  function listen(port: number): RunningServer {
    const server = startServer(answer, config.host, port);
    const stop: RunningServer["stop"] = (withinMs) => {
      // The shutdown would wait for clients that follow events; they connect again to the next server.
      for (const end of following) end();
      return server.stop(withinMs);
    };
    return { ...server, stop };
  }

  return { answer, listen, complete: async () => void (await routers.whole()) };
}

/** The routes as they are now, and how to get the rest; `onLoad` hears what was loaded. */
function routersOf(
  context: ApiContext,
  routes: readonly Route[],
  { pages = [], rest, authenticate }: AppOptions,
  onLoad: (loaded: Dashboards) => void,
): LateRouter {
  const { config, store, log, people, now } = context;
  const guard = new Guard(
    authenticate ?? authenticatorFor(config, store, people, now),
    rateLimitOf(context),
    now,
    (url, path, at) => tenantOfLink(linkKeyFile(store), url, path, at),
  );
  const routerOf = (table: readonly Route[]) =>
    new Router(
      table.map((route) => ({ route, answer: endpoint(route, guard, context) })),
      (error, state) => log.error({ err: error, request_id: state.id }, "a request failed"),
    );
  const whole = (api: readonly Route[], beside: readonly Route[]) =>
    routerOf([...api, ...docsRoutes(api), ...beside]);
  if (!rest) return new LateRouter(whole(routes, pages), null);
  return new LateRouter(routerOf(routes), async () => {
    const loaded = await rest();
    onLoad(loaded);
    return whole(loaded.routes, loaded.pages);
  });
}

/** Takes a place and waits for its turn. Returns how to leave. Throws if there is no place or the wait takes too long. */
async function admission(places: Capacity, turns: Turns, { address, signal }: RequestState) {
  const leave = places.enter(address);
  try {
    await turns.wait(address, signal);
  } catch (error) {
    leave();
    throw error;
  }
  return leave;
}

/**
 * Counts and logs an answer. Logs the route's pattern, never the path, query, headers or body: they may reveal a
 * person.
 */
function record({ log, metrics }: ApiContext, request: Request, response: Response, state: RequestState) {
  const pattern = state.route?.path ?? "none";
  const seconds = (performance.now() - state.startedAt) / 1000;
  metrics.record(request.method, pattern, response.status, seconds);
  log.info(
    {
      method: request.method,
      route: pattern,
      status: response.status,
      duration_ms: Math.round(seconds * 1e5) / 100,
      tenant: state.tenant,
      caller: state.caller,
      request_id: state.id,
    },
    "request",
  );
}

function rateLimitOf({ config }: ApiContext): RateLimit | null {
  const limit = config.requestsPerMinute ?? (config.auth === "open" ? 0 : REQUESTS_PER_MINUTE);
  return limit > 0 ? new RateLimit(limit) : null;
}
