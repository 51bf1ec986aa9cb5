import { setTimeout } from "node:timers/promises";
import { pauseAfter, type RetryPolicy } from "../retry";
import { WarehouseLostError } from "../warehouse/engine";

/** Together longer than a database takes to start again. */
const AGAIN: RetryPolicy = { pausesMs: [2000, 10_000, 30_000, 60_000], afterLast: "give up", spread: 0.2 };

/**
 * Asks a warehouse again from the beginning, after a pause, if it was lost. `ask` may not go on with what it had.
 * `onPause` is told the milliseconds of each pause. `sleep`: waits for so many, or rejects once the signal aborts.
 */
export async function askAgain<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
  onPause: (ms: number) => void,
  sleep: (ms: number, signal: AbortSignal) => Promise<void> = sleeping,
): Promise<Answer> {
  for (let failures = 1; ; failures++) {
    try {
      return await ask();
    } catch (error) {
      const pause = pauseAfter(AGAIN, failures, Math.random());
      if (!(error instanceof WarehouseLostError) || pause === null) throw error;
      onPause(pause);
      await sleep(pause, signal);
    }
  }
}

async function sleeping(ms: number, signal: AbortSignal): Promise<void> {
  // It rejects with an error of its own, not with the reason of the signal.
  await setTimeout(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
