import { VERSION } from "../../config";
import { wordsOf } from "../../errors";
import type { BlobStore } from "../../store/blobs";
import type { Exchange } from "../../store/exchange";
import type { JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";
import type { LocalHands } from "../hands";
import type { DonePart } from "../job-handler";
import type { Ending } from "../protocol";
import type { JobLog } from "../run";
import {
  type Beat,
  eventId,
  STEP_ABANDONED,
  STEP_REQUESTED,
  type StepEnd,
  type StepKeys,
  type StepRequest,
  type StepResult,
  stepKeys,
  stepName,
  unpacked,
} from "./step";
import type { StepDoer } from "./step-doer";

/** A step whose workers die so often ends the run, which counts as one death of the job. */
const MOST_TURNS = 3;

export interface RemoteTools {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly exchange: Exchange;
  /** Does what has to be done here. */
  readonly local: LocalHands;
  /** Does steps here that no worker has taken. */
  readonly doer: StepDoer;
  /** A worker that says nothing for so long counts as dead. */
  readonly silenceMs: number;
  /** If no worker has taken a step by then, it is done here. */
  readonly patienceMs: number;
  readonly lookMs?: number;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * A step that a worker is to do. Each turn asks for it by an event. A turn whose worker says nothing for too long is
 * over, and the next one begins; a step that nobody takes is done here. Whichever turn hands the result in first, the
 * others' would be the same.
 */
export class RemoteStep {
  result: StepResult | null = null;
  /** How the step ended without a result. */
  ending: Ending | null = null;
  beat: Beat | null = null;
  readonly #task: string;
  readonly #name: string;
  #turn = 0;
  /** `performance.now()` of the last change that was seen. */
  #seenAt = 0;
  /** The last beat that was seen, of any turn. */
  #lastBeat: string | null = null;
  #isHere = false;

  constructor(
    private readonly options: RemoteTools,
    private readonly job: JobRow,
    task: object,
    private readonly priority: number,
  ) {
    const { dataDir, bucket, made, ...named } = task as Record<string, unknown>;
    this.#task = JSON.stringify(named);
    this.#name = stepName(job.kind, this.#task);
  }

  get keys(): StepKeys {
    return stepKeys(this.#request);
  }

  /** What came of it, once there is a result. */
  get done(): DonePart {
    const { outcome, files } = this.result!;
    return {
      outcome,
      files: files.map(({ key, sha256 }) => ({ key, at: this.keys.file(sha256), sha256 })),
    };
  }

  /** Looks at the step's objects; `known` are the keys of all that there are. */
  async look(known: ReadonlySet<string>): Promise<void> {
    const { exchange } = this.options;
    if (this.result || this.ending) return;
    const { keys } = this;
    if (known.has(keys.result)) {
      this.result = unpacked<StepResult>((await exchange.get(keys.result))!);
      return;
    }
    if (!known.has(keys.task)) await exchange.put(keys.task, new TextEncoder().encode(this.#task));
    if (this.#turn === 0) {
      if (!known.has(keys.beat) || !(await this.#isUnderWay())) this.#ask();
      return;
    }
    if (known.has(keys.ended)) {
      this.#hear(unpacked<StepEnd>((await exchange.get(keys.ended))!));
      return;
    }
    if (known.has(keys.beat)) await this.#lookAtBeat();
    this.#judgeSilence();
  }

  /** What was handed in differs from what was named: the step is done again. */
  async redo(): Promise<void> {
    await this.options.exchange.delete(this.keys.all);
    this.result = null;
    this.#nextTurn("handed in a damaged file");
  }

  /** Silence does not count while this server does not hear. */
  couldNotLook(): void {
    this.#seenAt = performance.now();
  }

  get #request(): StepRequest {
    const { tenant, id, attempt, kind } = this.job;
    return {
      tenant_id: tenant,
      queue_id: id,
      kind,
      step: this.#name,
      attempt,
      turn: this.#turn,
      version: VERSION,
      priority: this.priority,
    };
  }

  /** Begins the next turn. */
  #ask(): void {
    const { store } = this.options;
    store.transaction(() => {
      if (this.#turn > 0) this.#send(STEP_ABANDONED);
      this.#turn++;
      this.#send(STEP_REQUESTED);
    });
    this.#seenAt = performance.now();
  }

  #send(event: string): void {
    const { store, now } = this.options;
    const payload = this.#request;
    const id = eventId(event, payload);
    const message = { id, channel: "inngest", target: null, event, payload } as const;
    store.outbox.insert(this.job.tenant, message, now());
  }

  /** Whether a worker that an earlier server has asked is still at it, as far as can be told by now. */
  async #isUnderWay(): Promise<boolean> {
    const isFirstLook = this.#lastBeat === null;
    await this.#lookAtBeat();
    if (isFirstLook) this.beat = null;
    return performance.now() - this.#seenAt < this.options.silenceMs;
  }

  /** A beat that was there before is no sign of life: whoever left it may be dead. */
  async #lookAtBeat(): Promise<void> {
    const bytes = await this.options.exchange.get(this.keys.beat);
    const text = bytes && new TextDecoder().decode(bytes);
    if (text === null || text === this.#lastBeat) return;
    this.#lastBeat = text;
    this.beat = JSON.parse(text) as Beat;
    this.#seenAt = performance.now();
  }

  #judgeSilence(): void {
    const { silenceMs, patienceMs, log } = this.options;
    const silentMs = performance.now() - this.#seenAt;
    const { tenant, id } = this.job;
    if (this.beat === null) {
      if (silentMs < patienceMs || this.#isHere) return;
      log.warn({ tenant, id, kind: this.job.kind }, "no worker took a step; this server does it");
      this.#doHere();
      return;
    }
    if (silentMs < silenceMs) return;
    const { worker } = this.beat;
    log.warn({ tenant, id, worker, silentMs: Math.round(silentMs) }, "a worker has gone silent");
    this.#nextTurn(`ran on the worker ${worker}, which went silent`);
  }

  /** `reason` ends a sentence about the last turn. */
  #nextTurn(reason: string): void {
    this.beat = null;
    if (this.#turn >= MOST_TURNS) this.ending = { type: "died", reason };
    else this.#ask();
  }

  #hear(end: StepEnd): void {
    const { tenant, id } = this.job;
    if (end.type === "left") {
      this.beat = null;
      this.#ask();
    } else if (end.type === "other release") {
      this.options.log.error({ tenant, id }, end.message);
      this.#turn++;
      this.#seenAt = performance.now();
      if (!this.#isHere) this.#doHere();
    } else this.ending = end;
  }

  #doHere(): void {
    this.#isHere = true;
    this.options.doer.do(this.#request).catch((error) => {
      this.options.log.warn({ id: this.job.id, reason: wordsOf(error) }, "a step could not be done here");
      this.#isHere = false;
      this.#seenAt = performance.now();
    });
  }
}
