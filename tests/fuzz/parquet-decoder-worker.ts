import { InputError } from "../../src/errors";
import { parquetTable } from "../../src/transactions/formats/parquet-table";
import { defaultReadLimits } from "../../src/transactions/limits";
import type { DecoderAnswer, DecoderRequest } from "./parquet-decoder";

declare const self: Worker;

self.onmessage = async ({ data }: MessageEvent<DecoderRequest>) => {
  const file = {
    byteLength: data.length,
    slice: (start: number, end = data.length) => Uint8Array.from(data.subarray(start, end)).buffer,
  };
  let answer: DecoderAnswer = { kind: "decoded" };
  try {
    for await (const _ of parquetTable(file, defaultReadLimits)) {
      // Only the end is of interest.
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    answer = { kind: "refused", message: error.message };
  }
  self.postMessage(answer);
};
