import type { Files } from "../../answers/model-files";
import { idsWithEmail } from "../../answers/people-files";
import { foldedEmail } from "../../pipeline/erase/person";
import type { JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";

interface Asked {
  readonly store: Store;
  readonly blobs: Files["blobs"];
}

/**
 * Asks for the erasure of a person by id, or by an e-mail address: then also of every customer who has that address in a
 * model, each by a job of its own. Returns the jobs; a tenant's erasures run one after the other, so the last one ends
 * last. The address comes first: what it finds, the customers' own jobs need no more.
 */
export async function askForErasure(
  { store, blobs }: Asked,
  tenant: string,
  customer: string,
  now: () => number,
): Promise<readonly JobRow[]> {
  const email = foldedEmail(customer);
  const models = email === null ? [] : store.models.list(tenant);
  const ids = new Set<string>();
  for (const { artifactPrefix } of models)
    for (const id of await idsWithEmail({ blobs }, artifactPrefix, (text) => foldedEmail(text) === email))
      if (foldedEmail(id) !== email) ids.add(id);
  return store.transaction(() =>
    [customer, ...ids].map((customer_id) =>
      store.erasures.ask(tenant, { scope: "customer", customer_id }, now()),
    ),
  );
}
