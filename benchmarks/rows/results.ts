import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rows } from ".";
import type { Result } from "./measure";
import type { Bar, Row } from "./row";

/** A bar beside what was reached. */
export interface Verdict {
  readonly bar: Bar;
  readonly reached: number;
  readonly isMet: boolean;
}

/** The last result of each row, kept between runs. */
export class Results {
  readonly #path: string;
  readonly #kept: Record<string, Result>;

  constructor(cache: string) {
    this.#path = join(cache, "results.json");
    this.#kept = existsSync(this.#path) ? JSON.parse(readFileSync(this.#path, "utf8")) : {};
  }

  of(row: Row): Result | null {
    return this.#kept[row.key] ?? null;
  }

  keep(result: Result): void {
    this.#kept[result.key] = result;
    writeFileSync(this.#path, JSON.stringify(this.#kept, null, 2));
  }

  /** How many bars of the measured rows are missed. */
  get missed(): number {
    return rows.flatMap((row) => {
      const result = this.of(row);
      return result ? verdicts(row, result).filter(({ isMet }) => !isMet) : [];
    }).length;
  }
}

/** What the bars say: shares are of the fastest peer's figure. */
export function verdicts(row: Row, { ours, peers }: Result): Verdict[] {
  const peer = fastest(peers);
  return row.bars.map((bar) => {
    const reached = bar.against === "absolute" ? ours[bar.of] : ours[bar.of] / peers[peer!]![bar.of];
    return { bar, reached, isMet: reached <= bar.most };
  });
}

/** The peer with the shortest time; null if there is none. */
export function fastest(peers: Result["peers"]): string | null {
  return Object.keys(peers).sort((a, b) => peers[a]!.seconds - peers[b]!.seconds)[0] ?? null;
}
