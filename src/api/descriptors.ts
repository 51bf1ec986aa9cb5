import { readdirSync, readFileSync } from "node:fs";
import { UserError } from "../errors";

/** The store, the log, the workers and a few connections need that many. */
const LEAST = 256;
/** From this share on, connections that wait for their next request are closed. */
const FULL = 0.75;
const LOOK_MS = 1000;

/** How many files and connections this process may have open at once; null where the system does not tell. */
export function mostDescriptors(): number | null {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"));
    return found && Number(found[1]);
  } catch {
    return null;
  }
}

/** Throws a UserError if the process may open so few files that it would soon answer nobody. */
export function requireDescriptors(most = mostDescriptors()): void {
  if (most !== null && most < LEAST)
    throw new UserError(
      `The server may open ${most} files and connections at once and needs at least ${LEAST}. Raise the limit, such as with "ulimit -n 1024".`,
    );
}

/**
 * Closes connections that wait for their next request whenever descriptors run short, so that new ones can be accepted.
 * Returns how to end this.
 */
export function sparingDescriptors(closeIdle: () => void, most = mostDescriptors()): () => void {
  if (most === null) return () => {};
  const timer = setInterval(() => {
    if (readdirSync("/proc/self/fd").length > most * FULL) closeIdle();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
