import { VERSION } from "../../config";
import { wordsOf } from "../../errors";
import { Loop } from "../../loop";
import type { Exchange } from "../../store/exchange";
import type { JobKind } from "../../store/job-row";
import type { JobLog } from "../run";
import { PRESENCE, PRESENCE_MS, type Presence, parsePresence } from "./presence";

/** After so many signs that did not come, a worker counts as gone. */
const MISSED = 4;
/** What is left of a worker that was killed, or has refused this release, is shown for so long. */
const REMEMBERED_MS = 24 * 3_600_000;

/** A worker of another machine, as this server sees it. */
export interface JoinedWorker {
  readonly name: string;
  readonly release: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly doing: readonly JobKind[];
  /** When this server last saw something new of it, milliseconds since 1970 on the server's clock. */
  readonly heardAt: number;
  /** `refused`: it is of another release, and so has ended or will when a step is asked of it. */
  readonly state: "joined" | "silent" | "refused";
}

interface JoinedWorkersOptions {
  readonly exchange: Pick<Exchange, "keys" | "get" | "delete">;
  readonly log: JobLog;
  readonly everyMs?: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The workers that have joined this server, known by the signs that they leave in the bucket. */
export class JoinedWorkers {
  readonly #loop: Loop;
  readonly #known = new Map<string, { readonly presence: Presence; readonly heardAt: number }>();

  constructor(private readonly options: JoinedWorkersOptions) {
    this.#loop = new Loop({
      look: () => this.look(),
      everyMs: options.everyMs ?? PRESENCE_MS,
      onFailure: (error) => options.log.warn({ reason: wordsOf(error) }, "a look at who has joined failed"),
    });
  }

  start(): void {
    this.#loop.start();
  }

  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(graceMs);
  }

  /** By name. */
  list(): JoinedWorker[] {
    return [...this.#known.values()]
      .map(({ presence: { name, release, since, doing }, heardAt }) => {
        const state = this.#stateOf(release, heardAt);
        return { name, release, since, doing: state === "joined" ? doing : [], heardAt, state };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Looks at all signs. A worker's clock may be wrong, so only what changes counts as heard. */
  async look(): Promise<void> {
    const { exchange, now } = this.options;
    const keys = await exchange.keys(PRESENCE);
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
    for (const key of keys) {
      const bytes = await exchange.get(key);
      if (bytes === null) continue;
      const presence = parsePresence(bytes);
      if (presence === null) continue;
      const known = this.#known.get(key);
      if (!known || !Bun.deepEquals(known.presence, presence)) {
        this.#known.set(key, { presence, heardAt: now() });
      } else if (now() - known.heardAt > REMEMBERED_MS) {
        this.#known.delete(key);
        await exchange.delete(key);
      }
    }
  }

  #stateOf(release: string, heardAt: number): JoinedWorker["state"] {
    if (release !== VERSION) return "refused";
    const silentMs = this.options.now() - heardAt;
    return silentMs > MISSED * (this.options.everyMs ?? PRESENCE_MS) ? "silent" : "joined";
  }
}
