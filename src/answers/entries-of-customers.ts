import type { ArrowColumns, TableColumn } from "../pipeline/arrow-columns";
import { ArrowTexts } from "../pipeline/arrow-texts";
import { CUSTOMER_COLUMN, type CustomerIds } from "./customer-table";

/**
 * Where the entries of each customer begin in a table of several rows a customer, in which customers come as in `ids`; a
 * customer without entries begins where the next one does. One longer than `ids`. Throws a RangeError if the table has
 * other customers.
 */
export function startsOfEntries(columns: ArrowColumns, ids: CustomerIds): Int32Array {
  const entries = columns.numRows();
  const isOf = sameIds(columns.column(CUSTOMER_COLUMN)!, ids);
  const start = new Int32Array(ids.length + 1);
  let i = 0;
  for (let row = 0; row < ids.length; row++) {
    start[row] = i;
    while (i < entries && isOf(i, row)) i++;
  }
  start[ids.length] = i;
  if (i !== entries) throw new RangeError("the table belongs to other customers than the model's");
  return start;
}

/** Whether an entry is a customer's: by the bytes of both, or by their texts in files of earlier releases. */
function sameIds(column: TableColumn, ids: CustomerIds): (entry: number, row: number) => boolean {
  const [told, own] = [ArrowTexts.of(column), ids.bytes()];
  if (!told || !own) return (entry, row) => column.at(entry) === ids.at(row);
  return (entry, row) => {
    told.seek(entry);
    own.seek(row);
    return told.equals(own);
  };
}
