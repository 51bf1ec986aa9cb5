import type { ApiContext } from "../../../../src/api/context";
import { NotFoundError } from "../../../../src/api/errors";
import type { Route } from "../../../../src/api/route";
import { UserError } from "../../../../src/errors";
import { isEventType } from "../../../../src/notify/events";
import { addWebhook, rotateSecret, sendTest, switchOff } from "../../../../src/notify/webhooks/own-webhooks";
import type { Store } from "../../../../src/store/store";
import type { WebhookRow } from "../../../../src/store/webhooks";
import { onceIdOf } from "../../../components/once-shown";
import { defineAction, redirect } from "../../../page";
import { type FormInput, mailActions, type Refuse } from "./mail-actions";
import { type MadeSecret, secretMark } from "./webhooks";

/** How the actions answer with the whole page. */
interface Answers {
  readonly refuse: Refuse;
  showSecret(input: FormInput, context: ApiContext, made: MadeSecret): Response;
  /** The form was sent before; its secret is shown no more. */
  tellShownBefore(input: FormInput, context: ApiContext): Response;
}

/** The test button waits this long for what becomes of the message, so that the page can say it. */
const TEST_WAIT_MS = 1500;
const TEST_LOOK_MS = 50;
const WEBHOOKS = "/app/settings#webhooks";

/** What the forms of the cards about mails and webhooks do. */
export function outsideActions({ refuse, showSecret, tellShownBefore }: Answers): readonly Route[] {
  return [
    ...mailActions(refuse),
    defineAction({
      path: "/settings/webhooks",
      access: "admin",
      summary: "Add a webhook",
      act: (input, context) => {
        const { tenant, form } = input;
        const { store, config, now } = context;
        const id = onceIdOf(form);
        if (id !== undefined && store.webhooks.find(tenant, id)) return tellShownBefore(input, context);
        try {
          const { url, secret } = addWebhook(store, tenant, {
            url: form.get("url") ?? "",
            events: form.getAll("event").filter(isEventType),
            format: form.get("format") === "slack" ? "slack" : "standard",
            allowPrivate: config.webhooksAllowPrivate,
            now: now(),
            ...(id !== undefined && { id }),
          });
          return showSecret(input, context, { url, secret });
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          return refuse(input, context, "webhooks", { url: error.message });
        }
      },
    }),
    webhookAction("test", "Send a test to a webhook", async ({ tenant }, { store, now }, { id }) => {
      await tried(store, tenant, sendTest(store, tenant, id, now()));
      return null;
    }),
    webhookAction("on", "Turn a webhook on", ({ tenant }, { store }, { id }) => {
      store.webhooks.change(tenant, id, { enabled: true });
      return null;
    }),
    webhookAction("off", "Turn a webhook off", ({ tenant }, { store, now }, { id }) => {
      switchOff(store, tenant, id, now());
      return null;
    }),
    webhookAction("secret", "Make a new secret", (input, context, webhook) => {
      const replaced = input.form.get("replaces");
      if (replaced !== null && replaced !== secretMark(webhook)) return tellShownBefore(input, context);
      return showSecret(
        input,
        context,
        rotateSecret(context.store, input.tenant, webhook.id, context.now())!,
      );
    }),
    webhookAction("delete", "Delete a webhook", ({ tenant }, { store }, { id }) => {
      store.webhooks.delete(tenant, id);
      return null;
    }),
  ];
}

/** What is done to one webhook; the page follows where nothing else is answered. */
function webhookAction(
  name: string,
  summary: string,
  act: (
    input: FormInput,
    context: ApiContext,
    webhook: WebhookRow,
  ) => Response | null | Promise<Response | null>,
): Route {
  return defineAction({
    path: `/settings/webhooks/:webhook_id/${name}`,
    access: "admin",
    summary,
    act: async (input, context) => {
      const webhook = context.store.webhooks.find(input.tenant, input.params.webhook_id!);
      if (!webhook) throw new NotFoundError("There is no such webhook.");
      return (await act(input, context, webhook)) ?? redirect(input.request, WEBHOOKS);
    },
  });
}

/** Resolves when the message was tried, or it takes too long. */
async function tried(store: Store, tenant: string, delivery: string): Promise<void> {
  for (let waited = 0; waited < TEST_WAIT_MS; waited += TEST_LOOK_MS) {
    const row = store.outbox.find(tenant, delivery);
    if (!row || row.state === "delivered" || row.state === "failed" || row.lastError) return;
    await Bun.sleep(TEST_LOOK_MS);
  }
}
