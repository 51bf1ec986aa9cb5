import { mcpRoute } from "../../src/mcp/route";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { type Asking, overHttp } from "./clients";

/** The API with `/mcp`, in this process. */
export function startAskedServer(environment: Record<string, string> = {}): Promise<ShopServer> {
  return startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0", ...environment }, () => ({
    pages: [mcpRoute],
  }));
}

/** A client with a key of the tenant. */
export function clientFor(server: ShopServer, tenant: string): Promise<Asking> {
  return overHttp("2025-11-25", server.url, { Authorization: `Bearer ${server.key(tenant, "business")}` });
}

/** One message of the protocol, as the revisions before 2026-07-28 send it. */
export function message(method: string, params: object = {}): string {
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
}

/** Sends a body to `/mcp` without a client. */
export function post(
  url: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: "POST",
    headers: {
      Accept: "application/json, text/event-stream",
      "Content-Type": "application/json",
      ...headers,
    },
    body,
  });
}
