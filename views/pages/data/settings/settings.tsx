import { t } from "elysia";
import type { ApiContext } from "../../../../src/api/context";
import { NotFoundError } from "../../../../src/api/errors";
import { predictionsWritten } from "../../../../src/api/resources/predict/prediction-log";
import type { Route } from "../../../../src/api/route";
import { createApiKey } from "../../../../src/auth/api-keys";
import { invitationPath, invite, readEmail } from "../../../../src/auth/invitations";
import { includesRole, ROLES, type Role } from "../../../../src/auth/principal";
import { datasetTitle } from "../../../../src/jobs/dataset-names";
import { newestDataset } from "../../../../src/jobs/newest-dataset";
import { nextDue } from "../../../../src/jobs/schedule";
import { planWeekly } from "../../../../src/notify/reports/weekly-loop";
import { canMail } from "../../../can-mail";
import { Notice } from "../../../components/card";
import { onceIdOf } from "../../../components/once-shown";
import { formatFor } from "../../../format";
import {
  type ReadSettings,
  readAlerts,
  readContact,
  readCosts,
  readMoney,
  readSchedule,
} from "../../../forms/settings-form";
import { defineAction, definePage, type PageInput, pageResponse, redirect } from "../../../page";
import type { PageContent } from "../../../page-content";
import { originOf } from "../../account/next";
import { IntegrationsCard, KeysCard, RightsCard } from "./access";
import { AlertsForm, ContactForm, CostsForm, MoneyForm, type Refused, ScheduleForm } from "./forms";
import { MailCard } from "./mail";
import { type MadeInvitation, MembersCard, YouCard } from "./members";
import { outsideActions } from "./outside-actions";
import { type SettingsGroup, SettingsSide } from "./side";
import { type MadeSecret, WebhooksCard } from "./webhooks";
import { WorkersCard } from "./workers";

type Shown = Pick<PageInput, "tenant" | "principal" | "settings" | "request">;

/** What the page shows besides the settings: the answer to a form. */
interface Answer {
  readonly saved?: string | null;
  readonly refused?: Refused;
  readonly createdKey?: string;
  /** The card whose form had made a secret and was sent again, by reloading the page. */
  readonly repeated?: "keys" | "members" | "webhooks";
  readonly invitation?: MadeInvitation;
  readonly madeSecret?: MadeSecret;
}

/** How many of each webhook's messages, and of all, are shown. */
const SHOWN_MESSAGES = 10;

function settingsPage(
  { store, config, queue, integrations, people, now }: ApiContext,
  { tenant, principal, settings, request }: Shown,
  { saved = null, refused, createdKey, repeated, invitation, madeSecret }: Answer = {},
): PageContent {
  const format = formatFor(settings);
  const role = principal!.role;
  const may = rightsOf(role, people, queue);
  const { isAdmin } = may;
  const webhooks = isAdmin ? store.webhooks.list(tenant) : [];
  const newest = newestDataset(store, tenant);
  const part = { settings, saved, refused: refused ?? null, mayChange: may.mayChange };
  return {
    title: "Settings",
    subtitle: "For everyone who works with this shop's data.",
    body: (
      <div class="settings">
        <SettingsSide groups={sectionsFor(may)} />
        <div class="stack">
          {!part.mayChange && (
            <Notice>You can read these settings. Changing them takes the analyst role.</Notice>
          )}
          <MoneyForm {...part} />
          <ContactForm {...part} />
          <CostsForm {...part} />
          <ScheduleForm
            {...part}
            schedule={store.schedules.find(tenant)}
            newest={newest && datasetTitle(newest)}
            format={format}
          />
          <AlertsForm {...part} />
          {people && (
            <YouCard
              email={store.members.ofPerson(tenant, principal!.name)?.email ?? null}
              role={role}
              places={people.sessions.placesOf(request).length}
            />
          )}
          {isAdmin && people && (
            <MembersCard
              members={store.members.list(tenant)}
              invitations={store.invitations.list(tenant, now())}
              made={invitation ?? null}
              isRepeated={repeated === "members"}
              refused={part.refused}
              own={principal!.name}
              tenant={tenant}
            />
          )}
          {isAdmin && (
            <KeysCard
              keys={store.apiKeys.list(tenant)}
              auth={config.auth}
              created={createdKey ?? null}
              isRepeated={repeated === "keys"}
              refused={part.refused}
              own={principal!.name}
              format={format}
            />
          )}
          {part.mayChange && (
            <MailCard
              recipients={store.mailRecipients.list(tenant)}
              canMail={canMail(integrations)}
              refused={part.refused}
              isSaved={saved === "mail"}
              weekly={store.weeklyReports.find(tenant)}
              timeZone={settings.timeZone}
              format={format}
            />
          )}
          {isAdmin && (
            <WebhooksCard
              webhooks={webhooks}
              deliveries={webhooks
                .flatMap(({ id }) => store.outbox.list(tenant, "webhook", id, SHOWN_MESSAGES))
                .sort((a, b) => (a.id < b.id ? 1 : -1))
                .slice(0, SHOWN_MESSAGES)}
              made={madeSecret ?? null}
              isRepeated={repeated === "webhooks"}
              refused={part.refused}
              format={format}
            />
          )}
          {isAdmin && <IntegrationsCard integrations={integrations} />}
          {isAdmin && <WorkersCard workers={queue.joined} />}
          {isAdmin && <RightsCard tenant={tenant} refused={part.refused} />}
        </div>
      </div>
    ),
    ...(refused && { status: 422 }),
  };
}

