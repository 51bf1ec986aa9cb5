import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { tools } from "../../src/mcp/tools";

const document = await Bun.file(resolve(import.meta.dir, "../../docs/mcp.md")).text();

test("docs/mcp.md has a row for each tool, in their order, and none for others", () => {
  const rows = [...document.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name!);
  expect(rows).toEqual(tools.map(({ name }) => name));
});

test("the settings of agents in docs/mcp.md are JSON that names perennial", () => {
  const blocks = [...document.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!));
  expect(blocks).toHaveLength(3);
  for (const { mcpServers, servers } of blocks)
    expect(Object.keys(mcpServers ?? servers)).toEqual(["perennial"]);
});
