import { t } from "elysia";
import type { ApiContext } from "../../../../src/api/context";
import { NotFoundError } from "../../../../src/api/errors";
import { predictionsWritten } from "../../../../src/api/resources/predict/prediction-log";
import type { Route } from "../../../../src/api/route";
import { createApiKey } from "../../../../src/auth/api-keys";
import { includesRole, ROLES } from "../../../../src/auth/principal";
import { nextDue } from "../../../../src/jobs/schedule";
import { Notice } from "../../../components/card";
import {
  type ReadSettings,
  readContact,
  readCosts,
  readMoney,
  readSchedule,
} from "../../../data/settings-form";
import { formatFor } from "../../../format";
import { defineAction, definePage, type PageInput, pageResponse, redirect } from "../../../page";
import type { PageContent } from "../../../page-content";
import { IntegrationsCard, KeysCard, RightsCard } from "./access";
import { ContactForm, CostsForm, MoneyForm, type Refused, ScheduleForm } from "./forms";

type Shown = Pick<PageInput, "tenant" | "principal" | "settings">;

/** What the page shows beside what holds: the answer to a form. */
interface Answer {
  readonly saved?: string | null;
  readonly refused?: Refused;
  readonly createdKey?: string;
}

function settingsPage(
  { store, config, integrations }: ApiContext,
  { tenant, principal, settings }: Shown,
  { saved = null, refused, createdKey }: Answer = {},
): PageContent {
  const format = formatFor(settings);
  const role = principal!.role;
  const isAdmin = includesRole(role, "admin");
  const part = { settings, saved, refused: refused ?? null, mayChange: includesRole(role, "analyst") };
  return {
    title: "Settings",
    subtitle: "For everybody who works with this shop's data.",
    body: (
      <div class="stack">
        {!part.mayChange && (
          <Notice>You may read these settings. To change them needs the role analyst.</Notice>
        )}
        <div class="grid wide">
          <MoneyForm {...part} />
          <CostsForm {...part} />
          <ContactForm {...part} />
          <ScheduleForm
            {...part}
            schedule={store.schedules.find(tenant)}
            newest={store.datasets.list(tenant)[0]?.fileName ?? null}
            format={format}
          />
        </div>
        {isAdmin && (
          <KeysCard
            keys={store.apiKeys.list(tenant)}
            auth={config.auth}
            created={createdKey ?? null}
            refused={part.refused}
            own={principal!.name}
            format={format}
          />
        )}
        <div class="grid wide">
          <IntegrationsCard integrations={integrations} />
          {isAdmin && <RightsCard tenant={tenant} refused={part.refused} />}
        </div>
      </div>
    ),
    ...(refused && { status: 422 }),
  };
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
      const { tenants } = context.store;
      context.store.transaction(() =>
        tenants.saveSettings(tenant, { ...tenants.settings(tenant), ...settings }, context.now()),
      );
      return redirect(request, `/app/settings?saved=${name}#${name}`);
    },
  });
}

/** What the shop has set, who may come in, and the way out. */
export const settingsPages: readonly Route[] = [
  definePage({
    path: "/settings",
    summary: "Settings",
    query: t.Object({ saved: t.Optional(t.String({ maxLength: 20 })) }),
    show: (input, context) => settingsPage(context, input, { saved: input.query.saved ?? null }),
  }),
  settingsAction("money", "Set the currency and the language", readMoney),
  settingsAction("costs", "Set the cost of errors", readCosts),
  settingsAction("contact", "Set what an offer costs and brings", readContact),
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
    summary: "Make an API key",
    act: (input, context) => {
      const { tenant, form } = input;
      const name = (form.get("name") ?? "").trim();
      const role = ROLES.find((known) => known === form.get("role"));
      if (name === "" || name.length > 100 || !role)
        return refuse(input, context, "keys", { name: "Say in 1 to 100 letters what the key is for." });
      const { key } = createApiKey(context.store.apiKeys, tenant, { role, name, now: context.now() });
      const answer = pageResponse(
        settingsPage(context, input, { createdKey: key }),
        input,
        "/settings",
        context,
      );
      answer.headers.set("Cache-Control", "no-store");
      return answer;
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
