import type { ByteDictionary } from "../bytes/byte-dictionary";
import { isNobody } from "../profiles/nobody";
import { withoutFloat } from "./id-list";

/** Numbers of orders with no row that names an account. There may be millions, and mostly only their count is asked. */
export class GuestNumbers {
  readonly size: number;
  #all: ReadonlySet<string> | null = null;

  /** `buyers`: by order of the dictionary, 1 if no row names an account. */
  constructor(
    readonly orders: ByteDictionary,
    readonly buyers: Uint8Array,
  ) {
    this.size = this.#count();
  }

  has(number: string): boolean {
    this.#all ??= this.#collect();
    return this.#all.has(number);
  }

  #count(): number {
    let simple = 0;
    for (let id = 0; id < this.buyers.length; id++) if (this.buyers[id] === 1) simple++;
    const others = new Set<string>();
    for (const id of this.orders.oddIds("code")) {
      if (this.buyers[id] !== 1) continue;
      simple--;
      const text = this.orders.text(id);
      if (isNobody(text) === "missing") continue;
      // It may be one of the simple numbers, written in another way.
      if (withoutFloat(text) !== text) return this.#collect().size;
      others.add(text);
    }
    return simple + others.size;
  }

  #collect(): Set<string> {
    const numbers = new Set<string>();
    for (let id = 0; id < this.buyers.length; id++) {
      if (this.buyers[id] !== 1) continue;
      const text = this.orders.text(id);
      if (isNobody(text) !== "missing") numbers.add(withoutFloat(text));
    }
    return numbers;
  }
}
