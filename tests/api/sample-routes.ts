import { t } from "elysia";
import { ConflictError } from "../../src/api/errors";
import { defineRoute, type Route } from "../../src/api/route";

const described = { tag: "server", summary: "A sample", description: "A route for tests." } as const;
const answers = { 200: { description: "What was read.", schema: t.Unknown(), example: {} } };

/** What the handlers of these routes have done. */
export interface Done {
  writes: number;
  /** Let the handler of `/wait` answer. */
  release: () => void;
  /** Resolves when the handler of `/wait` is at work. */
  waiting: Promise<void>;
}

/** Small routes that show what the app hands to a handler. */
export function sampleRoutes(): { routes: Route[]; done: Done } {
  const started = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const done: Done = { writes: 0, release: () => released.resolve(), waiting: started.promise };
  const body = t.Object({
    name: t.String({ minLength: 1 }),
    count: t.Optional(t.Integer({ minimum: 0 })),
    kind: t.Optional(t.Union([t.Literal("training"), t.Literal("email")])),
    id: t.Optional(t.Union([t.String(), t.Number()])),
    features: t.Optional(t.Object({ frequency: t.Number({ minimum: 0 }) })),
    tags: t.Optional(t.Array(t.String())),
  });
  const routes = [
    defineRoute({
      ...described,
      method: "GET",
      path: "/open",
      access: "public",
      answers,
      handle: ({ tenant, principal }) => ({ tenant, principal }),
    }),
    defineRoute({
      ...described,
      method: "GET",
      path: "/things",
      access: "business",
      query: t.Object({
        limit: t.Optional(t.Integer({ minimum: 1, maximum: 100 })),
        min: t.Optional(t.Number()),
        all: t.Optional(t.Boolean()),
        name: t.Optional(t.String()),
        segment: t.Optional(t.Array(t.String())),
      }),
      answers,
      handle: ({ query, tenant }) => ({ query, tenant }),
    }),
    defineRoute({
      ...described,
      method: "GET",
      path: "/things/default",
      access: "business",
      answers,
      handle: () => ({ default: true }),
    }),
    defineRoute({
      ...described,
      method: "GET",
      path: "/things/:id",
      access: "business",
      params: t.Object({ id: t.String({ maxLength: 40 }) }),
      answers,
      handle: ({ params }) => params,
    }),
    defineRoute({
      ...described,
      method: "POST",
      path: "/things",
      access: "analyst",
      body,
      bodyExample: { name: "a" },
      answers: { 201: { description: "Made.", schema: t.Unknown(), example: {} } },
      handle: ({ body, tenant }) => ({ write: ++done.writes, body, tenant }),
    }),
    defineRoute({
      ...described,
      method: "DELETE",
      path: "/things/:id",
      access: "admin",
      params: t.Object({ id: t.String() }),
      answers,
      handle: ({ params }) => ({ status: "deleted", ...params }),
    }),
    defineRoute({
      ...described,
      method: "POST",
      path: "/conflict",
      access: "business",
      answers,
      handle: () => {
        done.writes++;
        throw new ConflictError("It is taken.");
      },
    }),
    defineRoute({
      ...described,
      method: "POST",
      path: "/wait",
      access: "business",
      answers,
      handle: async () => {
        started.resolve();
        await released.promise;
        return { write: ++done.writes };
      },
    }),
    defineRoute({
      ...described,
      method: "POST",
      path: "/upload",
      access: "business",
      rawBody: { content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } },
      answers,
      handle: async ({ request }) => ({ bytes: (await request.bytes()).byteLength }),
    }),
    defineRoute({
      ...described,
      method: "GET",
      path: "/defect",
      access: "business",
      answers,
      handle: () => {
        throw new TypeError("secret internals");
      },
    }),
  ];
  return { routes, done };
}
