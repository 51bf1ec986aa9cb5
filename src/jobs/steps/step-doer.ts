import { join } from "node:path";
import { VERSION } from "../../config";
import { UserError, wordsOf } from "../../errors";
import { type BlobPlace, DiskBlobs } from "../../store/blobs";
import type { InUse } from "../../store/bucket/in-use";
import { StorageError } from "../../store/bucket/storage-error";
import { fileHash } from "../../store/disk-files";
import type { Exchange } from "../../store/exchange";
import type { JobKind, JobProgress } from "../../store/job-row";
import type { LocalHands, LocalWork } from "../hands";
import type { Ending } from "../protocol";
import type { JobLog } from "../run";
import {
  type Beat,
  type MadeFile,
  packed,
  type StepEnd,
  type StepKeys,
  type StepRequest,
  stepKeys,
} from "./step";

/** A worker process may be silent and idle for so long. */
const QUIET_MS = 60_000;
/** So many signs of life fit into the silence that counts as death. */
const BEATS_IN_SILENCE = 4;

interface StepDoerOptions {
  readonly exchange: Exchange;
  /** Where the inputs are: the bucket, or the server's data folder. */
  readonly place: BlobPlace;
  /** Where steps may write. */
  readonly work: InUse;
  readonly hands: LocalHands;
  /** What this worker is called where others see it. */
  readonly name: string;
  /** A worker that says nothing for so long counts as dead. */
  readonly silenceMs: number;
  /** Called when the bucket is out of reach: this machine had better take no steps until it is back. */
  readonly onCutOff?: () => void;
  /** A step has begun or ended. */
  readonly onChange?: () => void;
  readonly log: JobLog;
}

/** What became of a request. Wire format: Inngest keeps it. */
export interface StepAnswer {
  readonly step: string;
  readonly state: "done" | "ended" | "not wanted" | "left";
}

/** A worker and a server of different releases: their results might differ. */
export class OtherReleaseError extends UserError {
  override readonly name = "OtherReleaseError";
}

/** The bucket is out of reach for this machine. */
class CutOffError extends Error {}

/**
 * Does steps: fetches the input, has a process of the pool do the task in a folder of its own, and hands in the result.
 * Meanwhile it gives signs of life, and stops when nobody wants the result any more. Everything that it hands in is
 * named by the input, so a step that is done twice is done once.
 */
export class StepDoer {
  readonly #works = new Map<LocalWork, JobKind>();
  #isLeaving = false;

  constructor(private readonly options: StepDoerOptions) {}

  /**
   * Throws an Error if this machine cannot do it now but another might: the bucket is out of reach from here. Throws an
   * OtherReleaseError for a request of another release.
   */
  async do(request: StepRequest): Promise<StepAnswer> {
    try {
      return await this.#do(request);
    } catch (error) {
      if (error instanceof CutOffError || error instanceof StorageError) this.options.onCutOff?.();
      throw error;
    }
  }