/** What the reader may do, and what there is on this server. */
interface Rights {
  readonly isAdmin: boolean;
  readonly mayChange: boolean;
  readonly hasPeople: boolean;
  readonly hasWorkers: boolean;
}

function rightsOf(
  role: Role,
  people: ApiContext["people"],
  { joined }: Pick<ApiContext["queue"], "joined">,
): Rights {
  const isAdmin = includesRole(role, "admin");
  const mayChange = includesRole(role, "analyst");
  return { isAdmin, mayChange, hasPeople: people !== null, hasWorkers: joined !== null };
}

/** The sections that a reader sees, in the order of the page. */
function sectionsFor({ isAdmin, mayChange, hasPeople, hasWorkers }: Rights): SettingsGroup[] {
  return [
    {
      name: "Shop",
      sections: [
        ["money", "Currency and language"],
        ["contact", "Contacts"],
        ["costs", "Cost of mistakes"],
        ["schedule", "Training"],
        ["alerts", "Alerts"],
      ],
    },
    {
      name: "Access",
      sections: [
        hasPeople && ["you", "You"],
        isAdmin && hasPeople && ["members", "Members"],
        isAdmin && ["keys", "API keys"],
      ],
    },
    {
      name: "Messages",
      sections: [mayChange && ["mail", "E-mails"], isAdmin && ["webhooks", "Webhooks"]],
    },
    {
      name: "Server",
      sections: [
        isAdmin && ["integrations", "Integrations"],
        isAdmin && hasWorkers && ["workers", "Workers"],
        isAdmin && ["erase", "All data"],
      ],
    },
  ];
}

type FormInput = PageInput<Record<string, string>> & { readonly form: URLSearchParams };

function refuse(input: FormInput, context: ApiContext, form: string, errors: Refused["errors"]): Response {
  const refused = { form, typed: input.form, errors };
  return pageResponse(settingsPage(context, input, { refused }), input, "/settings", context);
}

/** A form whose fields are settings. */
function settingsAction(name: string, summary: string, read: (form: URLSearchParams) => ReadSettings): Route {
  return defineAction({
    path: `/settings/${name}`,
    access: "analyst",
    summary,
    act: (input, context) => {
      const { tenant, request, form } = input;
      const { settings, errors } = read(form);
      if (Object.keys(errors).length > 0) return refuse(input, context, name, errors);
      const { tenants, weeklyReports } = context.store;
      context.store.transaction(() => {
        tenants.saveSettings(tenant, { ...tenants.settings(tenant), ...settings }, context.now());
        // Its hour is one of the tenant's clock.
        const weekly = weeklyReports.find(tenant);
        if (weekly) planWeekly(context.store, tenant, weekly, context.now());
        if (name === "alerts") context.store.alertStates.lookAgain(tenant);
      });
      return redirect(request, `/app/settings?saved=${name}#${name}`);
    },
  });
}

