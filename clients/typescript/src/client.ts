import createFetchClient, { type Client, type Middleware } from "openapi-fetch";
import { errorOf } from "./problem.js";
import type { paths } from "./schema.js";

export interface PerennialOptions {
  /** Where the server is, such as `https://perennial.example.com`. */
  readonly url: string;
  /** The tenant that every call is about. */
  readonly tenant: string;
  /** An API key (`pk_…`) or a Firebase ID token. Not needed with `AUTH=open`. */
  readonly key?: string;
  /** Instead of the global `fetch`: to retry, to trace, for tests. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * The API: `client.GET("/segments")`, `client.POST("/train", { body })`, with the types of the server's OpenAPI document.
 * Calls name the tenant and sign in by themselves. A call that fails throws a PerennialError, so `data` is what the types
 * say. Files: `parseAs: "stream"`, `"blob"` or `"text"`.
 */
export type Perennial = Client<paths>;

export function perennial({ url, tenant, key, fetch }: PerennialOptions): Perennial {
  const client = createFetchClient<paths>({
    baseUrl: url.replace(/\/+$/, ""),
    headers: { "X-Tenant-Id": tenant, ...(key !== undefined && { Authorization: `Bearer ${key}` }) },
    ...(fetch && { fetch }),
  });
  client.use(throwing);
  return client;
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await errorOf(response);
  },
};
