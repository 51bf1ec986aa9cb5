import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Problem } from "../../src/api/problem";
import { sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

const { routes } = sampleRoutes();
const JSON_TYPE = { "Content-Type": "application/json" };
let server: TestServer;

beforeAll(() => {
  server = startTestServer(routes);
});
afterAll(() => server.close());

/** A call of the tenant `shop`; headers that are null are not sent. */
function call(
  method: string,
  path: string,
  options: { headers?: Record<string, string | null>; body?: Body } = {},
) {
  const headers = { "X-Tenant-Id": "shop", ...(options.body ? JSON_TYPE : {}), ...options.headers };
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return fetch(server.url + path, {
    method,
    headers: sent,
    ...(options.body && { body: options.body as BodyInit }),
  });
}

type Body = string | Blob | URLSearchParams | AsyncIterable<Uint8Array>;

interface Scenario {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string | null>;
  readonly body?: Body;
  readonly status: number;
  /** For an error: its detail. */
  readonly detail?: string | RegExp;
  readonly errors?: readonly { field: string; message: string }[];
  readonly answer?: unknown;
}

function scenarios(list: readonly Scenario[]) {
  for (const { name, method = "GET", path, headers, body, status, detail, errors, answer } of list) {
    test(`${name}: ${status}`, async () => {
      const response = await call(method, path, {
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      });
      const json = (await response.json()) as Problem;
      expect(response.status).toBe(status);
      if (answer !== undefined) expect<unknown>(json).toEqual(answer);
      if (status < 400) return;
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(json).toMatchObject({ type: "about:blank", status, instance: path.split("?")[0] });
      expect(json.title).toBeString();
      if (detail) expect(json.detail).toMatch(detail);
      if (errors) expect(json.errors).toEqual(errors);
    });
  }
}

describe("the tenant", () => {
  scenarios([
    { name: "is handed to the handler", path: "/things", status: 200, answer: { query: {}, tenant: "shop" } },
    {
      name: "must be named",
      path: "/things",
      headers: { "X-Tenant-Id": null },
      status: 400,
      detail: /^Missing tenant id$/,
    },
    {
      name: "must not be empty",
      path: "/things",
      headers: { "X-Tenant-Id": "" },
      status: 400,
      detail: /^Missing tenant id$/,
    },
    {
      name: "is never a path",
      path: "/things",
      headers: { "X-Tenant-Id": "../a" },
      status: 400,
      detail: /1 to 128 letters/,
    },
    {
      name: "has 128 characters at most",
      path: "/things",
      headers: { "X-Tenant-Id": "a".repeat(129) },
      status: 400,
    },
    { name: "may have 128", path: "/things", headers: { "X-Tenant-Id": "a".repeat(128) }, status: 200 },
    {
      name: "is not needed on a public route",
      path: "/open",
      headers: { "X-Tenant-Id": null },
      status: 200,
      answer: { tenant: "", principal: null },
    },
    {
      name: "of a public route is none where it cannot be one",
      path: "/open",
      headers: { "X-Tenant-Id": "../a" },
      status: 200,
      answer: { tenant: "", principal: null },
    },
  ]);
});

describe("a path", () => {
  scenarios([
    {
      name: "of words wins over one with a parameter",
      path: "/things/default",
      status: 200,
      answer: { default: true },
    },
    { name: "is decoded once", path: "/things/a%2Fb%2520", status: 200, answer: { id: "a/b%20" } },
    { name: "may end in a slash", path: "/things/", status: 200 },
    { name: "that is not known", path: "/nothing", status: 404, detail: /nothing at \/nothing/ },
    {
      name: "that is not known needs no tenant",
      path: "/nothing",
      headers: { "X-Tenant-Id": null },
      status: 404,
    },
    {
      name: "with a parameter that does not fit",
      path: `/things/${"x".repeat(41)}`,
      status: 422,
      errors: [
        { field: "id", message: `expected string length less or equal to 40, found "${"x".repeat(41)}"` },
      ],
    },
  ]);

  test("with another method is 405 and says which are possible", async () => {
    const response = await call("PUT", "/things/5");
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, DELETE, HEAD, OPTIONS");
    expect(((await response.json()) as Problem).detail).toBe(
      "PUT is not allowed here. Use GET, DELETE, HEAD, OPTIONS.",
    );
  });

  test("answers HEAD as GET without a body, and OPTIONS with its methods", async () => {
    const head = await call("HEAD", "/things");
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      200,
      "application/json",
      "",
    ]);
    const options = await call("OPTIONS", "/things");
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
    expect((await call("OPTIONS", "/nothing")).status).toBe(404);
  });
});

