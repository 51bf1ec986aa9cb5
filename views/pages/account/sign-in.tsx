import { t } from "elysia";
import type { VNode } from "preact";
import type { Route } from "../../../src/api/route";
import { isTenantId } from "../../../src/auth/principal";
import { closeSession, openSession, sessionSetCookie } from "../../../src/auth/sessions";
import { Notice } from "../../components/card";
import { Icon } from "../../components/icon";
import { defineAction, definePage, pageResponse, redirect } from "../../page";

/** Where a browser may be sent after signing in: a page of this server. */
function nextOf(text: string | null | undefined): string {
  return text && /^\/app([/?][\w\-./?=&%+]*)?$/.test(text) ? text : "/app";
}

function SignInForm({ mode, next, error }: { mode: string; next: string; error?: string }): VNode {
  return (
    <form class="card" method="post" action="/app/sign-in">
      {error && <Notice tone="bad">{error}</Notice>}
      <input type="hidden" name="next" value={next} />
      {mode === "open" ? (
        <label>
          Tenant
          <input
            name="tenant"
            required
            pattern="[A-Za-z0-9_\-]{1,128}"
            value="demo"
            autocomplete="organization"
          />
          <span class="hint">
            This server trusts everybody who reaches it. Name the shop whose data you work with.
          </span>
        </label>
      ) : (
        <label>
          API key
          <input name="key" type="password" required autocomplete="current-password" placeholder="pk_…" />
          <span class="hint">
            An administrator makes one with “perennial keys create” or on the settings page.
          </span>
        </label>
      )}
      <button type="submit">Sign in</button>
    </form>
  );
}

function signInPage(mode: string, next: string, error?: string) {
  return {
    title: "Sign in",
    subtitle: "Who your customers are, who is about to leave, what each is worth, and what to do.",
    body: (
      <div class="stack">
        <p class="brand">
          <Icon name="leaf" /> <span>Perennial</span>
        </p>
        <SignInForm mode={mode} next={next} {...(error && { error })} />
      </div>
    ),
    status: error ? 401 : 200,
  };
}

const isSecure = (request: Request) =>
  request.url.startsWith("https:") || request.headers.get("x-forwarded-proto") === "https";

/** Signing in and out, and the colours. */
export const signInPages: readonly Route[] = [
  definePage({
    path: "/sign-in",
    access: "public",
    summary: "Sign in",
    query: t.Object({ next: t.Optional(t.String()) }),
    show: ({ query }, { config }) => signInPage(config.auth, nextOf(query.next)),
  }),
  defineAction({
    path: "/sign-in",
    access: "public",
    summary: "Sign in",
    act: (input, { config, store, now }) => {
      const { form, request } = input;
      const next = nextOf(form.get("next"));
      const refuse = (error: string) => pageResponse(signInPage(config.auth, next, error), input, "");
      if (config.auth === "open") {
        const tenant = form.get("tenant") ?? "";
        if (!isTenantId(tenant)) return refuse("A tenant is 1 to 128 letters, digits, _ or -.");
        return redirect(request, next, { "Set-Cookie": sessionSetCookie(tenant, isSecure(request)) });
      }
      const secret = openSession(store, form.get("key")?.trim() ?? "", now());
      if (secret === null) return refuse("The API key is not known or was revoked.");
      return redirect(request, next, { "Set-Cookie": sessionSetCookie(secret, isSecure(request)) });
    },
  }),
  definePage({
    path: "/sign-out",
    access: "public",
    summary: "Sign out",
    show: ({ request }, { store }) => {
      closeSession(store, request);
      return redirect(request, "/app/sign-in", { "Set-Cookie": sessionSetCookie("", isSecure(request)) });
    },
  }),
  defineAction({
    path: "/theme",
    access: "public",
    summary: "Choose light or dark colours",
    act: ({ form, request }) => {
      const theme = form.get("theme") === "dark" ? "dark" : "light";
      const back = new URL(request.headers.get("referer") ?? "/app", request.url);
      return redirect(request, nextOf(back.pathname + back.search), {
        "Set-Cookie": `perennial_theme=${theme}; Path=/; SameSite=Lax; Max-Age=31536000`,
      });
    },
  }),
];
