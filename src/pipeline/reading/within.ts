import { UserError } from "../../errors";

/** What `read` finds, or the error for which it cannot; null if time runs out. */
export async function within<T>(
  withinMs: number | undefined,
  read: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T | { readonly refused: string } | null> {
  const signal = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
  try {
    return await read(signal);
  } catch (error) {
    if (signal?.aborted) return null;
    if (!(error instanceof UserError)) throw error;
    return { refused: error.message };
  }
}
