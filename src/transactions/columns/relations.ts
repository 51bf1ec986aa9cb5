import type { ColumnFacts } from "./column-facts";

/** How the values of one column hang on those of another, over the rows of a sample in which both are filled. */
interface Dependence {
  /** Groups of the first column with two rows or more. */
  readonly groups: number;
  /** Share (0 to 1) of them in which the second column has one value; 1 where there are none. */
  readonly constant: number;
}

/** Whether `inner` is constant within the values of `outer`, as a customer is within an order. */
export function dependence(outer: ColumnFacts, inner: ColumnFacts): Dependence {
  const first = new Int32Array(outer.distinct).fill(-1);
  const rows = new Int32Array(outer.distinct);
  const varies = new Uint8Array(outer.distinct);
  for (let row = 0; row < outer.ids.length; row++) {
    const group = outer.ids[row]!;
    const value = inner.ids[row]!;
    if (group < 0 || value < 0) continue;
    rows[group]!++;
    if (first[group]! < 0) first[group] = value;
    else if (first[group] !== value) varies[group] = 1;
  }
  let groups = 0;
  let constant = 0;
  for (let group = 0; group < rows.length; group++) {
    if (rows[group]! < 2) continue;
    groups++;
    if (varies[group] === 0) constant++;
  }
  return { groups, constant: groups === 0 ? 1 : constant / groups };
}

/** Distinct values of `column` that occur with two values of `moment` or more: people who come back. */
export function comingBack(column: ColumnFacts, moment: ColumnFacts): number {
  const first = new Int32Array(column.distinct).fill(-1);
  const back = new Uint8Array(column.distinct);
  for (let row = 0; row < column.ids.length; row++) {
    const id = column.ids[row]!;
    const when = moment.ids[row]!;
    if (id < 0 || when < 0) continue;
    if (first[id]! < 0) first[id] = when;
    else if (first[id] !== when) back[id] = 1;
  }
  return back.reduce((sum, flag) => sum + flag, 0);
}

/** Whether an id is another one in every row, and many rows are of one customer and one moment: then it numbers lines, not orders. */
export function isRowNumber(id: ColumnFacts, customer: ColumnFacts, moment: ColumnFacts): boolean {
  if (id.distinct < id.filled || id.filled < 20) return false;
  const seen = new Set<number>();
  let repeated = 0;
  for (let row = 0; row < id.ids.length; row++) {
    const [who, when] = [customer.ids[row]!, moment.ids[row]!];
    if (who < 0 || when < 0) continue;
    const pair = who * moment.distinct + when;
    if (seen.has(pair)) repeated++;
    else seen.add(pair);
  }
  return repeated > 0.15 * id.filled;
}

/** Whether the dates of one column are before those of another in nearly all rows. To be asked of dates that sort as text. */
export function isBefore(first: ColumnFacts, second: ColumnFacts): boolean {
  let told = 0;
  let before = 0;
  for (let row = 0; row < first.ids.length; row++) {
    const [a, b] = [first.texts[first.ids[row]!], second.texts[second.ids[row]!]];
    if (a === undefined || b === undefined || a === b) continue;
    if (!/^\d{4}-\d\d-\d\d/.test(a) || !/^\d{4}-\d\d-\d\d/.test(b)) return false;
    told++;
    if (a < b) before++;
  }
  return told >= 5 && before > 0.9 * told;
}

/**
 * Share (0 to 1) of the rows with a quantity other than 1 in which quantity × price is the amount, to half a cent a unit;
 * NaN where fewer than five rows tell.
 */
export function isProduct(quantity: ColumnFacts, price: ColumnFacts, amount: ColumnFacts): number {
  let told = 0;
  let equal = 0;
  for (let row = 0; row < quantity.values.length; row++) {
    const q = quantity.values[row]!;
    const expected = q * price.values[row]!;
    const found = amount.values[row]!;
    if (q === 1 || q === 0 || !Number.isFinite(expected) || !Number.isFinite(found) || found === 0) continue;
    told++;
    if (Math.abs(Math.abs(expected) - Math.abs(found)) <= 0.006 * Math.max(1, Math.abs(q)) + 1e-6) equal++;
  }
  return told < 5 ? Number.NaN : equal / told;
}

/**
 * Whether a "price" grows with the quantity of its line, and so is the amount of the line: of the products that were
 * bought in several quantities, the share (0 to 1) whose amount a unit stays the same where the price does not. NaN where
 * fewer than five pairs of rows tell.
 */
export function growsWithQuantity(product: ColumnFacts, quantity: ColumnFacts, price: ColumnFacts): number {
  const first = new Int32Array(product.distinct).fill(-1);
  let told = 0;
  let grows = 0;
  for (let row = 0; row < product.ids.length; row++) {
    const id = product.ids[row]!;
    const q = quantity.values[row]!;
    const p = price.values[row]!;
    if (id < 0 || !(q > 0) || !(p > 0)) continue;
    if (first[id]! < 0) first[id] = row;
    const other = first[id]!;
    const [otherQ, otherP] = [quantity.values[other]!, price.values[other]!];
    if (otherQ === q) continue;
    const sameUnit = Math.abs(p / q - otherP / otherQ) <= 0.011;
    const samePrice = Math.abs(p - otherP) <= 0.006;
    if (sameUnit === samePrice) continue;
    told++;
    if (sameUnit) grows++;
  }
  return told < 5 ? Number.NaN : grows / told;
}

/**
 * Whether `line` numbers the lines of `order`: it is on every row, and each number of an order stands for one product. A row that has
 * both again is the same line, joined with another table.
 */
export function numbersLines(line: ColumnFacts, order: ColumnFacts, product: ColumnFacts): boolean {
  const productOf = new Map<string, number>();
  let several = false;
  const lastOf = new Map<number, number>();
  for (let row = 0; row < line.ids.length; row++) {
    const number = line.ids[row]!;
    const id = order.ids[row]!;
    if (number < 0 || id < 0) return false;
    const key = `${id} ${number}`;
    const known = productOf.get(key);
    if (known !== undefined && known !== product.ids[row]) return false;
    productOf.set(key, product.ids[row]!);
    if ((lastOf.get(id) ?? number) !== number) several = true;
    lastOf.set(id, number);
  }
  return several;
}
