import { Elysia } from "elysia";
import { VERSION } from "../config";
import { operationOf } from "./openapi-operation";
import { PROBLEM_SCHEMA } from "./openapi-problem";
import { documentedSchema } from "./openapi-schema";
import type { Route } from "./route";

/** What each tag is about. */
const TAGS: Readonly<Record<string, string>> = {
  server: "The server itself: health and counters.",
  training: "Upload order lines and train a model on them.",
  models: "What a training learned: metrics, segments, models and their customers.",
  predictions: "Scores for one customer or for all.",
  audience: "Lists of customers to act on, as files.",
  "saved segments": "Segments by rules, saved under a name.",
  destinations: "Where those lists go on their own, and what became of each.",
  queue: "Jobs: waiting, running and finished.",
  notifications: "News, as the pages show it.",
  webhooks: "Programs that get events.",
  "data rights": "Export or erase everything that is kept.",
};

/**
 * The OpenAPI document of the routes. `@elysiajs/swagger` builds it from an Elysia app that is never served, so the
 * plugin's page, which loads its script from another host, does not exist here. The route table describes every
 * operation in full. We do not use the plugin's own guesses: three body types, answers without a description.
 */
export async function openApiDocument(routes: readonly Route[]): Promise<Record<string, unknown>> {
  // Loaded here, because few ask for the document and the plugin's themes would slow down every start.
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
            "Shows who a retailer's customers are, who is about to leave, what each is worth, and what to do about it. " +
            "Every call but the public ones names its tenant in `X-Tenant-Id`; errors are RFC 9457 problems. " +
            "In an optional field of a body, `null` means that the field is left out.",
          license: { name: "MIT", identifier: "MIT" } as { name: string },
          contact: { name: "The operators of this server" },
        },
        // The origin that the document came from.
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
  const schemas: Record<string, object> = { Problem: documentedSchema(PROBLEM_SCHEMA) };
  const document = withNamedSchemas(await response.text(), schemas) as { components: object };
  // The schemas are JSON Schema 2020-12 (`const`, `type: "null"`). OpenAPI 3.1 accepts that as it is; the plugin's 3.0
  // does not.
  return {
    ...document,
    openapi: "3.1.0",
    components: { ...document.components, schemas },
  };
}

/** Parses a document. Schemas with an `$id` move to `schemas`, and a reference stays in their place: they are large. */
function withNamedSchemas(text: string, schemas: Record<string, object>): unknown {
  return JSON.parse(text, (_, value) => {
    if (typeof value?.$id !== "string") return value;
    const { $id, ...schema } = value;
    schemas[$id] = schema;
    return { $ref: `#/components/schemas/${$id}` };
  });
}

function tagsOf(routes: readonly Route[]) {
  const names = [...new Set(routes.map(({ tag }) => tag))];
  return names.map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
}
