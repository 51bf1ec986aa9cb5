import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../src/errors";
import { Random } from "../../src/learning/random";
import { readTransactions } from "../../src/transactions/read";
import { ParquetDecoder } from "./parquet-decoder";
import { type Format, faultyFile } from "./seeds";

/** No file may take more of the processors' time: how long it takes also depends on what else the machine does. */
const mostMs = 5000;
/** Bytes by which the process may grow over a format's runs. */
const mostBytes = 1024 * 2 ** 20;
/** Of Parquet files, one in so many is read whole; of the others only the decoding is run, which is what may break. */
const parquetWhole = 20;

/** What became of a format's faulty files. */
export interface FuzzResult {
  readonly runs: number;
  readonly read: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** Runs that broke a promise: an error that is none of the user's, too long, too much memory. */
  readonly failures: readonly { run: number; reason: string; file: Uint8Array }[];
}

/** Reads `runs` faulty files of a format. `beforeRun` is called with the number of each. */
export async function fuzz(
  format: Format,
  runs: number,
  seed: number,
  beforeRun: (run: number) => void = () => {},
): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-fuzz-"));
  const path = join(folder, `orders.${format}`);
  const decoder = new ParquetDecoder();
  const failures: { run: number; reason: string; file: Uint8Array }[] = [];
  const memoryBefore = process.memoryUsage.rss();
  let read = 0;
  let slowestMs = 0;
  const limits = { maxStallMs: 500 };
  for (let run = 0; run < runs; run++) {
    beforeRun(run);
    const file = faultyFile(format, new Random(seed).fork(`${format} ${run}`));
    const fail = (reason: string) => failures.push({ run, reason, file });
    const started = process.cpuUsage();
    try {
      if (format === "parquet" && run % parquetWhole !== 0) await decoder.decode(file);
      else {
        writeFileSync(path, file);
        await readTransactions(path, { limits });
      }
      read++;
    } catch (error) {
      if (!(error instanceof InputError)) fail((error as Error).stack ?? String(error));
      else if (!isSentence(error.message)) fail(`the error is no sentence: ${error.message}`);
    }
    const { user, system } = process.cpuUsage(started);
    const tookMs = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > mostMs) fail(`it took ${Math.round(tookMs)} ms of processor time`);
    if (process.memoryUsage.rss() - memoryBefore > mostBytes) {
      fail("the process has grown too much");
      break;
    }
  }
  await decoder.end();
  rmSync(folder, { recursive: true });
  return { runs, read, refused: runs - read - failures.length, slowestMs, failures };
}

function isSentence(message: string): boolean {
  return /[.!?)]$/.test(message) && !/undefined|\[object|NaN/.test(message);
}
