import type { OrderLines, Transactions } from "./transactions";

/**
 * The same shop as if its file began at `from` (ms since 1970): lines and returns before it are left out, so that two
 * files have equally long histories. Dictionaries and report stay those of the whole file, so a customer may have no
 * line left.
 */
export function linesSince(transactions: Transactions, from: number): Transactions {
  return {
    ...transactions,
    lines: since(transactions.lines, from),
    returns: since(transactions.returns, from),
  };
}

function since(lines: OrderLines, from: number): OrderLines {
  const kept = new Int32Array(lines.length);
  let length = 0;
  for (let i = 0; i < lines.length; i++) if (lines.time[i]! >= from) kept[length++] = i;
  const ids = (column: Int32Array) => Int32Array.from({ length }, (_, i) => column[kept[i]!]!);
  const numbers = (column: Float64Array) => Float64Array.from({ length }, (_, i) => column[kept[i]!]!);
  return {
    length,
    customer: ids(lines.customer),
    order: ids(lines.order),
    product: ids(lines.product),
    country: ids(lines.country),
    time: numbers(lines.time),
    quantity: numbers(lines.quantity),
    unitPrice: numbers(lines.unitPrice),
  };
}
