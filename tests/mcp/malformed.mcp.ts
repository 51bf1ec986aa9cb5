import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { tools } from "../../src/mcp/tools";
import { type StartedServer, startServer } from "../browser/started-server";
import { message, post } from "./asked-server";
import { stdioCommand } from "./clients";
import { drawMessages } from "./draw-messages";
import { type ShopFolder, shopFolder } from "./shop-folder";

const MESSAGES = Number(process.env.MCP_MESSAGES ?? "300");

let shop: ShopFolder;
let server: StartedServer;
beforeAll(async () => {
  shop = await shopFolder();
  server = await startServer({ DATA_DIR: shop.path, AUTH: "keys", REQUESTS_PER_MINUTE: "0" });
});
afterAll(async () => {
  await server.stop();
  shop.remove();
});

const headers = () => ({ Authorization: `Bearer ${shop.keys.business}` });

describe("messages that are wrong in some way", () => {
  test("get an error of the protocol or of the tool over HTTP, never a 5xx, and the next question an answer", async () => {
    const counts = { refused: 0, faults: 0, toolErrors: 0, answers: 0 };
    for (const sent of drawMessages(MESSAGES, 1)) {
      const response = await post(server.url, sent, headers());
      const text = await response.text();
      const shown = { sent: sent.slice(0, 500), status: response.status, text: text.slice(0, 500) };
      if (response.status >= 500) expect(shown).toBe("no 5xx" as never);
      expect(text).not.toMatch(/\bat \S+ \(|node_modules|\/src\//);
      const answer = text === "" ? {} : JSON.parse(text);
      if (answer.error) counts.faults++;
      else if (answer.result?.isError) counts.toolErrors++;
      else if (response.status >= 400) counts.refused++;
      else counts.answers++;
    }
    console.log(`malformed over HTTP: ${MESSAGES} messages, ${JSON.stringify(counts)}`);
    expect(counts.faults).toBeGreaterThan(0);
    expect(counts.toolErrors).toBeGreaterThan(0);
    const { result } = await (await post(server.url, message("tools/list"), headers())).json();
    expect(result.tools).toHaveLength(tools.length);
  }, 600_000);

  test("do not end a process that answers over standard input, nor make it print anything else", async () => {
    const { command, args, env } = stdioCommand(shop.path, shop.tenant);
    const program = Bun.spawn([command, ...args], { env, stdin: "pipe", stdout: "pipe", stderr: "pipe" });
    const params = {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "t", version: "1" },
    };
    program.stdin.write(`${message("initialize", params)}\n`);
    for (const sent of drawMessages(MESSAGES, 2)) program.stdin.write(`${sent.replaceAll(/[\r\n]/g, " ")}\n`);
    program.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: "last", method: "tools/list" })}\n`);
    await program.stdin.flush();
    let [printed, lines, isAnswered] = ["", 0, false];
    const decoder = new TextDecoder();
    for await (const chunk of program.stdout) {
      printed += decoder.decode(chunk, { stream: true });
      const whole = printed.split("\n");
      printed = whole.pop()!;
      for (const line of whole) {
        const { jsonrpc, id, result } = JSON.parse(line);
        expect(jsonrpc).toBe("2.0");
        lines++;
        if (id === "last") isAnswered = result.tools.length === tools.length;
      }
      if (isAnswered) break;
    }
    await program.stdin.end();
    expect(isAnswered).toBe(true);
    expect(await program.exited).toBe(0);
    console.log(`malformed over standard input: ${MESSAGES} messages, ${lines} answers`);
  }, 600_000);
});
