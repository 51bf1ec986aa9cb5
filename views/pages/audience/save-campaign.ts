import { expectedShares } from "../../../src/answers/campaign-power";
import { requireTenantKept } from "../../../src/api/endpoint";
import { InvalidRequestError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { contactTermsCard } from "../../../src/models/contact/action-value";
import { isControl, MOST_CONTROL_SHARE } from "../../../src/models/contact/control-group";
import { isMarked } from "../../../src/store/customer-mark";
import { dayStart } from "../../../src/time";
import { audienceQuery } from "../../forms/audience-query";
import { showModel } from "../../model-page";
import { defineAction, redirect } from "../../page";
import { campaignHref } from "./campaign-parts";
import { chooseAudience } from "./choose";

const MOST_NAME_LETTERS = 100;

/** What the form says beside the audience. Throws an InvalidRequestError for anything invalid. */
function readForm(form: URLSearchParams) {
  const name = (form.get("name") ?? "").trim();
  const startsAt = dayStart(form.get("starts") ?? "");
  const share = Number(form.get("control_share") || NaN);
  const errors = [
    !(name.length > 0 && name.length <= MOST_NAME_LETTERS) && {
      field: "name",
      message: `expected 1 to ${MOST_NAME_LETTERS} characters`,
    },
    startsAt === null && { field: "starts", message: "expected a day such as 2026-03-01" },
    !(share >= 0 && share <= MOST_CONTROL_SHARE) && {
      field: "control_share",
      message: `expected 0 to ${MOST_CONTROL_SHARE}`,
    },
  ].filter((error) => error !== false);
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return { name, startsAt: startsAt!, share };
}

/** Saves whom the audience holds, some of them as a control group. */
export const saveCampaign: Route = defineAction({
  path: "/audience/campaigns",
  summary: "Save a campaign",
  act: (input, context) => {
    const { tenant, form, request } = input;
    const { store } = context;
    const { name, startsAt, share } = readForm(form);
    const query = audienceQuery(Object.fromEntries(form));
    const since = context.now();
    return showModel(context, input, query.model, async (shown) => {
      const { model, card, row } = shown;
      const { advice, kept, wrongTerms } = await chooseAudience(context, input.tenant, shown, query);
      if (wrongTerms !== null) throw new InvalidRequestError([{ field: "terms", message: wrongTerms }]);
      if (kept.length === 0)
        throw new InvalidRequestError([
          { field: "segment", message: "a contact pays for none of them; widen a range or change the terms" },
        ]);
      const { customers } = model;
      // From here on, everything is written at once: customers erased since the model was looked up are left out.
      requireTenantKept(context, tenant, since);
      const erased = store.erasures.customersErased(tenant, since);
      const rows = kept.filter(
        (place) => !erased.some(({ customer }) => isMarked(customer, customers.id(place))),
      );
      const members = Array.from(rows, (place) => ({
        customerId: customers.id(place),
        isControl: isControl(customers.id(place), name, share),
      }));
      const { expected, low, high, cost } = advice.sum(rows.filter((_, i) => !members[i]!.isControl));
      const { baseRate, lift } = expectedShares(model.customers, advice, rows);
      const { model: _, ...filter } = query;
      const id = Bun.randomUUIDv7();
      store.campaigns.insert(
        tenant,
        {
          id,
          name,
          modelId: row.id,
          filter: filter as Record<string, string>,
          terms: contactTermsCard(advice.terms),
          promise: Number.isNaN(lift) ? null : { expected, low, high, cost, base_rate: baseRate, lift },
          startsAt,
          horizonDays: card.churn.horizon_days,
          createdAt: context.now(),
        },
        members,
      );
      return redirect(request, campaignHref(id));
    });
  },
});
