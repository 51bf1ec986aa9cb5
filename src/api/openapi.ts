import { Elysia } from "elysia";
import { VERSION } from "../config";
import { operationOf } from "./openapi-operation";
import { PROBLEM_SCHEMA } from "./openapi-problem";
import { documentedSchema } from "./openapi-schema";
import type { Route } from "./route";

/** What the tags of the routes are about. */
const TAGS: Readonly<Record<string, string>> = {
  server: "The server itself: alive, ready, counted.",
  training: "Order lines come in, and a model is learned from them.",
  models: "What was learned: metrics, segments, the models and their customers.",
  predictions: "Scores, of one customer or of all.",
  audience: "Lists of customers to act on, as files.",
  queue: "Jobs: what waits, runs and has ended.",
  notifications: "What there is to know, as the pages show it.",
  webhooks: "Programs that are told what happens.",
  "data rights": "Everything that is kept, to take along or to erase.",
};

/**
 * The OpenAPI document of the routes. `@elysiajs/swagger` makes it from an Elysia app of its own that is never served:
 * the plugin's page, which loads its script from another host, does not exist here. Everything about an operation comes
 * from the route table; what the plugin would guess itself (three body types, answers without a description) it is not
 * asked for.
 */
export async function openApiDocument(routes: readonly Route[]): Promise<Record<string, unknown>> {
  // Only here: few ask for the document, and loading the plugin would make each start wait for its themes.
  const { swagger } = await import("@elysiajs/swagger");
  const shown = routes.filter(({ hidden }) => !hidden);
  const app = new Elysia().use(
    swagger({
      path: "/page",
      specPath: "/document",
      excludeStaticFile: false,
      exclude: ["/page", "/document"],
      documentation: {
        info: {
          title: "Perennial",
          version: VERSION,
          description:
            "Who a retailer's customers are, who is about to leave, what each is worth, and what to do about it. " +
            "Every call but the public ones names its tenant in `X-Tenant-Id`; errors are RFC 9457 problems. " +
            "`null` in a field of a body that may be left out means that it is left out.",
          license: { name: "MIT", identifier: "MIT" } as { name: string },
          contact: { name: "Those who run this server" },
        },
        // Where the document was fetched from.
        servers: [{ url: "/" }],
        tags: tagsOf(shown),
        components: {
          securitySchemes: {
            bearer: {
              type: "http",
              scheme: "bearer",
              description: "`AUTH=keys`: an API key, `pk_…`. `AUTH=firebase`: a Firebase ID token.",
            },
            apiKey: {
              type: "apiKey",
              in: "header",
              name: "X-Api-Key",
              description: "`AUTH=keys`: an API key.",
            },
          },
        },
      },
    }),
  );
  for (const route of shown) {
    app.route(route.method, route.path, () => "", { detail: operationOf(route) } as object);
  }
  const response = await app.handle(new Request("http://localhost/document"));
  const document = (await response.json()) as { components: object };
  // The schemas are JSON Schema 2020-12 (`const`, `type: "null"`), which OpenAPI 3.1 takes as it is and the plugin's
  // 3.0 does not.
  return {
    ...document,
    openapi: "3.1.0",
    components: { ...document.components, schemas: { Problem: documentedSchema(PROBLEM_SCHEMA) } },
  };
}

function tagsOf(routes: readonly Route[]) {
  const names = [...new Set(routes.map(({ tag }) => tag))];
  return names.map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
}
