import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Asked } from "./asked";
import { mcpServer } from "./mcp-server";

/**
 * Answers one message of an MCP client, with a server that lives as long as the request: nothing is kept between
 * messages. Clients of the protocol's revision 2026-07-28 and of those before it are both answered, in JSON.
 */
export async function answerMessage(request: Request, message: unknown, asked: Asked): Promise<Response> {
  if (await isLegacyRequest(request, message)) return answerEarlier(request, message, asked);
  // Nothing changes that a client could subscribe to.
  const handler = createMcpHandler(() => mcpServer(asked), { legacy: "reject", maxSubscriptions: 0 });
  return handler.fetch(request, { parsedBody: message });
}

async function answerEarlier(request: Request, message: unknown, asked: Asked): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = mcpServer(asked);
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: message });
  } finally {
    await server.close();
  }
}
