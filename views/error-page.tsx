import type { RequestState } from "../src/api/request-state";
import { SESSION_COOKIE, sessionSetCookie } from "../src/auth/sessions";
import type { Config } from "../src/config";
import { ButtonLink, SecondaryLink } from "./components/button";
import { Icon } from "./components/icon";
import { pageResponse, redirect } from "./page";

const DEMO_TENANT = "demo";

const SENTENCES: Readonly<Record<number, string>> = {
  400: "We didn’t understand that",
  403: "You can’t do this",
  404: "This page isn’t here",
  409: "Not right now",
  413: "That’s too large",
  422: "Please check what you entered",
  429: "That was too fast",
  500: "Something broke on our side",
  503: "We’ll be right back",
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
  const { status } = answered;
  return pageResponse(
    {
      title: SENTENCES[status] ?? "That did not work",
      body: (
        <section class="card lost">
          <Icon name={status === 404 ? "search" : "warning"} />
          <p>{status === 404 ? `${detail} The link may be old, or what it led to was deleted.` : detail}</p>
          <p class="row">
            <ButtonLink href="/app">Go to This week</ButtonLink>
            {status === 404 && <SecondaryLink href="/app/customers">Find a customer</SecondaryLink>}
          </p>
          <p class="hint">If this keeps happening, tell whoever runs this server. Request {id}</p>
        </section>
      ),
      status,
    },
    { tenant, principal: null, request },
    "",
  );
}
