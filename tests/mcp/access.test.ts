import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ROLES } from "../../src/auth/principal";
import type { Belongings, ShopServer } from "../api/resources/shop-server";
import { message, post, startAskedServer } from "./asked-server";
import { overHttp } from "./clients";

const LIST = message("tools/list");
const call = (name: string, args: object) => message("tools/call", { name, arguments: args });

let server: ShopServer;
let has: Belongings;
let theirs: Belongings;
beforeAll(async () => {
  server = await startAskedServer();
  has = await server.furnish("shop");
  theirs = await server.furnish("other");
});
afterAll(() => server.close());

const bearer = (tenant = "shop") => ({ Authorization: `Bearer ${server.key(tenant, "business")}` });

describe("who may ask /mcp", () => {
  test("is each role, by its key alone, and the tools are the same for all", async () => {
    const answers: [string[], string][] = [];
    for (const role of ROLES) {
      const client = await overHttp("2025-11-25", server.url, { "X-Api-Key": server.key("shop", role) });
      const { tools } = await client.listTools();
      const { structuredContent } = await client.callTool({ name: "this_week" });
      await client.close();
      answers.push([tools.map(({ name }) => name), structuredContent.about.model_id]);
    }
    expect(answers[0]![1]).toBe(has.model);
    expect(answers[1]).toEqual(answers[0]!);
    expect(answers[2]).toEqual(answers[0]!);
  });

  test("is nobody without a key or with a revoked one", async () => {
    expect((await post(server.url, LIST)).status).toBe(401);
    const revoked = await post(server.url, LIST, { "X-Api-Key": server.revokedKey("shop") });
    expect(revoked.status).toBe(401);
    expect(revoked.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("is no key of another tenant than the one that X-Tenant-Id names", async () => {
    const response = await post(server.url, LIST, { ...bearer(), "X-Tenant-Id": "other" });
    expect(response.status).toBe(403);
    expect((await response.json()).detail).toBe("The caller does not belong to this tenant.");
    expect((await post(server.url, LIST, { ...bearer(), "X-Tenant-Id": "shop" })).status).toBe(200);
  });

  test("is no page of another site", async () => {
    const response = await post(server.url, LIST, { ...bearer(), Origin: "https://evil.example" });
    expect(response.status).toBe(403);
  });
});

describe("another tenant's model", () => {
  const QUESTIONS: Readonly<Record<string, object>> = {
    this_week: {},
    list_segments: {},
    find_customers: {},
    get_customer: { customer_id: 10_000 },
    preview_audience: {},
    forecast: {},
    model_quality: {},
  };

  test.each(Object.entries(QUESTIONS))(
    "is answered by %s like an unknown one, byte for byte",
    async (name, args) => {
      const unknown = Bun.randomUUIDv7();
      const ask = async (model: string) => {
        const response = await post(server.url, call(name, { ...args, model_id: model }), bearer());
        return [response.status, (await response.text()).replaceAll(model, "?")];
      };
      const foreign = await ask(theirs.model);
      expect(foreign).toEqual(await ask(unknown));
      expect(JSON.parse(String(foreign[1])).result).toEqual({
        isError: true,
        content: [{ type: "text", text: "Model not found" }],
      });
    },
  );

  test("is answered like an unknown one when its card, its report or a campaign is read", async () => {
    const ask = async (method: string, params: (id: string) => object, id: string) =>
      (await (await post(server.url, message(method, params(id)), bearer())).text()).replaceAll(id, "?");
    for (const document of ["card", "report"]) {
      const read = (id: string) =>
        ask("resources/read", (id) => ({ uri: `perennial://models/${id}/${document}` }), id);
      const foreign = await read(theirs.model);
      expect(foreign).toBe(await read(Bun.randomUUIDv7()));
      expect(JSON.parse(foreign).error.code).toBe(-32602);
    }
    const campaign = saveCampaign("other");
    const result = (id: string) =>
      ask("tools/call", (id) => ({ name: "campaign_results", arguments: { campaign_id: id } }), id);
    expect(await result(campaign)).toBe(await result(Bun.randomUUIDv7()));
    expect(await result(campaign)).toContain("Campaign not found");
  });

  test("is in no list, and neither are its campaigns", async () => {
    const campaign = saveCampaign("other");
    const lists = [
      call("list_models", {}),
      call("campaign_results", {}),
      message("resources/list"),
      message("resources/read", { uri: "perennial://models" }),
    ];
    for (const list of lists) {
      const text = await (await post(server.url, list, bearer())).text();
      expect(text).not.toContain(theirs.model);
      expect(text).not.toContain(campaign);
    }
  });

  test("is not reached by a cursor of its own", async () => {
    const own = await post(server.url, call("find_customers", { limit: 1 }), bearer("other"));
    const cursor = (await own.json()).result.structuredContent.next_cursor;
    const { result } = await (
      await post(server.url, call("find_customers", { limit: 1, cursor }), bearer())
    ).json();
    expect(result).toEqual({ isError: true, content: [{ type: "text", text: "Model not found" }] });
  });
});

function saveCampaign(tenant: string): string {
  const id = Bun.randomUUIDv7();
  const model = tenant === "shop" ? has.model : theirs.model;
  const row = { id, name: "spring", modelId: model, filter: {}, terms: {}, promise: null };
  const times = { startsAt: Date.UTC(2020, 8, 1), horizonDays: 30, createdAt: Date.UTC(2020, 8, 1) };
  const members = ["10000", "10001"].map((customerId, i) => ({ customerId, isControl: i === 1 }));
  server.context.store.campaigns.insert(tenant, { ...row, ...times }, members);
  return id;
}

describe("what is no question", () => {
  const FAULTS: readonly (readonly [name: string, body: string, status: number, code: number | null])[] = [
    ["no JSON", "{", 400, -32700],
    ["nothing", "", 400, -32700],
    ["a batch", `[${LIST},${LIST}]`, 400, -32600],
    ["a message without a version", '{"id":1,"method":"tools/list"}', 400, -32600],
    ["an unknown method", message("tools/destroy"), 200, -32601],
    ["an unknown tool", call("drop_tables", {}), 200, -32602],
    ["a tool named like a part of every object", call("constructor", {}), 200, -32602],
    ["a resource that is no address", message("resources/read", { uri: "no address" }), 200, -32602],
  ];

  test.each(FAULTS)("%s is answered with an error of the protocol", async (_, body, status, code) => {
    const response = await post(server.url, body, bearer());
    const answer = await response.json();
    expect({ status: response.status, code: answer.error?.code ?? null, answer }).toMatchObject({
      status,
      code,
    });
  });

  test("a body that is too long or no JSON by its type is refused before it is read", async () => {
    const long = await post(server.url, call("find_customers", { q: "x".repeat(70_000) }), bearer());
    expect(long.status).toBe(413);
    const form = await post(server.url, "a=b", { ...bearer(), "Content-Type": "text/plain" });
    expect(form.status).toBe(415);
  });

  test("GET and DELETE are refused: nothing is kept between messages", async () => {
    for (const method of ["GET", "DELETE"]) {
      const response = await fetch(`${server.url}/mcp`, { method, headers: bearer() });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST, OPTIONS");
    }
  });
});

describe("with AUTH=open", () => {
  test("a tenant must be named, and the server answers as localhost only", async () => {
    const open = await startAskedServer({ AUTH: "open" });
    try {
      expect(await (await post(open.url, LIST)).json()).toMatchObject({
        status: 400,
        detail: "Missing tenant id",
      });
      expect((await post(open.url, LIST, { "X-Tenant-Id": "shop" })).status).toBe(200);
      const rebound = await post(open.url, LIST, { "X-Tenant-Id": "shop", Host: "evil.example" });
      expect(rebound.status).toBe(421);
    } finally {
      await open.close();
    }
  });

  test("a tenant without a model is told so by every tool that needs one", async () => {
    const response = await post(server.url, call("forecast", {}), bearer("empty"));
    expect((await response.json()).result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("There is no default model yet.") }],
    });
  });
});

test("each message counts for the tenant's rate limit", async () => {
  const slow = await startAskedServer({ REQUESTS_PER_MINUTE: "2" });
  try {
    const key = { Authorization: `Bearer ${slow.key("shop", "business")}` };
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await post(slow.url, LIST, key)).status);
    expect(statuses).toEqual([200, 200, 429]);
  } finally {
    await slow.close();
  }
});
