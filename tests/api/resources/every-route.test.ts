import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { describedFields } from "../../../src/api/described-fields";
import { routes } from "../../../src/api/resources";
import type { Route } from "../../../src/api/route";
import { SchemaCheck } from "../../../src/api/schema-check";
import { runScenario } from "./scenario";
import { type ShopServer, startShopServer } from "./shop-server";

/** What every route answers to a request that is wrong in itself. Nothing may have happened then. */
let server: ShopServer;
beforeAll(async () => {
  server = await startShopServer();
  await server.furnish("shop");
});
afterAll(() => server.close());

/** A URL of the route, with ids that nobody has. */
const urlOf = ({ path }: Route) => path.replace(/:[a-z_]+/g, "nobody");

const guarded = routes.filter(({ access, serverWide }) => access !== "public" && !serverWide);

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  const url = urlOf(route);
  const { method, path } = route;
  const allowed = routes.filter((other) => other.path === path).map((other) => other.method);
  const unused = allowed.includes("PUT") ? "PATCH" : "PUT";

  if (guarded.includes(route)) {
    test("without a tenant is 400 in the words that old clients read", () =>
      runScenario(server, {
        method,
        url,
        tenant: null,
        status: 400,
        has: ['"detail":"Missing tenant id"', `"instance":"${url}"`],
      }));

    test("with a tenant that is a path is 400", () =>
      runScenario(server, {
        method,
        url,
        tenant: "../shop",
        status: 400,
        has: ["X-Tenant-Id must be"],
      }));
  }

  test("by a method that no route has is 405 and says which ones there are", () =>
    runScenario(server, {
      method: unused,
      url,
      status: 405,
      answerHeaders: { Allow: allowed.join(", ") },
      has: [`${unused} is not allowed here`],
    }));

  test("is listed by OPTIONS with what there is at its path, and nothing else", () =>
    runScenario(server, {
      method: "OPTIONS",
      url,
      status: 204,
      answerHeaders: {
        Allow: new RegExp(
          `^${[...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ")}$`,
        ),
      },
    }));

  if (route.body) {
    test("takes null for each field that may be left out as its absence", () => {
      const body = route.body!;
      const required: string[] = body.required ?? [];
      const example = route.bodyExample as object;
      const left = Object.keys(body.properties).filter(
        (name) => !required.includes(name) && !(name in example),
      );
      const sent = { ...example, ...Object.fromEntries(left.map((name) => [name, null])) };
      const read = describedFields(body, sent);
      expect(read).toEqual(example);
      expect(new SchemaCheck(body, "body").errors(read)).toEqual([]);
    });

    test("with a list for a body is 422 and says which field", () =>
      runScenario(server, {
        method,
        url,
        body: [],
        status: 422,
        has: [/"errors":\[\{"field":"[a-z_]+","message"/],
      }));

    test("with JSON that breaks off is 400", () =>
      runScenario(server, {
        method,
        url,
        headers: { "Content-Type": "application/json" },
        body: '{"a":',
        status: 400,
        has: ["not valid JSON"],
        hasNot: [" at ", "node_modules"],
      }));
  }

  // A call of Inngest's is told by its signature, not by its type.
  if (route.body || (route.rawBody && path !== "/api/inngest")) {
    test("with another content type is 415", () =>
      runScenario(server, {
        method,
        url,
        headers: { "Content-Type": "text/plain" },
        body: "hello",
        status: 415,
        has: ["text/plain"],
      }));
  }
});
