import { type ColumnTable, table } from "arquero";
import { linesOfCustomers } from "../transactions/lines-of-customers";
import type { OrderLines, Transactions } from "../transactions/transactions";
import type { Purchases } from "./purchases";

/**
 * Every order and return of every customer, by customer, then time: columns `CustomerID`, `time` (milliseconds since
 * 1970), `value` (paid or, in a return, given back: positive in both), `lines`, `units`, `is_return` (0 or 1), and
 * `opens_order`, whose sum is the number of orders: 0 if the row continues an order whose lines have several moments.
 * Customers come as in `transactions`, each with a row; of them those from `from` up to `to`, by
 * default all.
 */
export function orderHistory(
  { customers, returns }: Pick<Transactions, "customers" | "returns">,
  purchases: Purchases,
  from = 0,
  to = purchases.customers,
): ColumnTable {
  const back = collectReturnEntries(linesOfCustomers(returns, from, to));
  const rows = purchases.start[to]! - purchases.start[from]! + back.count;
  const ids = new Array<string>(rows);
  const time = new Float64Array(rows);
  const value = new Float64Array(rows);
  const lines = new Int32Array(rows);
  const units = new Float64Array(rows);
  const isReturn = new Uint8Array(rows);
  const opensOrder = new Uint8Array(rows);
  let row = 0;
  let r = 0;
  for (let c = from; c < to; c++) {
    let p = purchases.start[c]!;
    const end = purchases.start[c + 1]!;
    for (;;) {
      const hasReturn = r < back.count && back.customer[r] === c;
      if (p === end && !hasReturn) break;
      ids[row] = customers[c]!;
      if (p < end && (!hasReturn || purchases.time[p]! <= back.time[r]!)) {
        time[row] = purchases.time[p]!;
        value[row] = purchases.value[p]!;
        lines[row] = purchases.lines[p]!;
        units[row] = purchases.units[p]!;
        opensOrder[row] = purchases.opensOrder[p]!;
        p++;
      } else {
        time[row] = back.time[r]!;
        value[row] = back.value[r]!;
        lines[row] = back.lines[r]!;
        units[row] = back.units[r]!;
        isReturn[row] = 1;
        r++;
      }
      row++;
    }
  }
  return table({
    CustomerID: ids,
    time,
    value,
    lines,
    units,
    is_return: isReturn,
    opens_order: opensOrder,
  });
}

/** The lines of one return at one moment added up; sorted by customer, then time, then order. */
function collectReturnEntries({ length, customer, time, order, quantity, unitPrice }: OrderLines) {
  const entry = {
    count: 0,
    customer: new Int32Array(length),
    time: new Float64Array(length),
    value: new Float64Array(length),
    lines: new Int32Array(length),
    units: new Float64Array(length),
  };
  for (let i = 0; i < length; i++) {
    const isSame =
      i > 0 && customer[i] === customer[i - 1] && time[i] === time[i - 1] && order[i] === order[i - 1];
    if (!isSame) {
      entry.customer[entry.count] = customer[i]!;
      entry.time[entry.count] = time[i]!;
      entry.count++;
    }
    const at = entry.count - 1;
    entry.value[at]! -= quantity[i]! * unitPrice[i]!;
    entry.units[at]! -= quantity[i]!;
    entry.lines[at]!++;
  }
  return entry;
}
