import type { RequestState } from "../src/api/request-state";
import { SESSION_COOKIE, sessionSetCookie } from "../src/auth/sessions";
import type { Config } from "../src/config";
import { ButtonLink } from "./components/button";
import { Notice } from "./components/card";
import { pageResponse, redirect } from "./page";

const DEMO_TENANT = "demo";

const SENTENCES: Readonly<Record<number, string>> = {
  400: "That could not be understood",
  403: "You are not allowed to do this",
  404: "There is nothing here",
  409: "Not now",
  413: "Too large",
  422: "Please check what you entered",
  429: "Too many requests",
  500: "Something went wrong",
  503: "Not available right now",
};

/**
 * What a browser is shown in place of an error's JSON: a page that says what happened, or the way to the sign-in. Null
 * for programs, which get the JSON.
 */
export async function errorPage(
  { auth }: Config,
  request: Request,
  answered: Response,
  { path, id, tenant }: RequestState,
): Promise<Response | null> {
  const isPage = path === "/app" || path.startsWith("/app/");
  const wantsHtml =
    /\btext\/html\b/.test(request.headers.get("accept") ?? "") || request.headers.has("hx-request");
  // A page that explains the error itself, such as a form with an invalid field, is shown as it is.
  const isProblem = answered.headers.get("content-type")?.startsWith("application/problem+json") === true;
  if (!isPage || !wantsHtml || !isProblem) return null;
  const { pathname, search } = new URL(request.url);
  const isSignedOut =
    answered.status === 401 || (answered.status === 400 && tenant === "" && auth === "open");
  if (isSignedOut && request.method === "GET") {
    const isFirstVisit = auth === "open" && !(request.headers.get("cookie") ?? "").includes(SESSION_COOKIE);
    // Where everyone is trusted, nobody has to sign in: a first visit goes to the demo tenant.
    if (isFirstVisit)
      return redirect(request, pathname + search, { "Set-Cookie": sessionSetCookie(DEMO_TENANT, false) });
    return redirect(request, `/app/sign-in?next=${encodeURIComponent(pathname + search)}`);
  }
  const { detail } = (await answered.clone().json()) as { detail: string };
  return pageResponse(
    {
      title: SENTENCES[answered.status] ?? "That did not work",
      body: (
        <div class="stack">
          <Notice tone="bad">{detail}</Notice>
          <p class="soft small">Request {id}</p>
          <p>
            <ButtonLink href="/app">Go to the overview</ButtonLink>
          </p>
        </div>
      ),
      status: answered.status,
    },
    { tenant, principal: null, request },
    "",
  );
}
