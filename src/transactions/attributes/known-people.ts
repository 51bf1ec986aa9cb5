import { personAlike } from "../lines/id-list";
import type { Transactions } from "../transactions";

/** What a row of several customers matches: none, because nothing tells which. */
const SEVERAL = -1;

/** The customers of a data set, to be found by what a customers' file calls them. */
export class KnownPeople {
  readonly #ids = new Map<string, number>();
  readonly #addresses = new Map<string, number>();
  /** By id without leading zeros, which spreadsheets drop. */
  readonly #bare = new Map<string, number>();

  constructor({ customers, customerEmails }: Pick<Transactions, "customers" | "customerEmails">) {
    customers.forEach((id, customer) => {
      this.#ids.set(personAlike(id), customer);
      if (/^\d+$/.test(id)) note(this.#bare, bare(id), customer);
      const address = customerEmails?.[customer];
      if (address) note(this.#addresses, address, customer);
    });
  }

  /** The customer with this id, whose id may be an address; undefined for none. */
  byId(text: string): number | undefined {
    const alike = personAlike(text);
    const found = this.#ids.get(alike);
    if (found !== undefined || !/^\d+$/.test(alike)) return found;
    const other = this.#bare.get(bare(alike));
    return other === SEVERAL ? undefined : other;
  }

  byAddress(text: string): number | undefined {
    const found = this.#addresses.get(personAlike(text)) ?? this.#ids.get(personAlike(text));
    return found === SEVERAL ? undefined : found;
  }

  /** The first ids or addresses, for messages. */
  samples(): string[] {
    return [...this.#ids.keys()].slice(0, 3);
  }
}

function note(places: Map<string, number>, text: string, customer: number): void {
  places.set(text, places.has(text) ? SEVERAL : customer);
}

function bare(id: string): string {
  return id.replace(/^0+(?=\d)/, "");
}
