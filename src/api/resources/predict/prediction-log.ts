import type { PredictionRow } from "../../../store/predictions";
import { storePath } from "../../../store/store";
import type { ApiContext } from "../../context";
import type { Recorded, WriterAnswer, WriterRequest } from "./prediction-writer";

/** How long a prediction waits for others to share a write with. */
const WAIT_MS = 20;
/** A batch of this size is written at once. */
const BATCH_ROWS = 512;
/** With this many unwritten, requests wait: the disk is not keeping up. */
const MOST_UNWRITTEN = 20_000;

/** The part of a logger (pino's) that we need. */
interface Log {
  error(fields: object, message: string): void;
}

/**
 * Records the predictions that `/predict` has answered, in batches, on a separate thread: a flushed commit takes
 * milliseconds, a prediction does not. `flush` resolves when everything recorded so far is in the store. A crash loses
 * the records of the last tens of milliseconds; an orderly stop loses none.
 */
export class PredictionLog {
  readonly #worker: Worker;
  #batch: Recorded[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Batches sent that the thread has not answered yet, in order. */
  readonly #sent: { readonly rows: number; readonly done: PromiseWithResolvers<void> }[] = [];
  #unwritten = 0;
  readonly #closed = Promise.withResolvers<void>();

  constructor(
    path: string,
    private readonly log: Log,
  ) {
    this.#worker = new Worker(new URL("./prediction-writer.ts", import.meta.url));
    // Bun's own type. The browser's, which the pages' libraries bring in, hides it.
    (this.#worker as Worker & { unref(): void }).unref();
    this.#worker.onmessage = ({ data }: MessageEvent<WriterAnswer>) => this.#hear(data);
    this.#worker.onerror = ({ message }) => this.#lose(message);
    this.#send({ kind: "open", path });
  }

  /** Queues a prediction to be written soon. Waits only if too many are waiting already. */
  async record(tenant: string, row: PredictionRow): Promise<void> {
    while (this.#unwritten >= MOST_UNWRITTEN) await this.flush();
    this.#unwritten++;
    this.#batch.push({ tenant, row });
    if (this.#batch.length >= BATCH_ROWS) this.#sendBatch();
    else this.#timer ??= setTimeout(() => this.#sendBatch(), WAIT_MS);
  }

  async flush(): Promise<void> {
    this.#sendBatch();
    await this.#sent.at(-1)?.done.promise;
  }

  /** Writes the rest and ends the thread. */
  async close(): Promise<void> {
    await this.flush();
    this.#send({ kind: "close" });
    await this.#closed.promise;
    this.#worker.terminate();
  }

  #sendBatch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#batch.length === 0) return;
    this.#sent.push({ rows: this.#batch.length, done: Promise.withResolvers() });
    this.#send({ kind: "batch", rows: this.#batch });
    this.#batch = [];
  }

  #hear(answer: WriterAnswer): void {
    if (answer.kind === "closed") {
      this.#closed.resolve();
      return;
    }
    const { rows, done } = this.#sent.shift()!;
    if (answer.failure !== null)
      this.log.error({ rows: answer.lost, reason: answer.failure }, "predictions could not be recorded");
    this.#unwritten -= rows;
    done.resolve();
  }

  /** The thread died. What was sent to it is lost, so nobody should wait for it. */
  #lose(reason: string): void {
    this.log.error({ rows: this.#unwritten, reason }, "the thread that records predictions failed");
    for (const { rows, done } of this.#sent.splice(0)) {
      this.#unwritten -= rows;
      done.resolve();
    }
    this.#closed.resolve();
  }

  #send(request: WriterRequest): void {
    this.#worker.postMessage(request);
  }
}

const logs = new WeakMap<ApiContext["store"], PredictionLog>();

/** The log of the server's store, opened at the first prediction. */
export function predictionLog({ store, config, log }: ApiContext): PredictionLog {
  let found = logs.get(store);
  if (!found) {
    found = new PredictionLog(storePath(config.dataDir), log);
    logs.set(store, found);
  }
  return found;
}

/** Resolves when every answered prediction is in the store. Does not open a log. */
export async function predictionsWritten({ store }: Pick<ApiContext, "store">): Promise<void> {
  await logs.get(store)?.flush();
}

/** Closes the log after the last request and before its store closes. */
export async function closePredictionLog({ store }: Pick<ApiContext, "store">): Promise<void> {
  await logs.get(store)?.close();
  logs.delete(store);
}
