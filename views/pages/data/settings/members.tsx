import type { VNode } from "preact";
import { INVITATION_DAYS } from "../../../../src/auth/invitations";
import { ROLES, type Role } from "../../../../src/auth/principal";
import type { InvitationRow } from "../../../../src/store/invitations";
import type { MemberRow } from "../../../../src/store/members";
import { Badge, Card, Notice } from "../../../components/card";
import { OnceField, OnceShown, ShownBefore } from "../../../components/once-shown";
import { Table } from "../../../components/table";
import { ROLE_SENTENCES } from "../../account/invitation";
import type { Refused } from "./forms";

/** An invitation just made. Its link is shown only once. */
export interface MadeInvitation {
  readonly email: string;
  readonly link: string;
}

/** The person signed in, and what they may change. */
export function YouCard({
  email,
  role,
  places,
}: {
  /** Null for readers who came by the claims of their account alone. */
  readonly email: string | null;
  readonly role: Role;
  /** How many shops the person may work with. */
  readonly places: number;
}): VNode {
  return (
    <Card id="you" title="You">
      <dl class="facts short-names">
        {email && (
          <>
            <dt>Signed in as</dt>
            <dd>{email}</dd>
          </>
        )}
        <dt>Role</dt>
        <dd>{ROLE_SENTENCES[role]}</dd>
      </dl>
      <p class="row">
        {places > 1 && (
          <a class="button secondary" href="/app/shops">
            Switch shop
          </a>
        )}
        <a class="button secondary" href="/app/reset">
          {" "}
          Change password{" "}
        </a>
        <a class="button secondary" href="/app/sign-out">
          Sign out
        </a>
      </p>
    </Card>
  );
}

interface MembersProps {
  readonly members: readonly MemberRow[];
  readonly invitations: readonly InvitationRow[];
  readonly made: MadeInvitation | null;
  /** The form that made an invitation was sent again. */
  readonly isRepeated: boolean;
  readonly refused: Refused | null;
  /** The account of the reader. */
  readonly own: string;
  readonly tenant: string;
}

/** People who work with the shop's data, and open invitations. */
export function MembersCard(props: MembersProps): VNode {
  const { members, invitations, made, isRepeated, refused, tenant } = props;
  const error = (name: string) => (refused?.form === "members" ? refused.errors[name] : undefined);
  return (
    <Card
      id="members"
      title="Members"
      note="People who sign in by e-mail and work with this shop's data. Accounts assigned by their claims are not listed."
    >
      {error("members") && <Notice tone="bad">{error("members")}</Notice>}
      {made && <InvitationNotice made={made} tenant={tenant} />}
      {isRepeated && (
        <ShownBefore>
          Nobody else was invited. If you did not copy the link, withdraw the invitation below and invite the
          person again.
        </ShownBefore>
      )}
      {members.length > 0 && <MemberTable {...props} />}
      {invitations.length > 0 && <InvitationTable {...props} />}
      <form class="stack" method="post" action="/app/settings/invitations#members">
        <OnceField />
        <div class="fields top">
          <label>
            E-mail
            <input
              name="email"
              type="email"
              required
              maxLength={254}
              autocomplete="off"
              value={refused?.form === "members" ? (refused.typed.get("email") ?? "") : ""}
              {...(error("email") && { "aria-invalid": "true" as const })}
            />
            {error("email") ? (
              <span class="error">{error("email")}</span>
            ) : (
              <span class="hint">The invitation is for this address only.</span>
            )}
          </label>
          <label>
            Role
            <select name="role">
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {ROLE_SENTENCES[role]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div class="row">
          <button type="submit">Invite</button>
          <span class="hint">You get a link to pass on. It works once, for {INVITATION_DAYS} days.</span>
        </div>
      </form>
    </Card>
  );
}

function InvitationNotice({ made, tenant }: { made: MadeInvitation; tenant: string }): VNode {
  const { email, link } = made;
  const subject = encodeURIComponent(`Work with ${tenant} on Perennial`);
  const body = encodeURIComponent(
    `This link lets you in. It works once, for ${INVITATION_DAYS} days:\n\n${link}\n`,
  );
  return (
    <>
      <OnceShown text={link} label="The link of the invitation">
        Send this link to {email}. It is shown only once, and works once.
      </OnceShown>
      <p>
        <a href={`mailto:${encodeURIComponent(email)}?subject=${subject}&body=${body}`}>Write the e-mail</a>
      </p>
    </>
  );
}

function MemberTable({ members, own }: MembersProps): VNode {
  return (
    <Table
      caption="Members, oldest first"
      rows={members}
      columns={[
        { title: "Member", cell: "email" },
        { title: "Role", cell: ({ role }) => <Badge>{role}</Badge> },
        { title: "Since", kind: "moment", cell: "createdAt" },
        {
          title: <span class="visually-hidden">Remove</span>,
          cell: ({ id, email, uid }) => (
            <form method="post" action={`/app/settings/members/${encodeURIComponent(id)}/remove`}>
              <button class="secondary small" type="submit">
                Remove<span class="visually-hidden"> {email}</span>
                {uid === own && " (you: signs you out)"}
              </button>
            </form>
          ),
        },
      ]}
    />
  );
}

function InvitationTable({ invitations }: MembersProps): VNode {
  return (
    <Table
      caption="Open invitations"
      showsCaption
      rows={invitations}
      columns={[
        { title: "Invited", cell: "email" },
        { title: "Role", cell: ({ role }) => <Badge>{role}</Badge> },
        { title: "Valid until", kind: "moment", cell: "expiresAt" },
        {
          title: <span class="visually-hidden">Withdraw</span>,
          cell: ({ id, email }) => (
            <form method="post" action={`/app/settings/invitations/${encodeURIComponent(id)}/withdraw`}>
              <button class="secondary small" type="submit">
                Withdraw<span class="visually-hidden"> the invitation of {email}</span>
              </button>
            </form>
          ),
        },
      ]}
    />
  );
}
