import { type ColumnTable, table } from "arquero";

/** Who the customers of a shop are, by their number. */
export interface People {
  readonly customers: readonly string[];
  /** Null if the files have no such column. */
  readonly customerNames: readonly (string | null)[] | null;
  readonly customerEmails: readonly (string | null)[] | null;
}

/** Collects who the customers are, part by part: nobody, unless somebody has a name or an address, or all are wanted. */
export class PeopleCollected {
  readonly #ids: string[] = [];
  #names: (string | null)[] | null = null;
  #emails: (string | null)[] | null = null;

  constructor(private readonly areWanted: boolean) {}

  add({ customers, customerNames, customerEmails }: People, first: number): void {
    if (!this.areWanted && customerNames === null && customerEmails === null) return;
    for (const id of customers) this.#ids.push(id);
    const add = (known: (string | null)[] | null, told: readonly (string | null)[] | null) => {
      if (told === null) return known;
      const all = known ?? new Array<null>(first).fill(null);
      for (const text of told) all.push(text);
      return all;
    };
    this.#names = add(this.#names, customerNames);
    this.#emails = add(this.#emails, customerEmails);
  }

  get people(): People | null {
    if (this.#ids.length === 0) return null;
    return { customers: this.#ids, customerNames: this.#names, customerEmails: this.#emails };
  }
}

/**
 * Names and addresses of the customers, in their order: columns `CustomerID`, `name`, `email`. Null if the files have
 * neither. They have a file of their own, so that nothing else of a model can carry them elsewhere.
 */
export function peopleTable({ customers, customerNames, customerEmails }: People): ColumnTable | null {
  if (customerNames === null && customerEmails === null) return null;
  const nothing = new Array<null>(customers.length).fill(null);
  return table({
    CustomerID: [...customers],
    name: customerNames ?? nothing,
    email: customerEmails ?? nothing,
  });
}
