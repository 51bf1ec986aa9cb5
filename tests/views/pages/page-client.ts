import type { ShopServer } from "../../api/resources/shop-server";

/** What a browser does with pages, without their scripts. */
export interface PageClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  post(
    path: string,
    form: Readonly<Record<string, string>> | FormData,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>;
}

export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where a redirect leads; the empty text without one. */
  readonly location: string;
}

/** A browser with that cookie. Redirects are shown, not followed. */
export function pageClient(server: Pick<ShopServer, "url">, cookie: string): PageClient {
  const ask = async (
    method: string,
    path: string,
    given: Readonly<Record<string, string>>,
    body?: BodyInit,
  ) => {
    const headers = {
      ...(cookie && { Cookie: cookie }),
      Accept: "text/html",
      "Sec-Fetch-Site": "same-origin",
      ...given,
    };
    const response = await fetch(server.url + path, {
      method,
      headers,
      redirect: "manual",
      ...(body && { body }),
    });
    const location = response.headers.get("location") ?? "";
    return { status: response.status, html: await response.text(), headers: response.headers, location };
  };
  return {
    get: (path, headers = {}) => ask("GET", path, headers),
    post: (path, form, headers = {}) =>
      ask("POST", path, headers, form instanceof FormData ? form : new URLSearchParams(form)),
  };
}

/** A browser of a tenant on a server that trusts everybody. */
export function trustedClient(server: Pick<ShopServer, "url">, tenant: string): PageClient {
  return pageClient(server, `perennial_session=${tenant}`);
}

/** Signs in by a key and answers the browser that did. */
export async function signedIn(server: Pick<ShopServer, "url">, key: string): Promise<PageClient> {
  const { headers } = await pageClient(server, "").post("/app/sign-in", { key });
  return pageClient(server, headers.getSetCookie()[0]!.split(";")[0]!);
}
