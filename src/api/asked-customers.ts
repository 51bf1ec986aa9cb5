import { type CustomerFilter, needsOf } from "../answers/customer-selection";
import { type History, historyOfModel, type Needs } from "../answers/history";
import type { OpenModel } from "../answers/open-model";
import { withSavedRule } from "../answers/rules/with-saved-rule";
import type { SavedSegmentRow } from "../store/saved-segments";
import type { Store } from "../store/store";
import type { ApiContext } from "./context";
import { NotFoundError } from "./errors";

/** What a question to a model is answered from. */
export interface AskedCustomers {
  /** With the rule of a saved segment in place of its id. */
  readonly filter: CustomerFilter;
  readonly history: History;
}

/**
 * Whom a filter asks for in an open model; `also`: what else will be needed. Throws a NotFoundError for a saved segment
 * that the tenant does not have, and a RuleError for a rule that cannot be understood.
 */
export async function askedCustomers(
  { store, blobs }: Pick<ApiContext, "store" | "blobs">,
  tenant: string,
  { artifactPrefix }: { readonly artifactPrefix: string },
  model: OpenModel,
  asked: CustomerFilter,
  also: Partial<Needs> = {},
): Promise<AskedCustomers> {
  const filter = withSavedRule(asked, (id) => requireSavedSegment(store, tenant, id).rule);
  const needs = { ...needsOf(filter), ...also };
  return { filter, history: await historyOfModel({ blobs }, artifactPrefix, model, needs) };
}

/** The tenant's saved segment of this id. Throws the same error for an unknown one and for another tenant's. */
export function requireSavedSegment(store: Store, tenant: string, id: string): SavedSegmentRow {
  const found = store.savedSegments.find(tenant, id);
  if (!found) throw new NotFoundError("There is no such saved segment. It may have been deleted.");
  return found;
}
