/**
 * Gives back what nothing refers to any more. By itself, the engine does so only once a thread has nothing to do or its
 * heap has doubled, and counts large files' lists as heap: a peak would hold what every stage before has left.
 */
export function collectGarbage(): void {
  Bun.gc(true);
}

/** Lines of tables that may have passed by before what they left behind is collected. */
const mostPassed = 2_000_000;

/** What collects garbage between stages that look at so many lines; nothing for few, where it takes longer than they do. */
export function collectorFor(lines: number): () => void {
  return lines > mostPassed ? collectGarbage : () => {};
}

/** The tables one after the other; while they pass, what was made of earlier ones is given back. */
export function* passing<Table extends { readonly length: number }>(
  tables: Iterable<Table>,
): Generator<Table> {
  let passed = 0;
  for (const table of tables) {
    yield table;
    passed += table.length;
    if (passed < mostPassed) continue;
    collectGarbage();
    passed = 0;
  }
}
