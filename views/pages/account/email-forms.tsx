import type { ComponentChildren, VNode } from "preact";
import { LEAST_PASSWORD, MOST_PASSWORD } from "../../../src/auth/email-sign-in";
import type { Invitation } from "../../../src/auth/invitations";
import { ButtonLink } from "../../components/button";
import { Notice } from "../../components/card";
import { Field } from "../../components/field";
import { Icon } from "../../components/icon";
import type { PageContent } from "../../page-content";

/** The invitation behind the link that led here, and its code. */
export interface Invited {
  readonly code: string;
  readonly invitation: Invitation;
}

/** What a form is shown with again: what was typed, except passwords, and why it was refused. */
export interface Again {
  readonly email?: string;
  readonly error?: string;
  readonly status?: number;
}

/** A page for readers who are not signed in: the program's name, then the body. */
export function accountPage(
  { title, subtitle, status }: { title: string; subtitle?: string; status?: number },
  body: ComponentChildren,
): PageContent {
  return {
    title,
    ...(subtitle && { subtitle }),
    ...(status && { status }),
    body: <div class="stack">{body}</div>,
  };
}

/** An address with the code of the invitation that is on its way to be taken. */
export function withCode(path: string, invited: Pick<Invited, "code"> | null): string {
  return invited ? `${path}?invitation=${invited.code}` : path;
}

function InvitedNotice({ invitation }: Invited): VNode {
  return (
    <Notice tone="good">
      You are invited to work with <strong>{invitation.tenant}</strong>, for the address {invitation.email}.
    </Notice>
  );
}

/** The e-mail address, filled in for an invited reader. */
function EmailField({ invited, again }: { invited: Invited | null; again: Again }): VNode {
  return (
    <Field
      label="E-mail"
      name="email"
      type="email"
      required
      maxLength={254}
      autocomplete="username"
      value={again.email ?? invited?.invitation.email ?? ""}
    />
  );
}

function Hidden({ invited, next }: { invited: Invited | null; next?: string }): VNode {
  return (
    <>
      {next && <input type="hidden" name="next" value={next} />}
      {invited && <input type="hidden" name="invitation" value={invited.code} />}
    </>
  );
}

interface FormProps {
  readonly invited: Invited | null;
  readonly again?: Again;
}

export function SignInByEmail({ invited, again = {}, next }: FormProps & { readonly next: string }): VNode {
  return (
    <>
      {invited && !again.error && <InvitedNotice {...invited} />}
      <form class="card" method="post" action="/app/sign-in">
        {again.error && <Notice tone="bad">{again.error}</Notice>}
        <Hidden invited={invited} next={next} />
        <EmailField invited={invited} again={again} />
        <Field
          label="Password"
          name="password"
          type="password"
          required
          maxLength={MOST_PASSWORD}
          autocomplete="current-password"
        />
        <button type="submit">Sign in</button>
      </form>
      <p class="row spread small account-links">
        <a href={withCode("/app/reset", invited)}>Forgot your password?</a>
        <span class="soft">
          New here? <a href={withCode("/app/register", invited)}>Register</a>
        </span>
      </p>
    </>
  );
}

export function RegisterForm({ invited, again = {} }: FormProps): VNode {
  return (
    <>
      {invited && !again.error && <InvitedNotice {...invited} />}
      <form class="card" method="post" action="/app/register">
        {again.error && <Notice tone="bad">{again.error}</Notice>}
        <Hidden invited={invited} />
        <EmailField invited={invited} again={again} />
        <Field
          label="Password"
          name="password"
          type="password"
          required
          minLength={LEAST_PASSWORD}
          maxLength={MOST_PASSWORD}
          autocomplete="new-password"
          hint={`At least ${LEAST_PASSWORD} characters. A few words in a row are hard to guess and easy to remember.`}
        />
        <button type="submit">Register</button>
      </form>
      <p class="small soft account-links">
        Have an account? <a href={withCode("/app/sign-in", invited)}>Sign in</a>
      </p>
    </>
  );
}

export function ResetForm({ invited, again = {} }: FormProps): VNode {
  return (
    <>
      <form class="card" method="post" action="/app/reset">
        {again.error && <Notice tone="bad">{again.error}</Notice>}
        <Hidden invited={invited} />
        <EmailField invited={invited} again={again} />
        <button type="submit">Send me a link</button>
      </form>
      <p class="small account-links">
        <a href={withCode("/app/sign-in", invited)}>Back to sign-in</a>
      </p>
    </>
  );
}

/** The page is the same whether an e-mail was sent or not. */
export function MailSent({
  invited,
  children,
}: {
  readonly invited: Pick<Invited, "code"> | null;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class="card mail-sent">
      <Icon name="mail" />
      <div class="stack">{children}</div>
      <p>
        <ButtonLink href={withCode("/app/sign-in", invited)}>Sign in</ButtonLink>
      </p>
      <p class="hint">No e-mail after a few minutes? Check your spam folder, then try again.</p>
    </section>
  );
}
