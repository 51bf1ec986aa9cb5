import type { Store } from "../store/store";

/** Whether the new model becomes the default, and if not, why. Wire format. */
export interface DefaultModelNote {
  readonly is_default: boolean;
  /** Null if there is nothing to say. */
  readonly note: string | null;
}

/** How a training on orders up to `asOf` (milliseconds since 1970) affects the default model. */
export function defaultModelNote(store: Store, tenant: string, asOf: number): DefaultModelNote {
  const newest = store.models.newest(tenant);
  const chosenId = store.tenants.isDefaultChosen(tenant) ? store.tenants.defaultModel(tenant) : null;
  const chosen = chosenId === null ? null : store.models.find(tenant, chosenId);
  const current = chosen ?? newest;
  if (current === null) return { is_default: true, note: null };
  const currentAsOf = current.asOf ?? current.createdAt;
  if (asOf < currentAsOf)
    return {
      is_default: false,
      note: `This model is as of ${day(asOf)}; the current one, as of ${day(currentAsOf)}, stays the default.`,
    };
  if (chosen)
    return {
      is_default: false,
      note: `${chosen.name} was chosen as the default model and stays it, though this one is as of ${day(asOf)}.`,
    };
  return { is_default: true, note: null };
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

function day(time: number): string {
  return DAY.format(time);
}
