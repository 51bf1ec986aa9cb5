import { adviceOf, contactTerms } from "../answers/advice";
import { chooseCustomers } from "../answers/audience";
import { needsOf } from "../answers/customer-selection";
import { historyOfModel } from "../answers/history";
import type { Files } from "../answers/model-files";
import type { OpenModel } from "../answers/open-model";
import { listedCustomers } from "../answers/select";
import { checkContactTerms } from "../models/contact/action-value";
import { consentTest } from "./consent";
import { isTool, tableFor, toolOf } from "./formats/formats";
import type { Table } from "./formats/table";
import { type LeftOut, recipientsAmong } from "./recipients";
import type { DestinationSettings } from "./settings";

/** How many customers are in a list, and how many are not and why. Wire format. */
export interface ListCounts extends LeftOut {
  readonly sent: number;
}

/** The list that a destination gets from a model, in its format. */
export async function makeList(
  model: OpenModel,
  { files, modelPrefix }: { readonly files: Files; readonly modelPrefix: string },
  { audience, format, columns, consent }: Omit<DestinationSettings, "to">,
  tenantSettings: Readonly<Record<string, unknown>>,
): Promise<{ readonly table: Table; readonly counts: ListCounts }> {
  const { most, everyone = false, contact_cost, offer_cost, margin, success_rate, redeem_rate } = audience;
  const terms = contactTerms(model.card, tenantSettings, {
    contactCost: contact_cost,
    offerCost: offer_cost,
    margin,
    successRate: success_rate,
    redeemRate: redeem_rate,
  });
  checkContactTerms(terms);
  const advice = adviceOf(model, terms);
  const history = await historyOfModel(files, modelPrefix, model, needsOf(audience));
  const { kept } = chooseCustomers(model.customers, audience, history, advice, {
    most: most ?? null,
    everyone,
  });
  const { rows, left } = recipientsAmong(model.customers, kept, {
    email: isTool(format),
    value: toolOf(format)?.needsValue ?? false,
    consent: consentTest(model.customers, consent),
  });
  const table = tableFor(format, listedCustomers(model, advice, rows), { columns });
  return { table, counts: { sent: rows.length, ...left } };
}
