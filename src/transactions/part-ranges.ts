import { LINE_BYTES } from "./spill/stored-lines";

/** A part takes at most this share of the budget: whoever works on one needs room for what is made of it. */
const PART_SHARE = 1 / 8;

/** The lines that a part may have. `budgetBytes`: what the rows and lines of a data set may take in memory. */
export function linesOfPart(budgetBytes: number): number {
  return Math.floor((PART_SHARE * budgetBytes) / LINE_BYTES);
}

/**
 * Divides customers into ranges whose lines take an eighth of the budget at most; a customer with more is alone.
 * `lines`: of each customer, returns among them. Returns where each range begins, and the number of customers.
 */
export function rangesOf(lines: Int32Array, budgetBytes: number): number[] {
  const most = linesOfPart(budgetBytes);
  const starts = [0];
  let sum = 0;
  for (let customer = 0; customer < lines.length; customer++) {
    sum += lines[customer]!;
    if (sum <= most || customer === starts.at(-1)) continue;
    starts.push(customer);
    sum = lines[customer]!;
  }
  return [...starts, lines.length];
}
