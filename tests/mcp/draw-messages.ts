import { Random } from "../../src/learning/random";
import { tools } from "../../src/mcp/tools";

const METHODS = [
  "initialize",
  "ping",
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "prompts/list",
  "completion/complete",
  "logging/setLevel",
  "server/discover",
  "subscriptions/listen",
  "notifications/initialized",
  "notifications/cancelled",
  "tools/__proto__",
  "",
];

/** Messages of JSON-RPC, each of them wrong in some way or another, or by chance right. The same for the same seed. */
export function drawMessages(count: number, seed: number): string[] {
  const random = new Random(seed);
  const one = <T>(of: readonly T[]): T => of[random.integer(of.length)]!;
  const value = (depth = 0): unknown => {
    const leaf = one([
      () => null,
      () => true,
      () => random.integer(1000) - 500,
      () => 1e308,
      () => -0.5,
      () => "",
      () => "perennial://models/../../etc/passwd/card",
      () => "\u0000\u202e'\"; DROP TABLE models; --",
      () => "x".repeat(random.integer(3000)),
      () => "\ud800",
      () => "__proto__",
    ]);
    if (depth > 3 || random.integer(3) > 0) return leaf();
    return random.integer(2) === 0
      ? Array.from({ length: random.integer(4) }, () => value(depth + 1))
      : Object.fromEntries(
          Array.from({ length: random.integer(4) }, () => [
            one(["name", "uri", "cursor", "_meta", "a"]),
            value(depth + 1),
          ]),
        );
  };
  const callOf = () => {
    const tool = one(tools);
    const fields = Object.keys(tool.input.properties ?? {});
    const given = Array.from({ length: random.integer(4) }, () => [one([...fields, "shoe_size"]), value()]);
    return { name: one([tool.name, tool.name, "drop_tables"]), arguments: Object.fromEntries(given) };
  };
  const envelope = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  const wellFormed = (): object => {
    const method = random.integer(3) > 0 ? "tools/call" : one(METHODS);
    const params = method === "tools/call" ? callOf() : value();
    const isWhole = random.integer(4) > 0;
    return {
      jsonrpc: isWhole ? "2.0" : one(["2.0", "1.0", 2]),
      id: isWhole ? 1 : one(["a", 0, -1, null, 1.5, {}]),
      method: isWhole ? method : one([method, 7]),
      params: random.integer(4) === 0 ? { ...(params as object), _meta: envelope } : params,
    };
  };
  return Array.from({ length: count }, () => {
    const text = JSON.stringify(one([wellFormed, wellFormed, wellFormed, value])()) ?? "null";
    return one([
      ...Array.from({ length: 8 }, () => () => text),
      () => text.slice(0, random.integer(text.length + 1)),
      () => `[${text},${text}]`,
      () => `${"[".repeat(5000)}${"]".repeat(5000)}`,
      () => text.replace(/[0-9]/, "9e999"),
      () => text.replace(/"/g, () => one(['"', '"', '"', '"', "'"])),
    ])();
  });
}
