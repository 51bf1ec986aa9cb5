import { comparedName } from "../pipeline/erase/person";
import { erasedCheck } from "../store/erased-people";
import type { Store } from "../store/store";

/** Tells whether an id or address is that of a person who was erased; null if the tenant had nobody erased. */
export type ErasedNames = ((name: string) => boolean) | null;

export function erasedNames({ erasedPeople }: Pick<Store, "erasedPeople">, tenant: string): ErasedNames {
  return erasedCheck(erasedPeople.of(tenant), comparedName);
}
