import type { ApiContext } from "../../../src/api/context";
import type { DestinationAudience, DestinationSettings } from "../../../src/destinations/settings";
import type { DestinationRow } from "../../../src/store/destinations";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { narrowedBy } from "../../narrowed";
import { audienceWords } from "../../words/audience-words";

export function settingsOf({ settings }: DestinationRow): DestinationSettings {
  return settings as DestinationSettings;
}

/** Whether a saved segment that an audience follows is gone. */
export function lacksSegment(
  { store }: Pick<ApiContext, "store">,
  tenant: string,
  { saved }: DestinationAudience,
): boolean {
  return saved !== undefined && store.savedSegments.find(tenant, saved) === null;
}

/** Whom a destination is for, in plain words; of a saved segment that was deleted, that. */
export async function whomWords(
  context: ApiContext,
  tenant: string,
  shown: ShownModel,
  row: DestinationRow,
  format: Format,
): Promise<string> {
  const { audience } = settingsOf(row);
  const known = lacksSegment(context, tenant, audience) ? { ...audience, saved: undefined } : audience;
  const narrowed = await narrowedBy(context, tenant, shown, known, format);
  return audienceWords(audience, narrowed, shown.card, format);
}
