import { WatchedWorker } from "../formats/watched-worker";
import { kernelCode } from "../kernel/kernel";
import type { ReadLimits } from "../limits";
import type { OrderRows } from "../lines/order-rows";
import type { RestOfTable, TextPart } from "../records";
import type { SpillFile, SpillRoom } from "../spill/spill-file";
import type { ApartAnswer, ApartRequest } from "./apart-worker";
import { takeOver } from "./rows-apart";

/** Another thread that reads the last part of a file while this one reads the first. */
export class ReaderApart {
  readonly #worker: WatchedWorker<ApartRequest, ApartAnswer>;
  readonly #limits: ReadLimits;
  readonly #room: SpillRoom | null;
  /** Where its rows go beyond the room. */
  #file: SpillFile | null;

  constructor(limits: ReadLimits, room: SpillRoom | null) {
    this.#worker = new WatchedWorker(new URL("./apart-worker.ts", import.meta.url), limits);
    this.#limits = limits;
    this.#room = room;
    this.#file = room?.file() ?? null;
  }

  /** Begins; the records go to `rows` once they are appended. */
  begin(rows: OrderRows, part: TextPart): RestOfTable {
    this.#worker.send({
      part,
      plan: rows.plan,
      limits: this.#limits,
      code: kernelCode(),
      room: this.#room && {
        budgetBytes: this.#room.budgetBytes,
        folder: this.#file!.folder,
        descriptor: this.#file!.descriptor,
      },
    });
    return {
      append: async (lastRow, onTick) => {
        const answer = await this.#answer(onTick);
        if (answer?.kind !== "rows") return null;
        // Its dictionaries make room for those that its values now go to.
        await this.#worker.end();
        takeOver(rows, answer.rows, this.#file, lastRow);
        // Its pages are those of the rows now.
        if (rows.blocks.isSpilled) this.#file = null;
        return lastRow + answer.rows.lastRow;
      },
    };
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    await this.#worker.end();
    this.#file?.close();
  }

  /** The last answer; null if the thread failed, for then the rest is read here. */
  async #answer(onTick: () => void): Promise<ApartAnswer | null> {
    let stopped = false;
    const tick = () => {
      stopped = true;
      onTick();
      stopped = false;
    };
    try {
      for (;;) {
        const answer = await this.#worker.next(tick);
        if (answer.kind !== "goes on") return answer;
      }
    } catch (error) {
      if (stopped) throw error;
      return null;
    }
  }
}
