/** Lets so many in at a time, in the order they came. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(most: number) {
    this.#free = most;
  }

  /** A slot if one is free now. Call the returned function once to give it back. */
  tryTake(): (() => void) | null {
    if (this.#free === 0) return null;
    this.#free--;
    return () => this.#giveBack();
  }

  async take(): Promise<() => void> {
    const release = this.tryTake();
    if (release) return release;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => this.#giveBack();
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
