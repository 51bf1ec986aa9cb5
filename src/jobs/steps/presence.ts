import { VERSION } from "../../config";
import { Loop } from "../../loop";
import type { Exchange } from "../../store/exchange";
import type { JobKind } from "../../store/job-row";
import { NO_TENANT, stepsPrefix } from "../../store/object-keys";

/** Where workers say that they are there. */
export const PRESENCE = stepsPrefix(NO_TENANT, "workers");
/** How often a worker says so, and how often a server looks. */
export const PRESENCE_MS = 15_000;

/** What a worker says of itself. Names no tenant. Wire format. */
export interface Presence {
  readonly name: string;
  readonly release: string;
  /** When it joined, milliseconds since 1970 on its own clock. */
  readonly since: number;
  /** Grows with every sign. */
  readonly count: number;
  /** The kinds of the steps that it does now. */
  readonly doing: readonly JobKind[];
}

interface PresenceSignsOptions {
  readonly exchange: Pick<Exchange, "put" | "delete">;
  readonly name: string;
  /** The kinds of the steps under way. */
  doing(): readonly JobKind[];
  readonly everyMs?: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A worker's signs that it is there, with or without a step. */
export class PresenceSigns {
  readonly #loop: Loop;
  readonly #since: number;
  #count = 0;

  constructor(private readonly options: PresenceSignsOptions) {
    this.#since = options.now();
    this.#loop = new Loop({
      look: () => this.#sign(),
      everyMs: options.everyMs ?? PRESENCE_MS,
      // Without the bucket it takes no steps either, and says that itself.
      onFailure: () => {},
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** Something has begun or ended. */
  changed(): void {
    this.#loop.wake();
  }

  /** It leaves. What it has said stays if a server of another release is why: people are to see it. */
  async end(graceMs: number, { stays }: { readonly stays: boolean }): Promise<void> {
    await this.#loop.stop(graceMs);
    if (stays) return;
    const deleted = this.options.exchange.delete(this.#key).catch(() => {});
    await Promise.race([deleted, Bun.sleep(graceMs)]);
  }

  get #key(): string {
    return presenceKey(this.options.name);
  }

  async #sign(): Promise<void> {
    const { exchange, name, doing } = this.options;
    const presence: Presence = {
      ...{ name, release: VERSION, since: this.#since, count: ++this.#count },
      doing: doing(),
    };
    await exchange.put(this.#key, new TextEncoder().encode(JSON.stringify(presence)));
  }
}

export function presenceKey(name: string): string {
  return `${PRESENCE}/${new Bun.CryptoHasher("sha256").update(name).digest("hex")}`;
}

/** Null for what no worker has left, or one of a release that says it otherwise. */
export function parsePresence(bytes: Uint8Array): Presence | null {
  try {
    const { name, release, since, count, doing } = JSON.parse(new TextDecoder().decode(bytes));
    const isSound =
      typeof name === "string" &&
      typeof release === "string" &&
      Number.isFinite(since) &&
      Array.isArray(doing);
    return isSound ? { name, release, since, count, doing } : null;
  } catch {
    return null;
  }
}
