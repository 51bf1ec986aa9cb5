import { readSync } from "node:fs";
import type { AsyncBuffer } from "hyparquet";
import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import { parquetTable, type TablePiece } from "./parquet-table";

/** Requests to the worker: open a file, then one more piece for each that it has sent. */
export type ParquetRequest =
  | {
      readonly kind: "open";
      /** Descriptor of the open file; the asker closes it, because a terminated worker closes nothing. */
      readonly descriptor: number;
      readonly sizeBytes: number;
      readonly limits: ReadLimits;
      /** Pieces that may be under way at once. */
      readonly ahead: number;
    }
  | { readonly kind: "more" };

/** Answers: pieces of the table, then its end or why the file is refused. */
export type ParquetAnswer =
  | TablePiece
  | { readonly kind: "end" }
  | { readonly kind: "refused"; readonly message: string };

declare const self: Worker;

let asked = 0;
let wake = () => {};

self.onmessage = ({ data }: MessageEvent<ParquetRequest>) => {
  if (data.kind === "open") {
    asked = data.ahead;
    // Anything but an InputError is a defect and ends in this worker's `error` event.
    sendTable(data);
    return;
  }
  asked++;
  wake();
};

async function sendTable(request: ParquetRequest & { kind: "open" }): Promise<void> {
  const { descriptor, sizeBytes, limits } = request;
  const file: AsyncBuffer = {
    byteLength: sizeBytes,
    slice: (start, end = sizeBytes) => {
      const buffer = new Uint8Array(Math.max(0, Math.min(end, sizeBytes) - start));
      const readBytes = readSync(descriptor, buffer, 0, buffer.length, start);
      return readBytes === buffer.length ? buffer.buffer : buffer.buffer.slice(0, readBytes);
    },
  };
  try {
    for await (const piece of parquetTable(file, limits)) {
      while (asked === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      asked--;
      answer(piece);
    }
    answer({ kind: "end" });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    answer({ kind: "refused", message: error.message });
  }
}

function answer(message: ParquetAnswer): void {
  const moved = message.kind === "batch" ? [message.batch.bytes.buffer, message.batch.ends.buffer] : [];
  self.postMessage(message, moved);
}
