import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import type { Route } from "../../../src/api/route";
import { isTenantId } from "../../../src/auth/principal";
import { closeSession, openSession, sessionSetCookie } from "../../../src/auth/sessions";
import { SecondaryLink } from "../../components/button";
import { Card, Notice } from "../../components/card";
import { Field } from "../../components/field";
import { defineAction, definePage, type PageInput, pageResponse, redirect } from "../../page";
import type { PageContent } from "../../page-content";
import { invitedBy } from "./email-answers";
import { emailSignInPage, signInByEmail } from "./email-sign-in";
import { isSecure, nextOf } from "./next";

function SignInForm({ mode, next, error }: { mode: string; next: string; error?: string }): VNode {
  return (
    <form class="card" method="post" action="/app/sign-in">
      {error && <Notice tone="bad">{error}</Notice>}
      <input type="hidden" name="next" value={next} />
      {mode === "open" ? (
        <Field
          label="Shop"
          name="tenant"
          required
          pattern="[A-Za-z0-9_\-]{1,128}"
          value="demo"
          autocomplete="organization"
          hint="No password is needed here. Leave “demo” to look around."
        />
      ) : (
        <Field
          label="API key"
          name="key"
          type="password"
          required
          autocomplete="current-password"
          placeholder="pk_…"
          hint="It begins with pk_. Whoever runs your shop’s account can create one for you under Settings, API keys."
        />
      )}
      <button type="submit">Sign in</button>
    </form>
  );
}

function signInPage(mode: string, next: string, error?: string) {
  return {
    title: "Sign in",
    subtitle: "See who your customers are, who is about to leave, and what to do this week.",
    body: (
      <div class="stack">
        <SignInForm mode={mode} next={next} {...(error && { error })} />
      </div>
    ),
    status: error ? 401 : 200,
  };
}

/** A page of another site may lead here, but not end the session. */
const ASK_TO_LEAVE: PageContent = {
  title: "Sign out",
  body: (
    <Card title="Do you want to sign out?">
      <form class="row" method="post" action="/app/sign-out">
        <button type="submit">Sign out</button>
        <SecondaryLink href="/app">Stay</SecondaryLink>
      </form>
    </Card>
  ),
};

function signOut({ request }: Pick<PageInput, "request">, { store, people }: ApiContext): Response {
  closeSession(store, request);
  people?.sessions.close(request);
  return redirect(request, "/app/sign-in", { "Set-Cookie": sessionSetCookie("", isSecure(request)) });
}

/** Signing in and out, and the colours. */
export const signInPages: readonly Route[] = [
  definePage({
    path: "/sign-in",
    access: "public",
    summary: "Sign in",
    query: t.Object({ next: t.Optional(t.String()), invitation: t.Optional(t.String({ maxLength: 100 })) }),
    show: ({ query }, context) => {
      const { config, people } = context;
      const next = nextOf(query.next);
      if (people) return emailSignInPage(people, invitedBy(context, query.invitation), next);
      return signInPage(config.auth, next);
    },
  }),
  defineAction({
    path: "/sign-in",
    access: "public",
    summary: "Sign in",
    act: (input, context) => {
      const { config, store, people, now } = context;
      const { form, request, address } = input;
      const next = nextOf(form.get("next"));
      if (people) return signInByEmail(input, context, people, next);
      const refuse = (error: string) => pageResponse(signInPage(config.auth, next, error), input, "");
      if (config.auth === "open") {
        const tenant = form.get("tenant") ?? "";
        if (!isTenantId(tenant))
          return refuse("A shop’s name has 1 to 128 letters, digits, _ or -, and no spaces.");
        return redirect(request, next, { "Set-Cookie": sessionSetCookie(tenant, isSecure(request)) });
      }
      const secret = openSession(store, form.get("key")?.trim() ?? "", { request, address, now: now() });
      if (secret === null)
        return refuse(
          "We don’t know this key. Check that you copied all of it; it may also have been revoked.",
        );
      return redirect(request, next, { "Set-Cookie": sessionSetCookie(secret, isSecure(request)) });
    },
  }),
  definePage({
    path: "/sign-out",
    access: "public",
    summary: "Sign out",
    show: (input, context) =>
      input.request.headers.get("sec-fetch-site") === "cross-site" ? ASK_TO_LEAVE : signOut(input, context),
  }),
  defineAction({ path: "/sign-out", access: "public", summary: "Sign out", act: signOut }),
  defineAction({
    path: "/theme",
    access: "public",
    summary: "Choose light or dark colours",
    act: ({ form, request }) => {
      const asked = form.get("theme") ?? "";
      // Whatever else is asked for follows the system: the cookie ends.
      const theme = ["light", "dark"].includes(asked) ? asked : "";
      const back = new URL(request.headers.get("referer") ?? "/app", request.url);
      return redirect(request, nextOf(back.pathname + back.search), {
        "Set-Cookie": `perennial_theme=${theme}; Path=/; SameSite=Lax; Max-Age=${theme ? 31536000 : 0}`,
      });
    },
  }),
];
