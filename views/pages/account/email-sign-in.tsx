import type { ApiContext } from "../../../src/api/context";
import type { People } from "../../../src/auth/people";
import { sessionSetCookie } from "../../../src/auth/sessions";
import { SecondaryLink } from "../../components/button";
import { type PageInput, pageResponse, redirect } from "../../page";
import type { PageContent } from "../../page-content";
import { answerForm, invitedBy, NO_EMAIL } from "./email-answers";
import { type Again, accountPage, type Invited, MailSent, SignInByEmail } from "./email-forms";
import { isSecure } from "./next";

const PROMISE = "Who your customers are, who is about to leave, what each is worth, and what to do.";

/** Where people sign in by e-mail and password. */
export function emailSignInPage(
  { byEmail }: People,
  invited: Invited | null,
  next: string,
  again: Again = {},
): PageContent {
  if (!byEmail) return NO_EMAIL;
  const { status } = again;
  return accountPage(
    { title: "Sign in", subtitle: PROMISE, ...(status && { status }) },
    <SignInByEmail invited={invited} again={again} next={next} />,
  );
}

/** For an account whose address has not been confirmed yet. */
function verifyPage(email: string, invited: Invited | null): PageContent {
  return accountPage(
    { title: "Confirm your address", subtitle: "One more step before your first visit." },
    <MailSent invited={invited}>
      <p>
        We have sent an e-mail to <strong>{email}</strong>. Follow the link in it, then come back and sign in.
      </p>
    </MailSent>,
  );
}

/** The account is known, but no shop has taken it in. */
function nowherePage(email: string, says: string): PageContent {
  return accountPage(
    { title: "No shop yet", status: 403 },
    <section class="card">
      <p>{says}</p>
      <p>
        Ask the administrator of your shop for an invitation for <strong>{email}</strong>. They create one in
        Settings, under Members. Its link lets you in.
      </p>
      <p>
        <SecondaryLink href="/app/sign-in">Sign in with another account</SecondaryLink>
      </p>
    </section>,
  );
}

/**
 * Signs the person of the form in, and leads them to their shop: the one that has just taken them in, else the one they
 * work for.
 */
export function signInByEmail(
  input: PageInput<Record<string, string>> & { readonly form: URLSearchParams },
  context: ApiContext,
  people: People,
  next: string,
): Response | Promise<Response> {
  const { form, request, address } = input;
  const { byEmail, sessions } = people;
  if (!byEmail) return pageResponse(NO_EMAIL, input, "");
  const invited = invitedBy(context, form.get("invitation"));
  const page = (again: Again) => emailSignInPage(people, invited, next, again);
  return answerForm(input, page, async (email) => {
    const password = (form.get("password") ?? "").slice(0, 2000);
    const outcome = await byEmail.signIn({ email, password, address }, invited?.code ?? null);
    switch (outcome.is) {
      case "refused":
        return pageResponse(page({ email, error: outcome.says, status: 401 }), input, "");
      case "to verify":
        return pageResponse(verifyPage(email, invited), input, "");
      case "nowhere":
        return pageResponse(nowherePage(email, outcome.says), input, "");
      case "signed in": {
        // A session that the browser had before ends: nobody goes on with it.
        sessions.close(request);
        const mayChoose = outcome.places.length > 1 && !invited;
        const to = mayChoose ? `/app/shops?next=${encodeURIComponent(next)}` : next;
        return redirect(request, to, { "Set-Cookie": sessionSetCookie(outcome.secret, isSecure(request)) });
      }
    }
  });
}
