import { afterAll, describe, expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { routes } from "../../src/api/resources";
import type { Route } from "../../src/api/route";
import { SchemaCheck } from "../../src/api/schema-check";
import { sampleRoutes } from "./sample-routes";
import { startTestServer } from "./test-server";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { name: string; in: string; required: boolean; description?: string }[];
  readonly requestBody?: { content: Record<string, { schema: object; example?: unknown }> };
  readonly responses: Record<
    string,
    { description?: string; content?: Record<string, { example?: unknown }> }
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly tags: readonly { name: string; description?: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
}

const server = startTestServer(routes);
const sample = startTestServer(sampleRoutes().routes);
afterAll(() => Promise.all([server.close(), sample.close()]));
const document = (await (await fetch(`${server.url}/docs/json`)).json()) as Document;

/** The keywords of JSON Schema 2020-12 that the document uses. */
const KEYWORDS = new Set(
  "$ref additionalProperties allOf anyOf const description enum example examples exclusiveMinimum format items maxItems maxLength maximum minItems minLength minimum pattern properties required title type uniqueItems".split(
    " ",
  ),
);

/** Every schema in the document, those within others too. */
function* schemasIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === "example" || key === "examples") continue;
    if (key === "schema" || key === "items" || key === "additionalProperties") yield* withParts(part);
    else if (key === "schemas" || key === "properties")
      for (const schema of Object.values(part as object)) yield* withParts(schema);
    else if (key === "anyOf" || key === "allOf" || key === "oneOf")
      for (const schema of part as object[]) yield* withParts(schema);
    else yield* schemasIn(part);
  }
}

function* withParts(schema: unknown): Generator<Record<string, unknown>> {
  if (typeof schema !== "object" || schema === null) return;
  yield schema as Record<string, unknown>;
  yield* schemasIn(schema);
}

/** The operation of a route in the document that is served. */
function operationOf({ method, path }: Route): Operation | undefined {
  return document.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
}

describe("the OpenAPI document", () => {
  test("is valid, also for every kind of route", async () => {
    for (const url of [server.url, sample.url]) {
      const served = (await (await fetch(`${url}/docs/json`)).json()) as Record<string, unknown>;
      const { valid, errors } = await new Validator().validate(served);
      expect(errors).toBeUndefined();
      expect(valid).toBe(true);
    }
  });

  test("has every route of the table and nothing else", () => {
    const listed = Object.values(document.paths).flatMap((operations) => Object.keys(operations));
    expect(listed).toHaveLength(routes.length);
    expect(document.openapi).toBe("3.1.0");
  });

  test("calls no two operations alike", () => {
    const ids = routes.map((route) => operationOf(route)!.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  test("says what each tag is about", () => {
    const { tags } = document;
    expect(tags.map(({ name }) => name).sort()).toEqual([...new Set(routes.map(({ tag }) => tag))].sort());
    expect(tags.filter(({ name, description }) => !description || description === name)).toEqual([]);
  });

  test("says where the API is, in what generators of clients understand", () => {
    expect((document as unknown as { servers: unknown }).servers).toEqual([{ url: "/" }]);
    const found = new Set<string>();
    const unions: unknown[] = [];
    for (const schema of schemasIn(document)) {
      for (const keyword of Object.keys(schema)) found.add(keyword);
      const options = schema.anyOf as { const?: unknown; type?: unknown }[] | undefined;
      if (options?.every(({ const: constant, type }) => constant !== undefined || type === "null"))
        unions.push(schema);
    }
    expect([...found].filter((keyword) => !KEYWORDS.has(keyword))).toEqual([]);
    expect(unions).toEqual([]);
    expect(found.has("enum")).toBe(true);
  });

  test("tells files from texts", () => {
    const typeOf = (path: string) =>
      Object.entries(document.paths[path]!.get!.responses["200"]!.content as object)[0] as [
        string,
        { schema: unknown },
      ];
    expect(typeOf("/audience.csv")[1].schema).toEqual({ type: "string" });
    for (const path of ["/audience.xlsx", "/audience.parquet", "/tenants/{tenant_id}/export"])
      expect(typeOf(path)[1].schema).toEqual({ type: "string", format: "binary" });
  });

  test("names no other host", () => {
    const text = JSON.stringify(document);
    expect(
      [...text.matchAll(/https?:\/\/[a-z0-9.-]+/g)].filter(
        ([url]) => !/example\.(com|org)|127\.0\.0\.1/.test(url),
      ),
    ).toEqual([]);
  });
});

for (const route of routes) {
  describe(`the documentation of ${route.method} ${route.path}`, () => {
    const operation = operationOf(route)!;

    test("has a summary, a description and a tag", () => {
      expect(operation.summary.length).toBeGreaterThan(5);
      expect(route.description.length).toBeGreaterThan(20);
      expect(operation.tags).toEqual([route.tag]);
    });

    test("describes every parameter", () => {
      const names = operation.parameters.map(({ name }) => name);
      expect(operation.parameters.filter(({ description }) => !description).map(({ name }) => name)).toEqual(
        [],
      );
      expect(names.includes("X-Tenant-Id")).toBe(route.access !== "public" && !route.serverWide);
      expect(names.includes("Idempotency-Key")).toBe(route.method === "POST");
      const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name }) => `:${name}`)).toEqual(route.path.match(/:\w+/g) ?? []);
    });

    test("shows a request and an answer, each of which is what its schema says", () => {
      if (operation.requestBody) expect(JSON.stringify(operation.requestBody)).toContain('"example"');
      if (route.body) expect(new SchemaCheck(route.body, "body").errors(route.bodyExample)).toEqual([]);
      for (const { schema, example, contentType } of Object.values(route.answers)) {
        if (schema) expect(new SchemaCheck(schema, "answer").errors(example)).toEqual([]);
        else if (contentType === undefined) expect(schema).toBeDefined();
      }
    });

    test("lists its answers and its errors, all of them as problems", () => {
      const statuses = Object.entries(operation.responses);
      expect(statuses.every(([, { description }]) => description)).toBe(true);
      const errors = statuses.filter(([status]) => Number(status) >= 400);
      const listed = errors.map(([status]) => Number(status));
      const expected = [
        500,
        421,
        ...(route.access === "public" ? [] : [401, 403, 429, 503]),
        ...(route.body ? [400, 413, 415, 422] : []),
        // An Idempotency-Key that is none, is at work, or was used for another request.
        ...(route.method === "POST" && route.access !== "public" ? [400, 409, 422] : []),
      ];
      expect(expected.filter((status) => !listed.includes(status))).toEqual([]);
      for (const [status, { content }] of errors) {
        expect(content?.["application/problem+json"]?.example).toMatchObject({ status: Number(status) });
      }
      if (route.path.includes(":")) expect(listed).toContain(404);
    });
  });
}

describe("the API explorer", () => {
  test("comes from this server alone, under a policy that holds it to that", async () => {
    const page = await fetch(`${server.url}/docs`);
    const html = await page.text();
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const policy = page.headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(html).not.toMatch(/https?:\/\/|<script>|onload|onclick/);
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map(([, link]) => link!)
      // The way back leads to the dashboards, which this server goes without.
      .filter((link) => !link.startsWith("data:") && link !== "/app");
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const response = await fetch(new URL(link, server.url));
      expect([link, response.status]).toEqual([link, 200]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
  });

  test("has no page of the plugin's, which would load a script from another host", async () => {
    for (const path of ["/swagger", "/swagger/json", "/page", "/document", "/docs/page"]) {
      const response = await fetch(server.url + path);
      expect([path, response.status]).toEqual([path, 404]);
    }
  });
});
