import { readModelCard } from "../answers/model-files";
import type { HandlerTools } from "./job-handler";

/**
 * Fills in how new the orders of earlier releases' models are, from their cards, if their jobs are gone. A model whose
 * card cannot be read stays open and counts as being as new as its training.
 */
export async function fillAsOf({ store, blobs }: Pick<HandlerTools, "store" | "blobs">): Promise<void> {
  for (const { tenant, id, artifactPrefix } of store.models.withoutAsOf()) {
    const asOf = await asOfIn(blobs, artifactPrefix);
    if (asOf === null) continue;
    store.transaction(() => {
      store.models.setAsOf(tenant, id, asOf);
      // A cleared default stays cleared until the next training.
      if (store.tenants.defaultModel(tenant) !== null) store.tenants.offerDefaultModel(tenant);
    });
  }
}

async function asOfIn(blobs: HandlerTools["blobs"], prefix: string): Promise<number | null> {
  try {
    const card = await readModelCard({ blobs }, { artifactPrefix: prefix });
    const asOf = card ? Date.parse(card.as_of) : Number.NaN;
    return Number.isNaN(asOf) ? null : asOf;
  } catch {
    // The card is damaged, or the bucket is out of reach.
    return null;
  }
}
