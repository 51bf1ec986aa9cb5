import type { Static, TSchema } from "@sinclair/typebox";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { ApiContext } from "../src/api/context";
import { defineRoute, type Route, type RouteInput } from "../src/api/route";
import type { Role } from "../src/auth/principal";
import { periodTexts } from "./components/period-picker";
import { ReaderContext } from "./components/reader";
import { withDefinedTerms } from "./defined-terms";
import { formatFor } from "./format";
import { Layout } from "./layout";
import type { PageContent } from "./page-content";
import { DEFAULT_TENANT_SETTINGS, readTenantSettings, type TenantSettings } from "./tenant-settings";

/** Scripts, styles, images and requests from this server alone; nothing inline; no page of another site around it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a page is made from, besides the request. */
export interface PageInput<Params = unknown, Query = unknown> extends RouteInput<Params, Query> {
  readonly settings: TenantSettings;
}

interface PageDeclaration<P extends TSchema, Q extends TSchema> {
  /** Below `/app`: `/segments/:segment_id`. */
  readonly path: string;
  /** The least role; `public` pages have no tenant. */
  readonly access?: Role | "public";
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  /** The path of the navigation entry to mark. */
  readonly nav?: string;
  /**
   * The page; for a request of htmx that asks for a part (`HX-Request-Type: partial`) `body` alone is sent. Or any
   * other answer.
   */
  show(
    input: PageInput<Static<P>, Static<Q>>,
    context: ApiContext,
  ): PageContent | Response | Promise<PageContent | Response>;
}

/** Declares a page of the dashboards: a GET route that answers HTML. */
export function definePage<P extends TSchema, Q extends TSchema>(declared: PageDeclaration<P, Q>): Route {
  const { path, access = "business", summary, params, query, nav, show } = declared;
  return defineRoute({
    method: "GET",
    path: `/app${path}`,
    access,
    hidden: true,
    tag: "pages",
    summary,
    description: summary,
    ...(params && { params }),
    ...(query && { query }),
    answers: { 200: { description: "The page.", contentType: "text/html" } },
    handle: async (input, context) => {
      const settings = readTenantSettings(context, input.tenant);
      const asked = { ...input, settings } as PageInput<Static<P>, Static<Q>>;
      const content = await show(asked, context);
      if (content instanceof Response) return content;
      return pageResponse(content, asked, nav ?? path, context);
    },
  });
}

/** Declares what a form of a page sends to: a POST route that answers with a page, a part of one, or a redirect. */
export function defineAction(declared: {
  readonly path: string;
  readonly access?: Role | "public";
  readonly summary: string;
  /** Its answer may take more than a minute. */
  readonly slow?: boolean;
  /** `form` holds the fields of an `application/x-www-form-urlencoded` body, the last value of each name. */
  act(
    input: PageInput<Record<string, string>> & { readonly form: URLSearchParams },
    context: ApiContext,
  ): Response | Promise<Response>;
}): Route {
  const { path, access = "business", summary, slow = false, act } = declared;
  return defineRoute({
    method: "POST",
    path: `/app${path}`,
    access,
    slow,
    hidden: true,
    tag: "pages",
    summary,
    description: summary,
    rawBody: { "application/x-www-form-urlencoded": {} },
    ...(access !== "public" && { bodyBytes: MOST_FORM_BYTES }),
    answers: { 200: { description: "The page.", contentType: "text/html" } },
    handle: async (input, context) => {
      const form = new URLSearchParams(await input.request.text());
      const settings = readTenantSettings(context, input.tenant);
      return act({ ...input, params: pathParams(input), settings, form }, context);
    },
  });
}

/**
 * The answer with a whole page, or with its body alone where htmx asks for a part. With the `context` the navigation
 * says how many notifications are unread.
 */
export function pageResponse(
  content: PageContent,
  asked: Asked,
  nav: string,
  context?: Pick<ApiContext, "store">,
): Response {
  const { tenant, principal, request } = asked;
  if (request.headers.get("hx-request-type") === "partial")
    return partResponse(content.body, asked, content.status);
  const unread = principal && context ? context.store.notifications.unread(tenant) : 0;
  const role = principal?.role ?? null;
  const period = periodTexts(Object.fromEntries(new URL(request.url).searchParams));
  const page = <Layout {...content} {...{ nav, unread, tenant, role, period }} theme={themeOf(request)} />;
  const html = `<!doctype html>${rendered(page, asked)}`;
  return htmlResponse(role && nav !== "/glossary" ? withDefinedTerms(html) : html, content.status);
}

/** The caller who asked for a page; without settings, the defaults apply. */
type Asked = Pick<RouteInput, "tenant" | "principal" | "request"> & {
  readonly settings?: Pick<TenantSettings, "locale" | "currency" | "timeZone">;
};

function rendered(part: VNode, { principal, settings = DEFAULT_TENANT_SETTINGS }: Asked): string {
  const reader = { role: principal?.role ?? null, format: formatFor(settings) };
  return renderToString(<ReaderContext.Provider value={reader}>{part}</ReaderContext.Provider>);
}

/** A part of a page, for htmx. */
export function partResponse(
  part: VNode,
  asked: Asked,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return htmlResponse(rendered(part, asked), status, headers);
}

/** Sends the browser on; htmx follows it as a whole page. */
export function redirect(
  request: Request,
  to: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (request.headers.has("hx-request"))
    return new Response(null, { status: 200, headers: { ...headers, "HX-Redirect": to } });
  return new Response(null, { status: 303, headers: { ...headers, Location: to } });
}

function htmlResponse(html: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(html, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": POLICY,
      // The choice of colours leads back to the page that it was made on; other sites learn nothing.
      "Referrer-Policy": "same-origin",
      Vary: "HX-Request-Type, Cookie",
      ...headers,
    },
  });
}

/** `light`, `dark`, or null: as the system is set. */
function themeOf(request: Request): "light" | "dark" | null {
  const found = /(?:^|; *)perennial_theme=(light|dark)(?:;|$)/.exec(request.headers.get("cookie") ?? "");
  return (found?.[1] as "light" | "dark" | undefined) ?? null;
}

const MOST_FORM_BYTES = 64 * 1024;

function pathParams({ params }: RouteInput): Record<string, string> {
  return (params ?? {}) as Record<string, string>;
}
