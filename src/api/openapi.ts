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

/** The OpenAPI document of the routes. Everything about an operation comes from the route table. */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const shown = routes.filter(({ hidden }) => !hidden);
  return {
    // The schemas are JSON Schema 2020-12 (`const`, `type: "null"`), which 3.0 does not take.
    openapi: "3.1.0",
    info: {
      title: "Perennial",
      description:
        "Who a retailer's customers are, who is about to leave, what each is worth, and what to do about it. " +
        "Every call but the public ones names its tenant in `X-Tenant-Id`; errors are RFC 9457 problems. " +
        "`null` in a field of a body that may be left out means that it is left out.",
      version: VERSION,
      license: { name: "MIT", identifier: "MIT" },
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
      schemas: { Problem: documentedSchema(PROBLEM_SCHEMA) },
    },
    paths: pathsOf(shown),
  };
}

function pathsOf(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return paths;
}

function tagsOf(routes: readonly Route[]) {
  const names = [...new Set(routes.map(({ tag }) => tag))];
  return names.map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
}
