import type { Role } from "./columns/roles";

/** Which column of the file plays which role. A value is one of the file's column names. */
export type ColumnMapping = Partial<Record<Role, string>> & {
  customer_id: string;
  order_datetime: string;
};
