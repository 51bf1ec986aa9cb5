import type { ApiContext } from "../../../src/api/context";
import { findInvitation, readEmail } from "../../../src/auth/invitations";
import { TooManyTriesError } from "../../../src/auth/too-many-tries";
import { UserError } from "../../../src/errors";
import { Notice } from "../../components/card";
import { type PageInput, pageResponse } from "../../page";
import type { PageContent } from "../../page-content";
import { type Again, accountPage, type Invited } from "./email-forms";

/** The invitation that a code holds; null without one that is open. */
export function invitedBy(
  { store, people, now }: ApiContext,
  code: string | null | undefined,
): Invited | null {
  const invitation = people && findInvitation(store, code, now());
  return invitation ? { code: code!, invitation } : null;
}

/** Tells the operator what is missing. */
export const NO_EMAIL = accountPage(
  { title: "Sign in", subtitle: "This server checks the ID tokens of programs." },
  <Notice>
    Signing in by e-mail and password is not set up yet. The operator of this server sets FIREBASE_API_KEY to
    the web API key of the Firebase project.
  </Notice>,
);

type FormInput = PageInput<Record<string, string>> & { readonly form: URLSearchParams };

/**
 * Does what a form of an account asks for, with an e-mail address that can be one. What a person can correct is shown on
 * `page` again: 422, 429 with `Retry-After`, 503 while Firebase cannot be asked.
 */
export async function answerForm(
  input: FormInput,
  page: (again: Again) => PageContent,
  act: (email: string) => Promise<Response>,
): Promise<Response> {
  const email = readEmail(input.form.get("email"));
  const typed = (input.form.get("email") ?? "").slice(0, 254);
  const refuse = (error: string, status: number) =>
    pageResponse(page({ email: typed, error, status }), input, "");
  if (!email) return refuse("That is not an e-mail address. It should look like ann@example.com.", 422);
  try {
    return await act(email);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const answer = refuse(error.message, error.status === 400 ? 422 : error.status);
    if (error instanceof TooManyTriesError)
      answer.headers.set("Retry-After", String(error.retryAfterSeconds));
    return answer;
  }
}
