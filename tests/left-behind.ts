const acts = new Set<() => void>();
let isWatching = false;

/**
 * Calls `act` should this process end before the returned function is called, by SIGINT or SIGTERM too: servers, disks and
 * folders must not outlive their test. Only SIGKILL leaves them.
 */
export function ifLeftBehind(act: () => void): () => void {
  if (!isWatching) {
    isWatching = true;
    process.on("exit", undoAll);
    for (const [signal, number] of [
      ["SIGINT", 2],
      ["SIGTERM", 15],
    ] as const)
      process.on(signal, () => process.exit(128 + number));
  }
  acts.add(act);
  return () => void acts.delete(act);
}

/** The last first: a server ends before its folder goes. */
function undoAll(): void {
  for (const act of [...acts].reverse()) {
    try {
      act();
    } catch {}
  }
}