/** A page with something that is shown only once. */
function onceResponse(input: FormInput, context: ApiContext, answer: Answer): Response {
  const response = pageResponse(settingsPage(context, input, answer), input, "/settings", context);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

function requirePeople({ people }: ApiContext): void {
  if (!people) throw new NotFoundError("Nobody signs in by e-mail here: that takes AUTH=firebase.");
}

/** The shop's settings, its access and the erasure of its data. */
export const settingsPages: readonly Route[] = [
  definePage({
    path: "/settings",
    summary: "Settings",
    query: t.Object({ saved: t.Optional(t.String({ maxLength: 20 })) }),
    show: (input, context) => settingsPage(context, input, { saved: input.query.saved ?? null }),
  }),
  settingsAction("money", "Set the currencies and the language", readMoney),
  settingsAction("alerts", "Set when alerts are raised", readAlerts),
  settingsAction("costs", "Set the cost of errors", readCosts),
  settingsAction("contact", "Set what a contact costs and brings", readContact),
  defineAction({
    path: "/settings/schedule",
    access: "analyst",
    summary: "Set when to train again",
    act: (input, context) => {
      const { tenant, request, form } = input;
      const { schedule, errors } = readSchedule(form);
      if (Object.keys(errors).length > 0) return refuse(input, context, "schedule", errors);
      const now = context.now();
      context.store.schedules.save(tenant, schedule && { ...schedule, nextDue: nextDue(schedule, now) }, now);
      return redirect(request, "/app/settings?saved=schedule#schedule");
    },
  }),
  defineAction({
    path: "/settings/keys",
    access: "admin",
    summary: "Create an API key",
    act: (input, context) => {
      const { tenant, form } = input;
      const name = (form.get("name") ?? "").trim();
      const role = ROLES.find((known) => known === form.get("role"));
      if (name === "" || name.length > 100 || !role)
        return refuse(input, context, "keys", { name: "Say in 1 to 100 characters what the key is for." });
      const { apiKeys } = context.store;
      // The form holds the id of the key that it makes, so sending it again makes no other.
      const id = onceIdOf(form);
      if (apiKeys.list(tenant).some((known) => known.id === id))
        return onceResponse(input, context, { repeated: "keys" });
      const once = id !== undefined && { id };
      const { key } = createApiKey(apiKeys, tenant, { role, name, now: context.now(), ...once });
      return onceResponse(input, context, { createdKey: key });
    },
  }),
  defineAction({
    path: "/settings/keys/:key_id/revoke",
    access: "admin",
    summary: "Revoke an API key",
    act: ({ tenant, request, params }, { store, now }) => {
      if (!store.apiKeys.revoke(tenant, params.key_id!, now()))
        throw new NotFoundError("There is no such key, or it was revoked before.");
      return redirect(request, "/app/settings#keys");
    },
  }),
  defineAction({
    path: "/settings/invitations",
    access: "admin",
    summary: "Invite someone",
    act: (input, context) => {
      const { tenant, form, request } = input;
      const { store, config, now } = context;
      requirePeople(context);
      const email = readEmail(form.get("email"));
      const role = ROLES.find((known) => known === form.get("role"));
      if (!email || !role)
        return refuse(input, context, "members", { email: "Enter an address such as ann@example.com." });
      const id = onceIdOf(form);
      if (store.invitations.list(tenant, now()).some((known) => known.id === id))
        return onceResponse(input, context, { repeated: "members" });
      const secret = invite(store, tenant, { email, role, now: now(), ...(id !== undefined && { id }) });
      const link = (config.publicUrl ?? originOf(request)) + invitationPath(secret);
      return onceResponse(input, context, { invitation: { email, link } });
    },
  }),
  defineAction({
    path: "/settings/invitations/:invitation_id/withdraw",
    access: "admin",
    summary: "Withdraw an invitation",
    act: ({ tenant, request, params }, { store }) => {
      if (!store.invitations.remove(tenant, params.invitation_id!))
        throw new NotFoundError("There is no such invitation, or it has been used.");
      return redirect(request, "/app/settings#members");
    },
  }),
  defineAction({
    path: "/settings/members/:member_id/remove",
    access: "admin",
    summary: "Remove a member",
    act: (input, context) => {
      const { tenant, request, params, principal } = input;
      const { members } = context.store;
      const all = members.list(tenant);
      const found = all.find(({ id }) => id === params.member_id);
      if (!found) throw new NotFoundError("There is no such member.");
      const isLast = !all.some(({ id, role }) => role === "admin" && id !== found.id);
      if (found.uid === principal!.name && isLast)
        return refuse(input, context, "members", {
          members: "You are the last administrator. Invite another one first, or erase everything.",
        });
      members.remove(tenant, found.id);
      return redirect(request, "/app/settings#members");
    },
  }),
  ...outsideActions({
    refuse,
    showSecret: (input, context, madeSecret) => onceResponse(input, context, { madeSecret }),
    tellShownBefore: (input, context) => onceResponse(input, context, { repeated: "webhooks" }),
  }),
  defineAction({
    path: "/settings/erase",
    access: "admin",
    summary: "Erase everything of the shop",
    act: async (input, context) => {
      const { tenant, request, form } = input;
      if (form.get("confirm") !== tenant)
        return refuse(input, context, "erase", { confirm: `Nothing was erased. Type ${tenant} to confirm.` });
      await predictionsWritten(context);
      const job = context.store.erasures.ask(tenant, { scope: "tenant" }, context.now());
      return redirect(request, `/app/queue/${job.id}`);
    },
  }),
];
