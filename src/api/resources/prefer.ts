/** What a caller prefers of when to be answered (`Prefer`, RFC 7240). */
interface Preference {
  /** Answer at once, with the job. */
  readonly async: boolean;
  /** Answer when it is done, or after that many milliseconds with the job; null where that is not asked for. */
  readonly waitMs: number | null;
  /** The preference in the caller's words, for `Preference-Applied`. */
  readonly applied: string;
}

/** A day: nobody waits longer, and a timer of more than 24 days ends at once. */
const MOST_WAIT_SECONDS = 86_400;

/** Preferences that are not known are ignored, as the RFC has it. `respond-sync` is ours: wait for the end. */
export function preferenceOf(request: Request): Preference {
  const words = (request.headers.get("prefer") ?? "")
    .toLowerCase()
    .split(",")
    .map((preference) => preference.split(";")[0]!.trim());
  const wait = words.map((word) => /^wait\s*=\s*"?(\d{1,9})"?$/.exec(word)?.[1]).find(Boolean);
  if (words.includes("respond-async")) return { async: true, waitMs: null, applied: "respond-async" };
  if (wait !== undefined) {
    const seconds = Math.min(Number(wait), MOST_WAIT_SECONDS);
    return { async: false, waitMs: seconds * 1000, applied: `wait=${seconds}` };
  }
  if (words.includes("respond-sync"))
    return { async: false, waitMs: MOST_WAIT_SECONDS * 1000, applied: "respond-sync" };
  return { async: false, waitMs: null, applied: "" };
}
