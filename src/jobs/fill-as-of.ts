import { readModelCard } from "../answers/model-files";
import type { HandlerTools } from "./job-handler";

/**
 * Has the models of earlier releases whose jobs are gone say how new their orders are: their cards do. What cannot be
 * read now stays open, and is taken to be as new as its training.
 */
export async function fillAsOf({ store, blobs }: Pick<HandlerTools, "store" | "blobs">): Promise<void> {
  for (const { tenant, id, artifactPrefix } of store.models.withoutAsOf()) {
    const asOf = await asOfIn(blobs, artifactPrefix);
    if (asOf === null) continue;
    store.transaction(() => {
      store.models.setAsOf(tenant, id, asOf);
      // One that was cleared stays so until the next training.
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
    // A card that is damaged, or a bucket that is away.
    return null;
  }
}
