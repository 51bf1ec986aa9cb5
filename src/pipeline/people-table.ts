import { type ColumnTable, table } from "arquero";
import type { Transactions } from "../transactions/transactions";

/**
 * Names and addresses of the customers, in their order: columns `CustomerID`, `name`, `email`. Null if the files have
 * neither. They have a file of their own, so that nothing else of a model can carry them elsewhere.
 */
export function peopleTable({ customers, customerNames, customerEmails }: Transactions): ColumnTable | null {
  if (customerNames === null && customerEmails === null) return null;
  const nothing = new Array<null>(customers.length).fill(null);
  return table({
    CustomerID: [...customers],
    name: customerNames ?? nothing,
    email: customerEmails ?? nothing,
  });
}
