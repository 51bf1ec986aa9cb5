/** Who the customers of a shop are, by their number. */
export interface People {
  readonly customers: readonly string[];
  /** Null if the files have no such column. */
  readonly customerNames: readonly (string | null)[] | null;
  readonly customerEmails: readonly (string | null)[] | null;
}

/** Whether the files tell names or addresses. */
export function haveContacts({ customerNames, customerEmails }: People): boolean {
  return customerNames !== null || customerEmails !== null;
}

/** Collects ids and addresses of everybody, part by part: what the rows of a customers' file are found by. */
export class PeopleCollected {
  readonly customers: string[] = [];
  customerEmails: (string | null)[] | null = null;

  add({ customers, customerEmails }: People, first: number): void {
    for (const id of customers) this.customers.push(id);
    if (customerEmails === null) return;
    this.customerEmails ??= new Array<null>(first).fill(null);
    for (const address of customerEmails) this.customerEmails.push(address);
  }
}
