import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Asked } from "./asked";
import { mcpServer } from "./mcp-server";

/** A longer line is no question. */
const MOST_BYTES = 1024 * 1024;

/**
 * Answers an agent over standard input and output until the agent closes its end, or the process is told to stop. Only
 * messages of the protocol go to standard output.
 */
export async function answerStandardInput(asked: Asked): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  for (const event of ["end", "close"]) process.stdin.once(event, end);
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => end());
  const transport = new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: MOST_BYTES });
  const served = serveStdio(() => mcpServer(asked), {
    transport,
    maxSubscriptions: 0,
    onerror: (err) => asked.parts.log.debug({ err }, "a message could not be read"),
  });
  await ended;
  await served.close();
}
