import { Random } from "../../src/learning/random";
import type { Fleet } from "./fleet";

/** Kills workers at random while they are at work, and starts them again. */
export class Monkey {
  /** Worker → how often it was killed with something to do. */
  readonly kills = new Map<string, number>();
  #isStopped = false;
  #running: Promise<void> | null = null;

  constructor(
    private readonly fleet: Fleet,
    /** The mean of the pauses between two kills. */
    private readonly meanPauseMs: number,
    private readonly random = new Random(17),
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when all workers run again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  get total(): number {
    return [...this.kills.values()].reduce((sum, kills) => sum + kills, 0);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const until = performance.now() + 2 * this.meanPauseMs * this.random.uniform();
      while (performance.now() < until && !this.#isStopped) await Bun.sleep(20);
      const busy = this.fleet.gateway.busy.filter((name) => this.fleet.gateway.ready.includes(name));
      if (busy.length === 0 || this.#isStopped) continue;
      // Whoever was killed least, so that each has its turn.
      const name = busy.toSorted((a, b) => (this.kills.get(a) ?? 0) - (this.kills.get(b) ?? 0))[0]!;
      const machine = this.fleet.workers.find((each) => each.name === name)!;
      await machine.kill();
      this.kills.set(name, (this.kills.get(name) ?? 0) + 1);
      await machine.start();
    }
  }
}
