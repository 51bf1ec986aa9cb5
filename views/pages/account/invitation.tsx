import { t } from "elysia";
import type { Route } from "../../../src/api/route";
import type { Role } from "../../../src/auth/principal";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Facts } from "../../components/facts";
import { formatFor } from "../../format";
import { definePage, redirect } from "../../page";
import { invitedBy } from "./email-answers";
import { accountPage, type Invited, withCode } from "./email-forms";

/** What somebody may do, in words. */
export const ROLE_SENTENCES: Readonly<Record<Role, string>> = {
  business: "Business: reads and predicts",
  analyst: "Analyst: also uploads, trains and deletes models",
  admin: "Admin: also erases, invites and hands out keys",
};

function InvitationCard({ invited, until }: { invited: Invited; until: string }) {
  const { tenant, email, role } = invited.invitation;
  return (
    <section class="card">
      <Facts
        look="short-names"
        of={[
          ["Shop", tenant],
          ["For", email],
          ["As", ROLE_SENTENCES[role]],
          ["Valid until", until],
        ]}
      />
      <p class="row">
        <ButtonLink href={withCode("/app/register", invited)}>Register</ButtonLink>
        <SecondaryLink href={withCode("/app/sign-in", invited)}>I have an account</SecondaryLink>
      </p>
    </section>
  );
}

/** Where the link of an invitation leads. Looking at it uses nothing up: signing in does. */
export const invitationPages: readonly Route[] = [
  definePage({
    path: "/invitation",
    access: "public",
    summary: "An invitation",
    query: t.Object({ code: t.Optional(t.String({ maxLength: 100 })) }),
    show: ({ request, query, settings }, context) => {
      if (!context.people) return redirect(request, "/app/sign-in");
      const invited = invitedBy(context, query.code);
      if (invited) {
        return accountPage(
          { title: "You are invited", subtitle: "To work with the customers of a shop." },
          <InvitationCard
            invited={invited}
            until={formatFor(settings).moment(invited.invitation.expiresAt)}
          />,
        );
      }
      return accountPage(
        { title: "This invitation is no longer valid", status: 404 },
        <section class="card">
          <p>
            It has been used, has expired or was withdrawn. If you used it, sign in; otherwise ask the person
            who sent it for a new one.
          </p>
          <p>
            <ButtonLink href="/app/sign-in">Sign in</ButtonLink>
          </p>
        </section>,
      );
    },
  }),
];
