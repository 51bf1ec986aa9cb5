import { adviceOf, contactTerms } from "../answers/advice";
import { chooseCustomers } from "../answers/audience";
import { needsOf } from "../answers/customer-selection";
import { historyOfModel } from "../answers/history";
import type { Files } from "../answers/model-files";
import type { OpenModel } from "../answers/open-model";
import { listedCustomers } from "../answers/select";
import { checkContactTerms } from "../models/contact/action-value";
import type { Advice } from "../models/contact/advice";
import { consentTest } from "./consent";
import { isTool, tableFor, toolOf } from "./formats/formats";
import type { Table } from "./formats/table";
import { type LeftOut, recipientsAmong } from "./recipients";
import type { DestinationSettings } from "./settings";

/** How many customers are in a list, and how many are not and why. Wire format. */
export interface ListCounts extends LeftOut {
  readonly sent: number;
}

/** Where a model's files are. */
interface ModelPlace {
  readonly files: Files;
  readonly modelPrefix: string;
}

/** The list that a destination gets from a model, in its format. */
export async function makeList(
  model: OpenModel,
  place: ModelPlace,
  settings: Omit<DestinationSettings, "to">,
  tenantSettings: Readonly<Record<string, unknown>>,
): Promise<{ readonly table: Table; readonly counts: ListCounts }> {
  const { rows, advice, counts } = await chooseRecipients(model, place, settings, tenantSettings);
  const { format, columns } = settings;
  return { table: tableFor(format, listedCustomers(model, advice, rows), { columns }), counts };
}

/** Whom a destination gets, and how many it does not. Throws a UserError if that cannot be known. */
export async function chooseRecipients(
  model: OpenModel,
  { files, modelPrefix }: ModelPlace,
  { audience, format, consent }: Pick<DestinationSettings, "audience" | "format" | "consent">,
  tenantSettings: Readonly<Record<string, unknown>>,
): Promise<{ readonly rows: Int32Array; readonly advice: Advice; readonly counts: ListCounts }> {
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
  return { rows, advice, counts: { sent: rows.length, ...left } };
}
