import { InputError } from "../errors";
import type { DestinationRow } from "../store/destinations";
import type { Store } from "../store/store";
import type { Connections } from "./connections";
import { destinationDue } from "./schedule";
import { checkSettings, type DestinationSettings, SettingError } from "./settings";

/** The maximum number of destinations per tenant. */
export const MOST_DESTINATIONS = 50;
export const MOST_NAME_LETTERS = 100;

/** A destination as its tenant describes it. */
export interface DescribedDestination {
  readonly name: string;
  readonly settings: DestinationSettings;
  readonly schedule: Pick<DestinationRow, "every" | "day" | "hour">;
}

/** What destinations are stored with. */
interface Keeping {
  readonly store: Store;
  readonly connections: Connections;
  now(): number;
}

/** Stores a new destination. Throws an InputError that says what cannot be, or that there are too many. */
export function addDestination(
  { store, connections, now }: Keeping,
  tenant: string,
  described: DescribedDestination,
  id: string = Bun.randomUUIDv7(),
): DestinationRow {
  check(tenant, described, connections);
  if (store.destinations.list(tenant).length >= MOST_DESTINATIONS)
    throw new InputError(
      `There are already ${MOST_DESTINATIONS} destinations, the most allowed. Delete one first.`,
    );
  return save({ store, now }, tenant, described, { id, createdAt: now() });
}

/** Replaces what a destination is. Throws an InputError that says what cannot be. */
export function changeDestination(
  { store, connections, now }: Keeping,
  tenant: string,
  { id, createdAt }: DestinationRow,
  described: DescribedDestination,
): DestinationRow {
  check(tenant, described, connections);
  return save({ store, now }, tenant, described, { id, createdAt });
}

function check(tenant: string, { name, settings }: DescribedDestination, connections: Connections): void {
  if (name.trim() === "" || name.length > MOST_NAME_LETTERS)
    throw new SettingError(`Give the destination a name of 1 to ${MOST_NAME_LETTERS} characters.`, "name");
  checkSettings(tenant, settings, connections);
}

function save(
  { store, now }: Pick<Keeping, "store" | "now">,
  tenant: string,
  { name, settings, schedule }: DescribedDestination,
  known: Pick<DestinationRow, "id" | "createdAt">,
): DestinationRow {
  const nextDue = destinationDue(schedule, now());
  store.destinations.save(tenant, { ...known, name: name.trim(), settings, ...schedule, nextDue });
  return store.destinations.find(tenant, known.id)!;
}
