import type { VNode } from "preact";
import { ROLES, type Role } from "../../../../src/auth/principal";
import type { Config } from "../../../../src/config";
import type { Integration, IntegrationStatus } from "../../../../src/integration";
import type { ApiKeyRow } from "../../../../src/store/api-keys";
import { Badge, Card, Notice } from "../../../components/card";
import { OnceField, OnceShown, ShownBefore } from "../../../components/once-shown";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import type { Refused } from "./forms";

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  business: "Business: reads and predicts",
  analyst: "Analyst: also uploads, trains and deletes models",
  admin: "Admin: also erases and hands out keys",
};

/** The keys that programs and people sign in with; a new one is shown only once. */
export function KeysCard({
  keys,
  auth,
  created,
  isRepeated,
  refused,
  own,
  format,
}: {
  readonly keys: readonly ApiKeyRow[];
  readonly auth: Config["auth"];
  readonly created: string | null;
  readonly isRepeated: boolean;
  readonly refused: Refused | null;
  /** The start of the key that the reader signed in with. */
  readonly own: string;
  readonly format: Format;
}): VNode {
  const error = refused?.form === "keys" ? refused.errors.name : undefined;
  return (
    <Card id="keys" title="API keys" note="Programs use a key to call the API, people to sign in here.">
      {auth !== "keys" && (
        <Notice>
          {auth === "open"
            ? "This server trusts everyone who can reach it, so it asks for no keys. With AUTH=keys it does."
            : "This server uses Firebase to sign people in, so it asks for no keys."}
        </Notice>
      )}
      {created && (
        <OnceShown text={created} label="The new key">
          <strong>Your new key.</strong> Copy it now: we keep no copy, and it won’t be shown again.
        </OnceShown>
      )}
      {isRepeated && (
        <ShownBefore>
          No other key was made. If you did not copy it, revoke it below and create a new one.
        </ShownBefore>
      )}
      {keys.length > 0 && (
        <Table
          caption="Keys, oldest first"
          rows={keys}
          columns={[
            { title: "Name", cell: "name" },
            { title: "Starts with", cell: ({ prefix }) => <code>{prefix}</code> },
            { title: "Role", cell: ({ role }) => <Badge>{role}</Badge> },
            { title: "Created", kind: "moment", cell: "createdAt" },
            {
              title: <span class="visually-hidden">Revoke</span>,
              cell: ({ id, name, prefix, revokedAt }) =>
                revokedAt !== null ? (
                  <span class="soft small">Revoked {format.moment(revokedAt)}</span>
                ) : (
                  <form method="post" action={`/app/settings/keys/${encodeURIComponent(id)}/revoke`}>
                    <button class="secondary small" type="submit">
                      Revoke<span class="visually-hidden"> {name}</span>
                      {prefix === own && " (yours: signs you out)"}
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
      <form class="stack" method="post" action="/app/settings/keys#keys">
        <OnceField />
        <div class="fields top">
          <label>
            What it is for
            <input
              name="name"
              required
              maxLength={100}
              autocomplete="off"
              value={refused?.form === "keys" ? (refused.typed.get("name") ?? "") : ""}
              {...(error && { "aria-invalid": "true" as const })}
            />
            {error ? (
              <span class="error">{error}</span>
            ) : (
              <span class="hint">To tell it apart from others.</span>
            )}
          </label>
          <label>
            Role
            <select name="role">
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {ROLE_WORDS[role]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div class="row">
          <button type="submit">Create a key</button>
        </div>
      </form>
    </Card>
  );
}

const STATES: Readonly<
  Record<IntegrationStatus["state"], { readonly word: string; readonly tone?: "good" | "bad" }>
> = {
  off: { word: "Off" },
  well: { word: "On", tone: "good" },
  failing: { word: "Failing", tone: "bad" },
};

/** What the server is connected to. */
export function IntegrationsCard({ integrations }: { readonly integrations: readonly Integration[] }): VNode {
  return (
    <Card
      id="integrations"
      title="Integrations"
      note="Everything works without them. The server's operator turns them on."
    >
      <dl class="facts integrations">
        {integrations.map((integration) => {
          const { state, detail } = integration.status();
          const { word, tone } = STATES[state];
          return (
            <>
              <dt>{sentence(integration.purpose)}</dt>
              <dd class="row spread">
                <span class="soft">{detail}</span>
                <Badge {...(tone && { tone })}>{word}</Badge>
              </dd>
            </>
          );
        })}
      </dl>
    </Card>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Downloading all data, and erasing it. */
export function RightsCard({
  tenant,
  refused,
}: {
  readonly tenant: string;
  readonly refused: Refused | null;
}): VNode {
  const error = refused?.form === "erase" ? refused.errors.confirm : undefined;
  return (
    <Card id="erase" title="All data of this shop">
      <p class="row">
        <a class="button secondary" href={`/tenants/${encodeURIComponent(tenant)}/export`} download>
          Download everything
        </a>
        <span class="hint"> A ZIP file: uploads, models, predictions, settings. It may be large.</span>
      </p>
      <form class="stack danger-zone" method="post" action="/app/settings/erase">
        <p>
          <strong>Erase everything.</strong> All data sets, models, predictions, keys and settings of this
          shop are removed for good. Its other jobs are cancelled.
        </p>
        <label>
          To confirm, type {tenant}
          <input
            name="confirm"
            required
            autocomplete="off"
            {...(error && { "aria-invalid": "true" as const })}
          />
          {error && <span class="error">{error}</span>}
        </label>
        <div class="row">
          <button class="danger" type="submit">
            Erase all data of {tenant}
          </button>
        </div>
      </form>
    </Card>
  );
}
