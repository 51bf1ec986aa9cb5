import { OverloadedError } from "./errors";

/** How many requests are answered at once, streams of events included. One process has one core for all of them. */
export interface Places {
  readonly inAll: number;
  /** For one address, so that nobody can take all places. */
  readonly perAddress: number;
}

/** Half of the connections that the process may have open, but no more than a process can work on. */
export function placesFor(mostDescriptors: number | null): Places {
  const inAll = Math.min(1024, Math.floor((mostDescriptors ?? Infinity) / 2));
  return { inAll, perAddress: Math.min(256, Math.ceil(inAll / 2)) };
}

/** Turns requests away as long as all places are taken, so that those inside are answered soon. */
export class Capacity {
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(private readonly places: Places) {}

  /** Takes a place and returns how to leave it. Throws an OverloadedError if there is none. */
  enter(address: string): () => void {
    const { inAll, perAddress } = this.places;
    const own = this.#byAddress.get(address) ?? 0;
    if (own >= perAddress)
      throw new OverloadedError(
        `This address has ${own} requests under way, which is the most. Wait for an answer before you ask again.`,
      );
    if (this.#taken >= inAll)
      throw new OverloadedError("The server has as many requests under way as it can take. Try again soon.");
    this.#taken++;
    this.#byAddress.set(address, own + 1);
    return () => this.#leave(address);
  }

  #leave(address: string): void {
    this.#taken--;
    const left = this.#byAddress.get(address)! - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
