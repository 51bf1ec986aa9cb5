import { adviceOf, contactTerms } from "../answers/advice";
import { historyOfModel, type Needs } from "../answers/history";
import type { OpenModel } from "../answers/open-model";
import type { RuleFacts } from "../answers/rules/facts";
import type { ApiContext } from "./context";

/** What rules are answered from in an open model, on the tenant's terms. */
export async function ruleFacts(
  { store, blobs }: Pick<ApiContext, "store" | "blobs">,
  tenant: string,
  { artifactPrefix }: { readonly artifactPrefix: string },
  model: OpenModel,
  needs: Needs,
): Promise<RuleFacts> {
  return {
    customers: model.customers,
    advice: adviceOf(model, contactTerms(model.card, store.tenants.settings(tenant))),
    history: await historyOfModel({ blobs }, artifactPrefix, model, needs),
  };
}
