/**
 * `bun run test:mcp`: the official clients, of today and of the years before, ask a started server with keys of every
 * role, and processes of `perennial mcp` that they start themselves; then `--messages` malformed ones (5,000 by default)
 * over either way.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { messages: { type: "string", default: "5000" } } });
const files = ["conversation", "malformed"].map((name) => `./tests/mcp/${name}.mcp.ts`);
const tests = Bun.spawn([process.execPath, "test", "--timeout", "180000", ...files], {
  cwd: resolve(import.meta.dir, "../.."),
  env: { ...process.env, MCP_MESSAGES: values.messages },
  stdio: ["ignore", "inherit", "inherit"],
});
process.exit(await tests.exited);