describe("a query", () => {
  const query = (name: string, search: string, read: unknown): Scenario => ({
    name,
    path: `/things?${search}`,
    status: 200,
    answer: { query: read, tenant: "shop" },
  });
  const wrong = (name: string, search: string, field: string, message: string): Scenario => ({
    name,
    path: `/things?${search}`,
    status: 422,
    errors: [{ field, message }],
  });
  scenarios([
    query("is read by type", "limit=5&min=-1.5e2&all=true&name=5", {
      limit: 5,
      min: -150,
      all: true,
      name: "5",
    }),
    query("with text that looks like JSON stays text", "name=%5B1%5D", { name: "[1]" }),
    query("with an object in text stays text", 'name={"a":1}', { name: '{"a":1}' }),
    query("with a comma stays text", "name=a,b", { name: "a,b" }),
    query("with a plus is a space", "name=a+b", { name: "a b" }),
    query("with a list takes one", "segment=a", { segment: ["a"] }),
    query("with a list takes several", "segment=a&segment=b", { segment: ["a", "b"] }),
    query("with an unknown parameter is taken", "other=1", { other: "1" }),
    query("cannot change prototypes", "__proto__=1", JSON.parse('{"__proto__":"1"}')),
    wrong("refuses words for numbers", "limit=ten", "limit", 'expected integer, found "ten"'),
    wrong("refuses a list for a number", "limit=[1]", "limit", 'expected integer, found "[1]"'),
    wrong("refuses hexadecimal", "limit=0x10", "limit", 'expected integer, found "0x10"'),
    wrong("refuses an empty number", "limit=", "limit", 'expected integer, found ""'),
    wrong("refuses a space for a number", "limit=%20", "limit", 'expected integer, found " "'),
    wrong("refuses a fraction for a whole number", "limit=1.5", "limit", "expected integer, found 1.5"),
    wrong("refuses what is too small", "limit=0", "limit", "expected integer greater or equal to 1, found 0"),
    wrong("refuses infinity", "min=1e999", "min", "expected number, found Infinity"),
    wrong("refuses 1 for true", "all=1", "all", 'expected boolean, found "1"'),
    wrong("refuses one thing twice", "limit=1&limit=2", "limit", "expected once, found 2 times"),
  ]);
});

