import type { TSchema } from "@sinclair/typebox";
import { errorsOf, problemAnswer } from "./openapi-problem";
import { documentedSchema } from "./openapi-schema";
import type { Route, RouteAnswer } from "./route";

const TENANT_HEADER = {
  name: "X-Tenant-Id",
  in: "header",
  required: true,
  description: "The tenant of the call: 1 to 128 letters, digits, `_` or `-`.",
  schema: { type: "string", pattern: "^[A-Za-z0-9_-]{1,128}$" },
  example: "demo",
};

const IDEMPOTENCY_HEADER = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
  example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
};

/** The complete OpenAPI operation of a route. */
export function operationOf(route: Route): Record<string, unknown> {
  const signedIn = route.access !== "public";
  const errors = Object.entries(errorsOf(route)).map(([status, description]) => [
    status,
    problemAnswer(route, Number(status), description),
  ]);
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, contentOf(answer)]);
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: signedIn ? `${route.description}\n\nNeeds the role ${route.access}.` : route.description,
    security: signedIn ? [{ bearer: [] }, { apiKey: [] }, {}] : [],
    parameters: [
      ...(signedIn && !route.serverWide ? [{ ...TENANT_HEADER, required: !route.byLink }] : []),
      ...(route.method === "POST" ? [IDEMPOTENCY_HEADER] : []),
      ...parametersOf("path", route.params),
      ...parametersOf("query", route.query),
    ],
    ...bodyOf(route),
    responses: Object.fromEntries([...answers, ...errors]),
  };
}

/** `GET /models/:model_id/json` → `getModelsByModelIdJson`. */
function operationId({ method, path }: Route): string {
  const words = path
    .split("/")
    .filter(Boolean)
    .flatMap((part) => part.replace(/^:/, "by_").split(/[^A-Za-z0-9]+/));
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function parametersOf(place: "path" | "query", schema: TSchema | undefined): object[] {
  const required: string[] = schema?.required ?? [];
  return Object.entries<TSchema>(schema?.properties ?? {}).map(([name, property]) => {
    const { description, examples, ...schema } = documentedSchema(property);
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      description,
      schema,
      ...(Array.isArray(examples) && { example: examples[0] }),
    };
  });
}

function bodyOf(route: Route): { requestBody?: object } {
  if (route.rawBody) return { requestBody: { required: true, ...route.rawBody } };
  if (!route.body) return {};
  const schema = documentedSchema(route.body);
  const content = { schema, ...("bodyExample" in route && { example: route.bodyExample }) };
  return { requestBody: { required: true, content: { "application/json": content } } };
}

function contentOf({ description, schema, example, contentType }: RouteAnswer): object {
  const type = contentType ?? "application/json";
  const body = schema ? documentedSchema(schema) : contentType ? fileSchema(contentType) : undefined;
  if (!body) return { description };
  return { description, content: { [type]: { schema: body, ...(example !== undefined && { example }) } } };
}

function fileSchema(contentType: string): object {
  return { type: "string", ...(!contentType.startsWith("text/") && { format: "binary" }) };
}
