import { t } from "elysia";
import type { Route } from "../../../src/api/route";
import { LEAST_PASSWORD, MOST_PASSWORD } from "../../../src/auth/email-sign-in";
import { InputError } from "../../../src/errors";
import { defineAction, definePage, redirect } from "../../page";
import { answerForm, invitedBy } from "./email-answers";
import {
  type Again,
  accountPage,
  type Invited,
  MailSent,
  RegisterForm,
  ResetForm,
  withCode,
} from "./email-forms";

const CODE = t.Object({ invitation: t.Optional(t.String({ maxLength: 100 })) });

function registerPage(invited: Invited | null, again: Again = {}) {
  const { status } = again;
  return accountPage(
    {
      title: "Register",
      subtitle: "Use an address whose mail you read: we send a link there to confirm it.",
      ...(status && { status }),
    },
    <RegisterForm invited={invited} again={again} />,
  );
}

function resetPage(invited: Invited | null, again: Again = {}) {
  const { status } = again;
  return accountPage(
    {
      title: "Set a new password",
      subtitle: "We will send a link to your address.",
      ...(status && { status }),
    },
    <ResetForm invited={invited} again={again} />,
  );
}

/** Registering and setting a new password. What is answered is the same whether the address has an account or not. */
export const registerPages: readonly Route[] = [
  definePage({
    path: "/register",
    access: "public",
    summary: "Register",
    query: CODE,
    show: ({ request, query }, context) =>
      context.people?.byEmail
        ? registerPage(invitedBy(context, query.invitation))
        : redirect(request, "/app/sign-in"),
  }),
  defineAction({
    path: "/register",
    access: "public",
    summary: "Register",
    act: (input, context) => {
      const { form, request, address } = input;
      const byEmail = context.people?.byEmail;
      if (!byEmail) return redirect(request, "/app/sign-in");
      const invited = invitedBy(context, form.get("invitation"));
      const page = (again: Again) => registerPage(invited, again);
      return answerForm(input, page, async (email) => {
        const password = form.get("password") ?? "";
        if (password.length < LEAST_PASSWORD || password.length > MOST_PASSWORD)
          throw new InputError(`A password must have at least ${LEAST_PASSWORD} characters.`);
        await byEmail.register({ email, password, address });
        return redirect(request, withCode("/app/register/sent", invited));
      });
    },
  }),
  definePage({
    path: "/register/sent",
    access: "public",
    summary: "What to do after registering",
    query: CODE,
    show: ({ request, query }, context) =>
      context.people?.byEmail
        ? accountPage(
            { title: "Check your mail", subtitle: "One more step before your first visit." },
            <MailSent invited={invitedBy(context, query.invitation)}>
              <p>
                An e-mail is on its way to the address you gave. Follow the link in it, then come back and
                sign in.
              </p>
            </MailSent>,
          )
        : redirect(request, "/app/sign-in"),
  }),
  definePage({
    path: "/reset",
    access: "public",
    summary: "Set a new password",
    query: CODE,
    show: ({ request, query }, context) =>
      context.people?.byEmail
        ? resetPage(invitedBy(context, query.invitation))
        : redirect(request, "/app/sign-in"),
  }),
  defineAction({
    path: "/reset",
    access: "public",
    summary: "Set a new password",
    act: (input, context) => {
      const { form, request, address } = input;
      const byEmail = context.people?.byEmail;
      if (!byEmail) return redirect(request, "/app/sign-in");
      const invited = invitedBy(context, form.get("invitation"));
      const page = (again: Again) => resetPage(invited, again);
      return answerForm(input, page, async (email) => {
        await byEmail.reset(email, address);
        return redirect(request, withCode("/app/reset/sent", invited));
      });
    },
  }),
  definePage({
    path: "/reset/sent",
    access: "public",
    summary: "What to do after asking for a new password",
    query: CODE,
    show: ({ request, query }, context) =>
      context.people?.byEmail
        ? accountPage(
            { title: "Check your mail", subtitle: "Your old password works until you set a new one." },
            <MailSent invited={invitedBy(context, query.invitation)}>
              <p>
                If the address has an account, an e-mail with a link is on its way. Once you set a new
                password, all browsers have to sign in again.
              </p>
            </MailSent>,
          )
        : redirect(request, "/app/sign-in"),
  }),
];