describe("a body", () => {
  const post = (name: string, body: Body, status: number, more: Partial<Scenario> = {}): Scenario => ({
    name,
    method: "POST",
    path: "/things",
    body,
    status,
    ...more,
  });
  const wrong = (name: string, body: string, ...errors: { field: string; message: string }[]) =>
    post(name, body, 422, { errors });
  const whole = (found: string) => ({ field: "body", message: `expected object, found ${found}` });
  scenarios([
    post("of JSON is taken without unknown fields", '{"name":"a","more":1}', 201, {
      answer: { body: { name: "a" }, tenant: "shop", write: 1 },
    }),
    post("nested too deeply", `{"name":"a","more":${"[".repeat(1000)}${"]".repeat(1000)}}`, 400, {
      detail: "The body is nested more than 64 levels deep.",
    }),
    post("nested far too deeply", `{"name":"a","more":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, 400),
    post("with a charset is taken", '{"name":"a"}', 201, {
      headers: { "Content-Type": "Application/JSON; charset=utf-8" },
    }),
    post("of another kind of JSON is taken", '{"name":"a"}', 201, {
      headers: { "Content-Type": "application/ld+json" },
    }),
    post("that is broken", '{"name":', 400, { detail: /^The body is not valid JSON: / }),
    post("that is empty", new Blob([]), 400, { detail: /missing/ }),
    post("of plain text", '{"name":"a"}', 415, {
      headers: { "Content-Type": "text/plain" },
      detail: /found "text\/plain"/,
    }),
    post("without a content type", new Blob(['{"name":"a"}']), 415, { headers: { "Content-Type": null } }),
    post("of a form that looks like JSON", new URLSearchParams({ name: "a" }), 415, {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
    post("of a type that only begins like JSON", "{}", 415, {
      headers: { "Content-Type": "application/jsonp" },
    }),
    post("that is longer than a body may be", `{"name":"${"a".repeat(1024 * 1024)}"}`, 413),
    post(
      "with null in what may be left out is taken as without it",
      '{"name":"a","count":null,"kind":null,"id":null,"features":null,"tags":null,"more":null}',
      201,
      { answer: { body: { name: "a" }, tenant: "shop", write: 4 } },
    ),
    wrong(
      "with null in what is needed",
      '{"name":null,"features":{"frequency":null}}',
      { field: "name", message: "expected string, found null" },
      { field: "features.frequency", message: "expected number, found null" },
    ),
    wrong("that is a list", "[]", whole("a list")),
    wrong("that is a word", '"x"', whole('"x"')),
    wrong("that is null", "null", whole("null")),
    wrong("without a field", "{}", { field: "name", message: "is required" }),
    wrong("with a number as text", '{"name":"a","count":"5"}', {
      field: "count",
      message: 'expected integer, found "5"',
    }),
    wrong("with a word that is not one of those", '{"name":"a","kind":"x"}', {
      field: "kind",
      message: 'expected training, email, found "x"',
    }),
    wrong("with a wrong kind of id", '{"name":"a","id":true}', {
      field: "id",
      message: "expected string or number, found true",
    }),
    wrong("with an object as text", '{"name":"a","features":"{}"}', {
      field: "features",
      message: 'expected object, found "{}"',
    }),
    wrong(
      "with many wrong fields names them all",
      '{"name":"","count":-1,"features":{"frequency":"x"},"tags":["a",1]}',
      { field: "name", message: 'expected string length greater or equal to 1, found ""' },
      { field: "count", message: "expected integer greater or equal to 0, found -1" },
      { field: "features.frequency", message: 'expected number, found "x"' },
      { field: "tags.1", message: "expected string, found 1" },
    ),
  ]);

  test("sent in chunks is read to its limit and no further", async () => {
    const chunk = new TextEncoder().encode("a".repeat(64 * 1024));
    async function* endless() {
      yield new TextEncoder().encode('{"name":"');
      for (let sent = 0; sent < 40; sent++) yield chunk;
    }
    const response = await call("POST", "/things", {
      body: endless(),
      headers: JSON_TYPE,
    });
    expect(response.status).toBe(413);
    async function* small() {
      yield new TextEncoder().encode('{"name":"h');
      yield new Uint8Array([0xc3]);
      yield new Uint8Array([0xa9, 0x22, 0x7d]);
    }
    const read = await call("POST", "/things", { body: small(), headers: JSON_TYPE });
    expect(((await read.json()) as { body: unknown }).body).toEqual({ name: "hé" });
  });
});

describe("a host name of any length", () => {
  const open = startTestServer(sampleRoutes().routes, { environment: { ALLOW_OPEN_AUTH: "1" } });
  afterAll(() => open.close());

  test.each(["a", "db", "api", "shop", "a:80", "perennial.example.com"])(
    "such as %s is answered",
    async (host) => {
      for (const path of ["/open", "/things/default", "/open?x=1"]) {
        const headers = { Host: host, "X-Tenant-Id": "shop" };
        const response = await fetch(open.url + path, { headers });
        expect([path, response.status]).toEqual([path, 200]);
      }
    },
  );
});

describe("an answer", () => {
  test("has headers against sniffing, framing, caching and telling where from", async () => {
    for (const path of ["/things", "/nothing", "/defect"]) {
      const { headers } = await call("GET", path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.has("server") || headers.has("x-powered-by")).toBe(false);
    }
  });

  test("carries the request id that came along, and a new one where that could do harm", async () => {
    const id = async (sent: string) =>
      (await call("GET", "/things", { headers: { "X-Request-Id": sent } })).headers.get("x-request-id");
    expect(await id("abc-1.2_3")).toBe("abc-1.2_3");
    for (const harmful of ["a b", "<script>", "é", "x".repeat(129)]) {
      expect(await id(encodeURI(harmful))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });
});
