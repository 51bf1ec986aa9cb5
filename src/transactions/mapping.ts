import { type Role, valueRoles } from "./columns/roles";

/** Which column of the file plays which role. A value is one of the file's column names. */
export type ColumnMapping = Partial<Record<Role, string>> & {
  customer_id: string;
  order_datetime: string;
};

/** The column that gives the value of a line, whatever its role. */
export function valueColumn(mapping: Partial<ColumnMapping>): string | undefined {
  return valueRoles.map((role) => mapping[role]).find((name) => name !== undefined);
}
