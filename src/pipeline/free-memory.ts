/**
 * Gives back what nothing refers to any more. By itself, the engine does so only once a thread has nothing to do, and a
 * training works for seconds without a pause: its peak would hold what every stage before has left.
 */
export function freeMemory(): void {
  Bun.gc(true);
}
