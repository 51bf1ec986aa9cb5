import { normalisedName } from "../columns/synonyms";
import { profiles } from "./all-profiles";
import type { Profile, Signature } from "./profile";

interface Recognition {
  readonly profile: Profile;
  /** The columns that told it, as the file writes them. */
  readonly evidence: readonly string[];
}

/**
 * Which shop system wrote a table with these columns, or null where none is sure. Of several the one whose signature asks for most
 * columns is it; a file of which columns were deleted or moved is still known as long as the telling ones are there.
 */
export function recogniseProfile(columnNames: readonly string[]): Recognition | null {
  const written = new Map<string, string>();
  for (const name of columnNames) {
    const normalised = normalisedName(name);
    if (normalised !== "" && !written.has(normalised)) written.set(normalised, name);
  }
  let best: Recognition | null = null;
  for (const profile of profiles) {
    const found = matchedNames(profile, written);
    if (found.length > (best?.evidence.length ?? 0)) {
      best = { profile, evidence: found.map((name) => written.get(name)!) };
    }
  }
  return best;
}

/** The names of the profile's fullest signature that holds among these columns; empty where none does. */
export function matchedNames(profile: Profile, names: ReadonlyMap<string, unknown>): readonly string[] {
  let best: readonly string[] = [];
  for (const signature of profile.signatures) {
    const found = namesOfSignature(signature, names);
    if (found.length > best.length) best = found;
  }
  return best;
}

function namesOfSignature(signature: Signature, names: ReadonlyMap<string, unknown>): readonly string[] {
  if (signature.none?.some((name) => names.has(name))) return [];
  if (!signature.all.every((name) => names.has(name))) return [];
  const found = [...signature.all];
  for (const group of signature.any ?? []) {
    const one = group.find((name) => names.has(name));
    if (one === undefined) return [];
    if (!found.includes(one)) found.push(one);
  }
  return found;
}
