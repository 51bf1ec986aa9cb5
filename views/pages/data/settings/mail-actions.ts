import type { ApiContext } from "../../../../src/api/context";
import { NotFoundError } from "../../../../src/api/errors";
import type { Route } from "../../../../src/api/route";
import { MAIL_GROUPS } from "../../../../src/notify/events";
import { mailAddress } from "../../../../src/notify/mail/address";
import { planWeekly } from "../../../../src/notify/reports/weekly-loop";
import { readWeekly } from "../../../forms/settings-form";
import { defineAction, type PageInput, redirect } from "../../../page";
import type { Refused } from "./forms";

export type FormInput = PageInput<Record<string, string>> & { readonly form: URLSearchParams };

/** Answers with the whole page and why a form was refused. */
export type Refuse = (
  input: FormInput,
  context: ApiContext,
  form: string,
  errors: Refused["errors"],
) => Response;

/** A tenant e-mails at most this many people. */
const MOST_RECIPIENTS = 20;

/** What the forms of the card about mails do. */
export function mailActions(refuse: Refuse): readonly Route[] {
  return [
    defineAction({
      path: "/settings/mail",
      access: "analyst",
      summary: "E-mail someone about what happens",
      act: (input, context) => {
        const { tenant, request, form } = input;
        const { store, now } = context;
        const address = mailAddress(form.get("address") ?? "");
        const groups = form.getAll("group").filter((group) => Object.hasOwn(MAIL_GROUPS, group));
        if (address === null)
          return refuse(input, context, "mail", { address: "Enter one address, such as ann@example.com." });
        if (groups.length === 0) return refuse(input, context, "mail", { group: "Choose at least one." });
        const known = store.mailRecipients.list(tenant);
        const own = known.find((each) => each.address === address);
        // Whoever stopped a kind of mail is not signed up for it again in passing.
        const stopped = groups.filter((group) => own?.unsubscribed[group] !== undefined);
        if (stopped.length > 0) return refuse(input, context, "mail", { group: stoppedWords(stopped) });
        if (known.length >= MOST_RECIPIENTS && !own)
          return refuse(input, context, "mail", {
            address: `At most ${MOST_RECIPIENTS} addresses can get e-mails. Remove one first.`,
          });
        store.mailRecipients.save(tenant, { address, groups }, now());
        return redirect(request, "/app/settings?saved=mail#mail");
      },
    }),
    defineAction({
      path: "/settings/weekly",
      access: "analyst",
      summary: "Set when the weekly e-mail goes out",
      act: (input, context) => {
        const { tenant, request, form } = input;
        const { time, errors } = readWeekly(form);
        if (Object.keys(errors).length > 0) return refuse(input, context, "weekly", errors);
        planWeekly(context.store, tenant, time, context.now());
        return redirect(request, "/app/settings?saved=mail#mail");
      },
    }),
    defineAction({
      path: "/settings/mail/remove",
      access: "analyst",
      summary: "Stop e-mailing someone",
      act: ({ tenant, request, form }, { store }) => {
        if (!store.mailRecipients.delete(tenant, form.get("address") ?? ""))
          throw new NotFoundError("This address gets no e-mails.");
        return redirect(request, "/app/settings?saved=mail#mail");
      },
    }),
  ];
}

function stoppedWords(groups: readonly string[]): string {
  const words = groups.map((group) => `“${MAIL_GROUPS[group as keyof typeof MAIL_GROUPS]}”`);
  return `This person unsubscribed from ${words.join(" and ")}. Leave that out; or, if they ask for it again, remove the address and add it again.`;
}
