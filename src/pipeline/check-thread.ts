import { UserError } from "../errors";
import { readTransactions } from "../transactions/read";
import type { FileCheck, FilesToCheck } from "./check-file";

declare const self: Worker;

/** Takes the files of a data set and answers with one account. The parent ends this thread. */
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
