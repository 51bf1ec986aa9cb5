import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ROLES } from "../../src/auth/principal";
import { tools } from "../../src/mcp/tools";
import { type StartedServer, startServer } from "../browser/started-server";
import { type Asking, GENERATIONS, overHttp, overStdio, stdioCommand } from "./clients";
import { type ShopFolder, shopFolder } from "./shop-folder";

let shop: ShopFolder;
let server: StartedServer;
beforeAll(async () => {
  shop = await shopFolder();
  server = await startServer({ DATA_DIR: shop.path, AUTH: "keys" });
});
afterAll(async () => {
  await server.stop();
  shop.remove();
});

/** Arguments of the tools that need some. */
const ARGUMENTS: Readonly<Record<string, Record<string, unknown>>> = {
  get_customer: { customer_id: 10_000 },
  find_customers: { max_recency: 60, limit: 3 },
  preview_audience: { control_share: 0.2 },
};

/** Asks every tool, reads every document and makes one mistake. */
async function holdsAConversation(client: Asking): Promise<Record<string, unknown>> {
  expect(client.getInstructions()).toStartWith("Perennial answers questions about one shop's customers");
  const listed = (await client.listTools()).tools.map(({ name }) => name);
  expect(listed).toEqual(tools.map(({ name }) => name));
  const answers: Record<string, unknown> = {};
  for (const name of listed) {
    const { isError, content, structuredContent } = await client.callTool({
      name,
      arguments: ARGUMENTS[name] ?? {},
    });
    expect({ name, isError: isError ?? false, error: isError ? content : [] }).toEqual({
      name,
      isError: false,
      error: [],
    });
    answers[name] = structuredContent;
  }
  for (const { uri } of (await client.listResources()).resources)
    answers[uri] = (await client.readResource({ uri })).contents[0]!.text;
  const mistake = await client.callTool({ name: "get_customer", arguments: { customer_id: "nobody" } });
  expect(mistake.isError).toBe(true);
  expect(mistake.content[0]!.text).toStartWith("Customer not found.");
  await client.close();
  return answers;
}

const asked = Promise.withResolvers<Record<string, unknown>>();

describe.each(GENERATIONS)("the official client of %s", (generation) => {
  test.each(ROLES)("asks a started server, with a key of the role %s", async (role) => {
    const client = await overHttp(generation, server.url, { Authorization: `Bearer ${shop.keys[role]}` });
    const answers = await holdsAConversation(client);
    asked.resolve(answers);
    expect(answers).toEqual(await asked.promise);
  });

  test("asks a process that it has started, which gives the same answers", async () => {
    const client = await overStdio(generation, shop.path, shop.tenant);
    expect(await holdsAConversation(client)).toEqual(await asked.promise);
  });
});

describe("perennial mcp", () => {
  /** Starts it as an agent does, writes these lines and closes its end. */
  async function told(lines: readonly string[], tenant = shop.tenant, dataDir = shop.path) {
    const { command, args, env } = stdioCommand(dataDir, tenant);
    const program = Bun.spawn([command, ...args], { env, stdin: "pipe", stdout: "pipe", stderr: "pipe" });
    const reader = program.stdout.getReader();
    let printed = "";
    const read = async () => {
      const { done, value } = await reader.read();
      if (value) printed += new TextDecoder().decode(value);
      return done;
    };
    program.stdin.write(lines.map((line) => `${line}\n`).join(""));
    await program.stdin.flush();
    const questions = lines.filter((line) => line.includes('"id"')).length;
    while (printed.split("\n").length <= questions && !(await read()));
    await program.stdin.end();
    while (!(await read()));
    return { printed, code: await program.exited, errors: await new Response(program.stderr).text() };
  }

  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } };
  const OPENING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  const READY = JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" });
  const LIST = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/list" });

  test("writes nothing but messages to standard output, and ends with code 0 when the agent does", async () => {
    const { printed, code, errors } = await told([OPENING, READY, LIST]);
    const messages = printed
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(messages.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([
      ["2.0", 1],
      ["2.0", 2],
    ]);
    expect(messages[0].result.protocolVersion).toBe("2025-06-18");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });

  test("says what is wrong with the folder or the tenant, on standard error", async () => {
    const tenant = await told([], "nobody");
    expect(tenant).toEqual({
      printed: "",
      code: 1,
      errors: "error: There is no tenant nobody. Give one with --tenant-id.\n",
    });
    const folder = await told([], shop.tenant, `${shop.path}/nowhere`);
    expect(folder).toMatchObject({
      printed: "",
      code: 1,
      errors: expect.stringContaining("There is no store at"),
    });
  });
});
