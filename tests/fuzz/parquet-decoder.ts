import { pathToFileURL } from "node:url";
import { InputError } from "../../src/errors";
import { StalledWorkerError, WatchedWorker } from "../../src/transactions/formats/watched-worker";
import { defaultReadLimits } from "../../src/transactions/limits";

/**
 * Well below the five seconds that no file may take: a page that loops is given up as a training would give it up,
 * sooner.
 */
const stallLimits = { maxStallMs: 500, maxStallBytes: defaultReadLimits.maxStallBytes };

export type DecoderRequest = Uint8Array;
export type DecoderAnswer =
  | { readonly kind: "decoded" }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Runs the product's decoder in one watched worker that is kept from file to file: to start one takes longer than to
 * decode a small file. A worker that is given up is replaced.
 */
export class ParquetDecoder {
  #worker: WatchedWorker<DecoderRequest, DecoderAnswer> | null = null;

  /** Throws InputError where the decoder refuses the file or is given up. */
  async decode(bytes: Uint8Array): Promise<void> {
    const url = pathToFileURL(`${import.meta.dir}/parquet-decoder-worker.ts`);
    this.#worker ??= new WatchedWorker<DecoderRequest, DecoderAnswer>(url, stallLimits);
    this.#worker.send(bytes);
    try {
      const answer = await this.#worker.next(() => {});
      if (answer.kind === "refused") throw new InputError(answer.message);
    } catch (error) {
      if (!(error instanceof StalledWorkerError)) throw error;
      await this.end();
      throw new InputError(`The Parquet file is damaged (${error.message}).`);
    }
  }

  async end(): Promise<void> {
    await this.#worker?.end();
    this.#worker = null;
  }
}
