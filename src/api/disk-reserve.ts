import { freeBytes } from "../disk";

/** With less room than this, nothing more should be sent here: what is under way needs the rest. */
const RESERVE_BYTES = 128 * 2 ** 20;
/** How long an answer of the system is good for. */
const KEPT_MS = 1000;

let last = { folder: "", at: Number.NEGATIVE_INFINITY, isFull: false };

/** Whether the disk of `folder` has hardly any room left. */
export function isNearlyFull(folder: string): boolean {
  const at = performance.now();
  if (folder !== last.folder || at - last.at > KEPT_MS)
    last = { folder, at, isFull: freeBytes(folder) < RESERVE_BYTES };
  return last.isFull;
}
