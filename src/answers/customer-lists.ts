import { InputError } from "../errors";
import { type CsvColumn, csvChunks } from "../pipeline/csv-chunks";
import { harmless } from "../pipeline/harmless-text";
import { modelTable } from "../pipeline/model-file";
import type { PlannedContact } from "./contact-plan";
import { CustomerTable } from "./customer-table";
import type { OverdueCustomer } from "./overdue";

/**
 * The scored customers of a model folder. Throws an InputError if it is not one, or is older than the customers'
 * outlook.
 */
export async function scoredCustomers(folder: string): Promise<CustomerTable> {
  const customers = new CustomerTable(await modelTable(folder, "customers.arrow"), false);
  if (!customers.columnNames.includes("contact_profit")) {
    throw new InputError(`The model in ${folder} cannot say when customers will order next. Train it again.`);
  }
  return customers;
}

/** A header and one row per overdue customer, chunk by chunk. */
export function overdueCsv(customers: readonly OverdueCustomer[]): Iterable<Uint8Array> {
  return csvOf(customers, {
    CustomerID: (row) => harmless(row.customerId),
    days_overdue: (row) => row.daysOverdue,
    silence_probability: (row) => row.silenceProbability,
    overdue_value: (row) => row.overdueValue,
    reason: (row) => row.reason,
  });
}

/** A header and one row per customer to contact, chunk by chunk. */
export function contactsCsv(contacts: readonly PlannedContact[]): Iterable<Uint8Array> {
  return csvOf(contacts, {
    CustomerID: (row) => harmless(row.customerId),
    no_order_probability: (row) => row.noOrder,
    value_if_kept: (row) => row.valueIfKept,
    contact_profit: (row) => row.expectedProfit,
  });
}

function csvOf<Row>(
  rows: readonly Row[],
  cells: Readonly<Record<string, (row: Row) => string | number>>,
): Iterable<Uint8Array> {
  const columns = Object.entries(cells).map(([name, cell]): CsvColumn => [name, (row) => cell(rows[row]!)]);
  return csvChunks(columns, rows.length);
}
