import { open } from "node:fs/promises";
import { InputError } from "../../errors";
import { sha256OfFile } from "../bytes/file-chunks";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import type { ParquetAnswer, ParquetRequest } from "./parquet-worker";
import { sendBatch } from "./record-batch";
import { type OnChunk, singleTable, type TableSource } from "./table-source";
import { StalledWorkerError, WatchedWorker } from "./watched-worker";

/** Pieces by which the worker may run ahead of the sink: enough to keep both busy, a few MB. */
const piecesAhead = 4;

/**
 * Milliseconds without a result after which a small file's decoder is given up, and the bytes that earn it one more:
 * its usual pace is far above 10 MB a second. `maxStallMs` bounds both.
 */
const leastStallMs = 4000;
const bytesForMs = 10_000;

/**
 * Opens a Parquet file. A worker decodes it, because one call on a damaged page can loop for hours or fill the memory;
 * a worker silent for longer than the limits allow is terminated.
 */
export async function openParquet(
  path: string,
  sizeBytes: number,
  limits: ReadLimits,
  onChunk: OnChunk,
): Promise<TableSource> {
  return {
    ...singleTable,
    format: "parquet",
    delimiter: null,
    encoding: "utf-8",
    sizeBytes,
    sha256: () => sha256OfFile(path),
    notes: () => [],
    read: async (sink) => {
      const handle = await open(path, "r");
      const url = new URL("./parquet-worker.ts", import.meta.url);
      const maxStallMs = Math.min(limits.maxStallMs, leastStallMs + sizeBytes / bytesForMs);
      const worker = new WatchedWorker<ParquetRequest, ParquetAnswer>(url, { ...limits, maxStallMs });
      try {
        worker.send({ kind: "open", descriptor: handle.fd, sizeBytes, limits, ahead: piecesAhead });
        await takeTable(worker, sink, (share) => onChunk(share * sizeBytes, sizeBytes));
      } catch (error) {
        if (!(error instanceof StalledWorkerError)) throw error;
        throw new InputError(
          `The Parquet file is damaged and cannot be decoded (${error.message}). Write it again, or export it as CSV.`,
        );
      } finally {
        await worker.end();
        await handle.close();
      }
    },
  };
}

async function takeTable(
  worker: WatchedWorker<ParquetRequest, ParquetAnswer>,
  sink: RecordSink,
  onShare: (share: number) => void,
): Promise<void> {
  let share = 0;
  for (;;) {
    const answer = await worker.next(() => onShare(share));
    switch (answer.kind) {
      case "columns":
        sink.columns(answer.names);
        break;
      case "share":
        share = answer.share;
        onShare(share);
        break;
      case "batch":
        if (!sendBatch(answer.batch, sink)) return;
        break;
      case "refused":
        throw new InputError(answer.message);
      case "end":
        return;
    }
    worker.send({ kind: "more" });
  }
}
