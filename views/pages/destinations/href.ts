import { withQuery } from "../../components/pages";
import type { AudienceQuery } from "../../forms/audience-query";

export const DESTINATIONS = "/app/destinations";

export function destinationHref(id: string): string {
  return `${DESTINATIONS}/${encodeURIComponent(id)}`;
}

/** The form for a new one, with whom it is for. A destination asks the model of its day, never a certain one. */
export function newDestinationHref({ model: _, ...query }: AudienceQuery): string {
  return withQuery(`${DESTINATIONS}/new`, query);
}
