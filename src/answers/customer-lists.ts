import { from, toCSV } from "arquero";
import { InputError } from "../errors";
import { ArrowColumns } from "../pipeline/arrow-columns";
import { harmless } from "../pipeline/harmless-text";
import { modelFile } from "../pipeline/model-file";
import type { PlannedContact } from "./contact-plan";
import { CustomerTable } from "./customer-table";
import type { OverdueCustomer } from "./overdue";

/**
 * The scored customers of a model folder. Throws an InputError if it is not one, or is older than the customers'
 * outlook.
 */
export async function scoredCustomers(folder: string): Promise<CustomerTable> {
  const customers = new CustomerTable(new ArrowColumns(await modelFile(folder, "customers.arrow")), false);
  if (!customers.columnNames.includes("contact_profit")) {
    throw new InputError(`The model in ${folder} cannot say when customers will order next. Train it again.`);
  }
  return customers;
}

/** A header and one row per overdue customer. */
export function overdueCsv(customers: readonly OverdueCustomer[]): string {
  return csv(
    ["CustomerID", "days_overdue", "silence_probability", "overdue_value", "reason"],
    customers.map((row) => [
      harmless(row.customerId),
      row.daysOverdue,
      row.silenceProbability,
      row.overdueValue,
      row.reason,
    ]),
  );
}

/** A header and one row per customer to contact. */
export function contactsCsv(contacts: readonly PlannedContact[]): string {
  return csv(
    ["CustomerID", "no_order_probability", "value_if_kept", "contact_profit"],
    contacts.map((row) => [harmless(row.customerId), row.noOrder, row.valueIfKept, row.expectedProfit]),
  );
}

function csv(names: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return `${names.join(",")}\n`;
  return toCSV(from(rows.map((row) => Object.fromEntries(names.map((name, j) => [name, row[j]])))));
}
