import { BadRequestError } from "../api/errors";
import { readJson } from "../api/json-body";
import { defineRoute, type Route } from "../api/route";

/** No question needs more. */
const MOST_BYTES = 64 * 1024;

/** Codes of JSON-RPC. */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/**
 * The Model Context Protocol over HTTP. It is no REST, so it is not in the OpenAPI document; caller, tenant, rate and
 * origin are checked as for every route.
 */
export const mcpRoute: Route = defineRoute({
  method: "POST",
  path: "/mcp",
  access: "business",
  tenantOfCaller: true,
  // It only reads.
  whileErased: true,
  hidden: true,
  tag: "agents",
  summary: "Questions of agents",
  description: "One message of the Model Context Protocol (Streamable HTTP, stateless).",
  rawBody: { "application/json": {} },
  bodyBytes: MOST_BYTES,
  answers: { 200: { description: "The answer.", contentType: "application/json" } },
  handle: async ({ request, tenant }, parts) => {
    let message: unknown;
    try {
      message = await readJson(request);
    } catch (error) {
      if (error instanceof BadRequestError) return fault(PARSE_ERROR, error.message);
      throw error;
    }
    if (message === undefined) return fault(PARSE_ERROR, "The body is missing; it must be JSON.");
    // Protocol revisions since 2025-06-18 know no batches, and each question counts for itself.
    if (Array.isArray(message)) return fault(INVALID_REQUEST, "Send one message per request, not a batch.");
    // Only here: the protocol's library takes longer to load than the rest of a start.
    const { answerMessage } = await import("./serve-http");
    return answerMessage(request, message, { tenant, parts });
  },
});

function fault(code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", id: null, error: { code, message } }, { status: 400 });
}