  async #do(request: StepRequest): Promise<StepAnswer> {
    const { exchange, log } = this.options;
    const keys = stepKeys(request);
    const answer = (state: StepAnswer["state"]): StepAnswer => ({ step: request.step, state });
    // First of all: nobody but a server can have written one.
    const task = await exchange.get(keys.task);
    if (task === null) return answer("not wanted");
    if (request.version !== VERSION) {
      const message = `This worker runs Perennial ${VERSION}, and the server that asks runs Perennial ${request.version}. Install the same release on both.`;
      await this.#put(keys.ended, { type: "other release", message });
      throw new OtherReleaseError(message);
    }
    if (await exchange.has(keys.result)) return answer("done");
    log.info({ job: request.queue_id, step: request.step, turn: request.turn }, "a step begins");
    const ended = await this.#attempt(request, keys, JSON.parse(new TextDecoder().decode(task)));
    if (ended === "done") {
      // Whoever asked may have gone meanwhile, and removed what was there so far.
      if (!(await exchange.has(keys.task))) await exchange.delete(keys.all);
      log.info({ job: request.queue_id, step: request.step }, "a step is done");
      return answer("done");
    }
    if (ended === "not wanted") {
      log.info({ job: request.queue_id, step: request.step }, "a step is not wanted any more");
      return answer("not wanted");
    }
    log.warn({ job: request.queue_id, step: request.step, ended: ended.type }, "a step has no result");
    await this.#put(keys.ended, ended);
    return answer(ended.type === "left" ? "left" : "ended");
  }

  /** The kinds of the steps under way. */
  get doing(): JobKind[] {
    return [...this.#works.values()];
  }

  /** Ends the steps under way, which the server then gives to others. */
  leave(): void {
    this.#isLeaving = true;
    for (const work of this.#works.keys()) work.end();
  }

  async #attempt(
    request: StepRequest,
    keys: StepKeys,
    task: object,
  ): Promise<"done" | "not wanted" | StepEnd> {
    const { work: places, place, hands } = this.options;
    await using own = await places.take();
    const made = join(own.folder, "made");
    const inputs: BlobPlace = place.bucket ? { ...place, dataDir: join(own.folder, "inputs") } : place;
    let progress: JobProgress | null = null;
    const work = hands.do(
      request.kind,
      { ...task, ...inputs, made },
      {
        onProgress: (now) => {
          progress = now;
        },
        onStep: () => false,
      },
    );
    this.#works.set(work, request.kind);
    this.options.onChange?.();
    const pulse = new Pulse(this.options, keys, work, () => progress);
    try {
      const ending = await work.ending;
      if (pulse.stopped === "not wanted") return "not wanted";
      if (this.#isLeaving && ending.type === "died") return { type: "left" };
      if (pulse.stopped === "cut off")
        throw new CutOffError(`the bucket has been out of reach for ${this.options.name}`);
      return await this.#handIn(keys, made, ending);
    } finally {
      await pulse.end();
      this.#works.delete(work);
      this.options.onChange?.();
    }
  }

  /** Sends the files first and the result last. */
  async #handIn(keys: StepKeys, made: string, ending: Ending): Promise<"done" | StepEnd> {
    const { exchange } = this.options;
    if (ending.type === "refused" && ending.isStorage) throw new CutOffError(ending.message);
    if (ending.type !== "done") return ending;
    const disk = new DiskBlobs(made);
    const files: MadeFile[] = [];
    const tenant = keys.all.split("/").slice(0, 2).join("/");
    for (const { key } of await disk.list(tenant)) {
      const about = await fileHash(disk.localPath(key));
      await exchange.putFile(keys.file(about.sha256), disk.localPath(key), about);
      files.push({ key, ...about });
    }
    await exchange.put(keys.result, packed({ outcome: ending.outcome, files }));
    return "done";
  }

  async #put(key: string, end: StepEnd): Promise<void> {
    await this.options.exchange.put(key, packed(end));
  }
}

/** A step's signs of life, and its look at whether it is still wanted. */
class Pulse {
  /** Why it has ended the step, if it has. */
  stopped: "not wanted" | "cut off" | null = null;
  #heardAt = performance.now();
  #count = 0;
  readonly #timer: ReturnType<typeof setInterval>;
  #beating: Promise<void> | null = null;

  constructor(
    private readonly options: Pick<StepDoerOptions, "exchange" | "name" | "silenceMs" | "log">,
    private readonly keys: StepKeys,
    private readonly work: LocalWork,
    private readonly progress: () => JobProgress | null,
  ) {
    this.#timer = setInterval(() => this.#turn(), options.silenceMs / BEATS_IN_SILENCE);
    this.#turn();
  }

  /** Gives no more signs. The last one has arrived, unless the bucket is out of reach. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    if (this.stopped !== "cut off") await this.#beating;
  }

  #turn(): void {
    this.work.endIfHung(QUIET_MS);
    // By now the server has given the step to another worker.
    if (performance.now() - this.#heardAt > this.options.silenceMs) this.#stop("cut off");
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = null;
    });
  }

  async #beat(): Promise<void> {
    const { exchange, name, log } = this.options;
    try {
      if (await exchange.has(this.keys.task)) {
        // A step that waits for its process has not begun.
        if (this.work.hasBegun) {
          const beat: Beat = { worker: name, count: ++this.#count, progress: this.progress() };
          await exchange.put(this.keys.beat, new TextEncoder().encode(JSON.stringify(beat)));
        }
        this.#heardAt = performance.now();
      } else this.#stop("not wanted");
    } catch (error) {
      log.warn({ reason: wordsOf(error) }, "a sign of life did not arrive");
    }
  }

  #stop(why: "not wanted" | "cut off"): void {
    this.stopped ??= why;
    this.work.end();
  }
}
