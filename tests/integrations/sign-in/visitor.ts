/** A browser without scripts: it keeps the session's cookie, and shows redirects without following them. */
export class Visitor {
  cookie = "";
  #url: string;

  /** `address`: where it is, as a proxy tells; tries are counted by it. */
  constructor(
    url: string,
    private readonly address: string,
  ) {
    this.#url = url;
  }

  /** The server was restarted, elsewhere. */
  moveTo(url: string): void {
    this.#url = url;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Visit> {
    return this.#ask("GET", path, headers);
  }

  post(path: string, form: Readonly<Record<string, string>>): Promise<Visit> {
    return this.#ask("POST", path, {}, new URLSearchParams(form));
  }

  async #ask(
    method: string,
    path: string,
    more: Readonly<Record<string, string>>,
    body?: URLSearchParams,
  ): Promise<Visit> {
    const response = await fetch(this.#url + path, {
      method,
      redirect: "manual",
      headers: {
        Accept: "text/html",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": this.address,
        ...(this.cookie && { Cookie: `perennial_session=${this.cookie}` }),
        ...more,
      },
      ...(body && { body }),
    });
    const [set] = response.headers.getSetCookie();
    if (set?.startsWith("perennial_session=")) this.cookie = /=([^;]*)/.exec(set)![1]!;
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get("location") ?? "",
      setCookie: set ?? "",
      headers: response.headers,
    };
  }
}

export interface Visit {
  readonly status: number;
  readonly text: string;
  /** Where a redirect leads; the empty text without one. */
  readonly location: string;
  readonly setCookie: string;
  readonly headers: Headers;
}
