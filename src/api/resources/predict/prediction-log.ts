import { diskFault } from "../../../disk";
import type { PredictionRow } from "../../../store/predictions";
import { storePath } from "../../../store/store";
import type { ApiContext } from "../../context";
import { isNearlyFull } from "../../disk-reserve";
import { DiskError } from "../../errors";
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

/** What the log works with. */
interface LogTools {
  readonly log: Log;
  /** Whether the disk may be full soon. */
  isTight(): boolean;
}

/** A batch on its way to the thread. */
interface Batch {
  readonly rows: Recorded[];
  /** Resolves when the thread has answered, with why rows were lost, or null. */
  readonly written: PromiseWithResolvers<string | null>;
}

/**
 * Records the predictions that `/predict` has answered, in batches, on a separate thread: a flushed commit takes
 * milliseconds, a prediction does not. `flush` resolves when everything recorded so far is in the store. A crash loses
 * the records of the last tens of milliseconds; an orderly stop loses none. Each record is awaited while the thread is
 * starting, when the disk is nearly full, and after a batch that failed. A thread that dies is replaced.
 */
export class PredictionLog {
  #worker: Worker | null = null;
  #batch: Batch = newBatch();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Batches sent that the thread has not answered yet, in order. */
  readonly #sent: Batch[] = [];
  #unwritten = 0;
  #isFailing = false;
  /** Whether the thread has answered yet. Until then it may need seconds. */
  #isStarted = false;
  #closed = Promise.withResolvers<void>();

  constructor(
    private readonly path: string,
    private readonly tools: LogTools,
  ) {}

  /**
   * Queues a prediction to be written soon. Waits if too many are waiting already, and in bad times until it is
   * written. Throws a DiskError if it was not.
   */
  async record(tenant: string, row: PredictionRow): Promise<void> {
    // Until the oldest are written, not all of them: those who wait would wait for seconds.
    while (this.#unwritten >= MOST_UNWRITTEN) await this.#sent[0]!.written.promise;
    this.#unwritten++;
    const batch = this.#batch;
    batch.rows.push({ tenant, row });
    if (batch.rows.length >= BATCH_ROWS) this.#sendBatch();
    else this.#timer ??= setTimeout(() => this.#sendBatch(), WAIT_MS);
    if (this.#isStarted && !this.#isFailing && !this.tools.isTight()) return;
    const failure = await batch.written.promise;
    if (failure !== null) throw new DiskError(diskFault({ message: failure }) ?? "cannot be written");
  }

  async flush(): Promise<void> {
    this.#sendBatch();
    await this.#sent.at(-1)?.written.promise;
  }

  /** Writes the rest and ends the thread. */
  async close(): Promise<void> {
    await this.flush();
    if (!this.#worker) return;
    this.#send({ kind: "close" });
    await this.#closed.promise;
    this.#worker?.terminate();
    this.#worker = null;
  }

  #sendBatch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = this.#batch;
    if (batch.rows.length === 0) return;
    this.#batch = newBatch();
    this.#sent.push(batch);
    this.#send({ kind: "batch", rows: batch.rows });
  }

  #open(): Worker {
    const worker = new Worker(new URL("./prediction-writer.ts", import.meta.url));
    // Bun's own type. The browser's, which the pages' libraries bring in, hides it.
    (worker as Worker & { unref(): void }).unref();
    worker.onmessage = ({ data }: MessageEvent<WriterAnswer>) => this.#hear(data);
    worker.onerror = ({ message }) => this.#lose(worker, message);
    worker.addEventListener("close", () => this.#lose(worker, "it ended"));
    worker.postMessage({ kind: "open", path: this.path } satisfies WriterRequest);
    return worker;
  }

  #hear(answer: WriterAnswer): void {
    if (answer.kind === "closed") {
      this.#closed.resolve();
      return;
    }
    if (answer.failure !== null)
      this.tools.log.error(
        { rows: answer.lost, reason: answer.failure },
        "predictions could not be recorded",
      );
    this.#isStarted = true;
    this.#settle(this.#sent.shift()!, answer.failure);
  }

  /** The thread died. What was sent to it is lost, so nobody should wait for it; the next batch starts another. */
  #lose(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#isStarted = false;
    worker.terminate();
    this.tools.log.error({ rows: this.#unwritten, reason }, "the thread that records predictions failed");
    for (const batch of this.#sent.splice(0)) this.#settle(batch, reason);
    this.#closed.resolve();
  }

  #settle({ rows, written }: Batch, failure: string | null): void {
    this.#unwritten -= rows.length;
    this.#isFailing = failure !== null;
    written.resolve(failure);
  }

  #send(request: WriterRequest): void {
    this.#worker ??= this.#open();
    this.#worker.postMessage(request);
  }
}

function newBatch(): Batch {
  return { rows: [], written: Promise.withResolvers() };
}

const logs = new WeakMap<ApiContext["store"], PredictionLog>();

/** The log of the server's store, opened at the first prediction. */
export function predictionLog({ store, config, log }: ApiContext): PredictionLog {
  let found = logs.get(store);
  if (!found) {
    found = new PredictionLog(storePath(config.dataDir), {
      log,
      isTight: () => isNearlyFull(config.dataDir),
    });
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
