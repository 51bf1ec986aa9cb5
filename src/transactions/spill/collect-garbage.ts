/**
 * Gives back what nothing refers to any more. By itself, the engine does so only once a thread has nothing to do or its
 * heap has doubled, and counts large files' lists as heap: a peak would hold what every stage before has left.
 */
export function collectGarbage(): void {
  Bun.gc(true);
}
