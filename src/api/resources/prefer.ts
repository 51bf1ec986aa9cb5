/** When a caller prefers the answer (`Prefer`, RFC 7240). */
interface Preference {
  /** Answer at once, with the job. */
  readonly async: boolean;
  /** Answer when it is done, or after that many milliseconds with the job; null if not requested. */
  readonly waitMs: number | null;
  /** The preference in the caller's words, for `Preference-Applied`. */
  readonly applied: string;
}

/** A day. Nobody waits longer, and a timer of more than 24 days would fire at once. */
const MOST_WAIT_SECONDS = 86_400;

/** Ignores unknown preferences, as the RFC says. `respond-sync` is our own: wait for the end. */
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
