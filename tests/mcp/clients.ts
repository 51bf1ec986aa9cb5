import { resolve } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as FirstClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as FirstStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as FirstHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** Fields of answers, of many shapes. */
// biome-ignore lint/suspicious/noExplicitAny: what is wrong with them, the expectations tell.
export type Fields = any;

/** What the tests ask of a client. */
export interface Asking {
  readonly callTool: (params: {
    name: string;
    arguments?: Record<string, unknown>;
  }) => Promise<{ isError?: boolean; content: { type: string; text: string }[]; structuredContent?: Fields }>;
  readonly listTools: () => Promise<{ tools: { name: string; [field: string]: Fields }[] }>;
  readonly listResources: () => Promise<{ resources: { uri: string; name: string }[] }>;
  readonly readResource: (params: {
    uri: string;
  }) => Promise<{ contents: { uri: string; mimeType?: string; text: string }[] }>;
  readonly getInstructions: () => string | undefined;
  readonly close: () => Promise<void>;
}

const IDENTITY = { name: "perennial-tests", version: "1.0.0" };

/** The official clients: the one of today for either kind of revision, and the one of the years before. */
export const GENERATIONS = ["2026-07-28", "2025-11-25", "first"] as const;
export type Generation = (typeof GENERATIONS)[number];

function clientOf(generation: Generation) {
  if (generation === "first") return new FirstClient(IDENTITY);
  const mode = generation === "2026-07-28" ? { pin: "2026-07-28" } : ("legacy" as const);
  return new Client(IDENTITY, { versionNegotiation: { mode } });
}

/** A client that is connected to a server's `/mcp` with these headers. */
export async function overHttp(
  generation: Generation,
  url: string,
  headers: Record<string, string>,
): Promise<Asking> {
  const client = clientOf(generation);
  const address = new URL(`${url}/mcp`);
  const options = { requestInit: { headers } };
  const transport =
    generation === "first"
      ? new FirstHttp(address, options)
      : new StreamableHTTPClientTransport(address, options);
  await client.connect(transport as never);
  return client as unknown as Asking;
}

const CLI = resolve(import.meta.dir, "../../src/cli.ts");

/** How an agent starts `perennial mcp`. */
export function stdioCommand(dataDir: string, tenant: string) {
  return {
    command: process.execPath,
    args: [CLI, "mcp", "--tenant-id", tenant],
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", DATA_DIR: dataDir, LOG_LEVEL: "warn" },
  };
}

/** A client that has started `perennial mcp` on a data folder. */
export async function overStdio(generation: Generation, dataDir: string, tenant: string): Promise<Asking> {
  const client = clientOf(generation);
  const command = { ...stdioCommand(dataDir, tenant), stderr: "inherit" as const };
  const transport = generation === "first" ? new FirstStdio(command) : new StdioClientTransport(command);
  await client.connect(transport as never);
  return client as unknown as Asking;
}
