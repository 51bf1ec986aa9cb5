import { UserError } from "../errors";
import { readTransactions } from "../transactions/read";
import type { FileCheck, FilesToCheck } from "./check-file";

declare const self: Worker;

/** The files of a data set in, one account out; the thread that started this one ends it. */
self.onmessage = async ({ data }: MessageEvent<FilesToCheck>) => self.postMessage(await check(data));

async function check({ files, withinMs, currency, rates }: FilesToCheck): Promise<FileCheck | null> {
  const signal = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
  try {
    const { report } = await readTransactions(files, { currency, rates, signal });
    return { report };
  } catch (error) {
    if (signal?.aborted) return null;
    if (!(error instanceof UserError)) throw error;
    return { refused: error.message };
  }
}
