import { UserError } from "../errors";
import { readTransactions } from "../transactions/read";
import type { FileCheck, FileToCheck } from "./check-file";

declare const self: Worker;

/** One file in, one account out; the thread that started this one ends it. */
self.onmessage = async ({ data }: MessageEvent<FileToCheck>) => self.postMessage(await check(data));

async function check({ path, mapping, dateOrder }: FileToCheck): Promise<FileCheck> {
  try {
    const { report } = await readTransactions(path, { mapping, ...(dateOrder && { dateOrder }) });
    return { report };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refused: error.message };
  }
}
