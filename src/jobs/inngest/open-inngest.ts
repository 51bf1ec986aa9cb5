import type { Config } from "../../config";
import { type Integration, waitingWords } from "../../integration";
import type { JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";
import type { Queue } from "../queue";
import type { JobLog } from "../run";
import { scheduleLoop } from "../schedule";
import { type InngestConfig, isInngestOn, openClient, SERVE_PATH } from "./client";
import { EventChannel, runHere } from "./event-channel";
import { type AskedKind, endEvents, isAsked, requestEvent } from "./events";

/** A server starts to work within this time of opening its store. */
const JUST_NOW_MS = 60_000;

/** What the API needs from Inngest when it is on. */
export interface InngestJobs {
  /** Queues a row, or takes the waiting one with this id, and requests it with an event, in one transaction. */
  ask(tenant: string, id: string, kind: AskedKind, payload: Readonly<Record<string, unknown>>): JobRow;
  /** Answers a call from Inngest: lists the functions, or runs a step of one. Checks its signature. */
  answer(request: Request): Promise<Response>;
}

export interface OpenInngestOptions {
  readonly config: InngestConfig & Pick<Config, "publicUrl">;
  readonly store: Store;
  readonly queue: Queue;
  readonly log: JobLog;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Inngest if the settings switch it on, else null. */
export function openInngest(options: OpenInngestOptions): InngestIntegration | null {
  return isInngestOn(options.config) ? new InngestIntegration(options) : null;
}

/** Inngest with its settings. Loads its library when first needed. */
export class InngestIntegration implements Integration, InngestJobs {
  readonly name = "inngest";
  readonly purpose = "Jobs requested by events and workflows (Inngest)";
  /** Its outbox channel. */
  readonly channel: EventChannel;
  #library: Promise<Library> | null = null;
  #lastCall: number | null = null;
  #lastSync: number | null = null;

  constructor(private readonly options: OpenInngestOptions) {
    this.channel = new EventChannel({
      ...options,
      send: async (events) => {
        const { inngest } = await this.#load();
        await inngest.send(
          events.map(({ id, event, payload }) => ({ id, name: event, data: payload as object })),
        );
      },
    });
    // Listens from now on, not from the start: the queue may start earlier and end what a dead server left behind.
    options.store.jobs.alongEnd((job) => this.#tellOf(job));
  }

  status() {
    const { config, store } = this.options;
    const { lastError, lastSent } = this.channel;
    const mode = config.inngestDev === null ? "signed calls" : "development mode, calls are not signed";
    const waiting = store.outbox.waiting().inngest;
    const synced =
      this.#lastSync === null ? "Not registered since the start." : `Registered ${moment(this.#lastSync)}.`;
    const called = this.#lastCall === null ? "No call yet." : `Last call ${moment(this.#lastCall)}.`;
    if (lastError !== null) {
      const detail = `Events do not arrive (${lastError}). ${waitingWords(waiting, "event")}. Jobs still run here after two minutes. Check INNGEST_EVENT_KEY and the network.`;
      return { state: "failing" as const, detail };
    }
    const sent = lastSent === null ? "No event sent yet." : `Last event ${moment(lastSent)}.`;
    return {
      state: "well" as const,
      detail: `${mode[0]!.toUpperCase()}${mode.slice(1)}. ${synced} ${sent} ${called}`,
    };
  }

  start(): void {
    const { store, now } = this.options;
    // The process that opened the store has just ended what a dead server left behind. An event's id shows that it was
    // already sent.
    for (const { tenant, id } of store.jobs.endedSince(now() - JUST_NOW_MS))
      store.transaction(() => this.#tellOf(store.jobs.find(tenant, id)!));
  }

  ask(tenant: string, id: string, kind: AskedKind, payload: Readonly<Record<string, unknown>>): JobRow {
    const { store, now } = this.options;
    return store.transaction(() => {
      const job = { id, kind, status: "queued", payload, runnable: false } as const;
      if (!store.jobs.insert(tenant, job, now())) store.jobs.setPayload(tenant, id, payload);
      store.outbox.insert(tenant, requestEvent(tenant, { id, kind, payload }), now());
      return store.jobs.find(tenant, id)!;
    });
  }

  async answer(request: Request): Promise<Response> {
    const { handle } = await this.#load();
    const response = await handle(request);
    if (response.ok) this.#lastCall = this.options.now();
    if (response.ok && request.method === "PUT") this.#lastSync = this.#lastCall;
    return response;
  }

  /** Runs in the transaction that ends the job. */
  #tellOf(job: JobRow): void {
    const { store, now } = this.options;
    if (!isAsked(job)) return;
    store.outbox.removeAll(job.tenant, "inngest", job.id);
    if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;
    for (const event of endEvents(job)) store.outbox.insert(job.tenant, event, now());
  }

  #load(): Promise<Library> {
    this.#library ??= load(this.options).catch((error) => {
      this.#library = null;
      throw error;
    });
    return this.#library;
  }
}

/** Inngest when it is off. Requests from when it was on run here. */
export function inngestOff(options: Pick<OpenInngestOptions, "store" | "log" | "now">): Integration {
  const { store, now } = options;
  return {
    name: "inngest",
    purpose: "Jobs requested by events and workflows (Inngest)",
    status: () => ({
      state: "off",
      detail: "Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or INNGEST_DEV on your own machine.",
    }),
    start: () => {
      let ran: number;
      do ran = runHere(options, now() + 1);
      while (ran > 0);
      store.outbox.clear("inngest");
    },
  };
}

interface Library {
  readonly inngest: { send(events: { id: string; name: string; data: object }[]): Promise<unknown> };
  handle(request: Request): Promise<Response>;
}

async function load({ config, store, queue, log, now }: OpenInngestOptions): Promise<Library> {
  const [{ serve }, { inngestFunctions }] = await Promise.all([import("inngest/bun"), import("./functions")]);
  const inngest = await openClient("perennial", config, log);
  const schedule = scheduleLoop({ store, queue, log, now });
  const lookAtSchedules = () => void schedule.look();
  const handle = serve({
    client: inngest,
    functions: inngestFunctions(inngest, { store, queue, now, lookAtSchedules }),
    servePath: SERVE_PATH,
    enableUnauthedSync: false,
    ...(config.publicUrl !== null && { serveOrigin: config.publicUrl }),
  });
  return { inngest, handle };
}

function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
