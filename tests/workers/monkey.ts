import { Random } from "../../src/learning/random";
import type { Fleet } from "./fleet";

/** One death of a job, which is three silent turns, and one more. After three deaths a job is rightly given up. */
const MOST_KILLS_FOR_A_JOB = 4;

/** Kills workers at random while they are at work, and starts them again. */
export class Monkey {
  /** Worker → how often it was killed with something to do. */
  readonly kills = new Map<string, number>();
  readonly #jobs = new Map<string, number>();
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

  #killsOf(name: string): number {
    return this.kills.get(name) ?? 0;
  }

  #killsFor(job: string): number {
    return this.#jobs.get(job) ?? 0;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const until = performance.now() + 2 * this.meanPauseMs * this.random.uniform();
      while (performance.now() < until && !this.#isStopped) await Bun.sleep(20);
      const { busy, ready } = this.fleet.gateway;
      const chosen = busy
        .filter(
          ({ instanceId, job }) => ready.includes(instanceId) && this.#killsFor(job) < MOST_KILLS_FOR_A_JOB,
        )
        // Whoever was killed least, so that each has its turn.
        .sort((a, b) => this.#killsOf(a.instanceId) - this.#killsOf(b.instanceId))[0];
      if (!chosen || this.#isStopped) continue;
      const { instanceId: name, job } = chosen;
      const machine = this.fleet.workers.find((each) => each.name === name)!;
      await machine.kill();
      this.kills.set(name, this.#killsOf(name) + 1);
      this.#jobs.set(job, this.#killsFor(job) + 1);
      await machine.start();
    }
  }
}
