import type { Needs } from "../answers/history";
import type { OpenModel } from "../answers/open-model";
import { factsOfModel, type RuleFacts } from "../answers/rules/facts";
import type { ApiContext } from "./context";

/** What rules are answered from in an open model, on the tenant's terms. */
export function ruleFacts(
  { store, blobs }: Pick<ApiContext, "store" | "blobs">,
  tenant: string,
  { artifactPrefix }: { readonly artifactPrefix: string },
  model: OpenModel,
  needs: Needs,
): Promise<RuleFacts> {
  return factsOfModel({ blobs }, artifactPrefix, model, store.tenants.settings(tenant), needs);
}
