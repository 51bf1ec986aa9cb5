import type { Advice } from "../../models/contact/advice";
import { adviceOf, contactTerms } from "../advice";
import type { CustomerTable } from "../customer-table";
import { type History, historyOfModel, type Needs } from "../history";
import type { Files } from "../model-files";
import type { OpenModel } from "../open-model";

/** What rules are answered from: an open model, its advice on somebody's terms, and its files as `needsOfRule` says. */
export interface RuleFacts {
  readonly customers: CustomerTable;
  readonly advice: Advice;
  readonly history: History;
}

/** Those of an open model; `settings`: a tenant's, which may have terms of a contact. */
export async function factsOfModel(
  files: Files,
  artifactPrefix: string,
  model: OpenModel,
  settings: Readonly<Record<string, unknown>>,
  needs: Needs,
): Promise<RuleFacts> {
  return {
    customers: model.customers,
    advice: adviceOf(model, contactTerms(model.card, settings)),
    history: await historyOfModel(files, artifactPrefix, model, needs),
  };
}
