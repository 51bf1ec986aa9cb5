import type { ByteDictionary } from "../bytes/byte-dictionary";
import type { Kernel } from "../kernel/kernel";
import { longestNobody, markNobodyShapes } from "../profiles/nobody";
import { NumberCells } from "./number-cells";
import {
  type AmountRole,
  blockRows,
  type Items,
  type OrderWordRole,
  type RowBlock,
  type RowColumns,
  type Runs,
  type WordRole,
} from "./row-block";
import { RowGroups, type RowKey } from "./row-groups";

/** Which columns of a record hold what; −1 if none does. */
export interface BlockPlan {
  readonly width: number;
  readonly date: number;
  readonly quantity: number;
  readonly price: number;
  readonly ids: Readonly<Record<IdColumn, readonly [column: number, ByteDictionary]>>;
  readonly words: readonly (readonly [WordRole, column: number, ByteDictionary])[];
  readonly amounts: readonly (readonly [AmountRole, column: number])[];
  /** Columns of texts beside ids. */
  readonly labels: readonly {
    readonly column: number;
    readonly beside: LabelledIds;
    readonly texts: ByteDictionary;
  }[];
  readonly rest: readonly number[];
}

/** Ids that may have a text beside them. */
export type LabelledIds = "customer" | "product" | "email";

const idColumns = ["customer", "order", "product", "country"] as const;
type IdColumn = (typeof idColumns)[number];

/** Where a column of numbers lies in the kernel's memory: the values, then the kinds, then the flags of plain cells. */
const KINDS = 8 * blockRows;
const FLAGS = 9 * blockRows;
export const FLAG_BELOW = 8;

/**
 * The block that is being filled. Its columns lie in the kernel's memory, where the kernel writes plain rows and
 * `OrderRows` all others; a full block is copied out, with what its rows share kept once.
 */
export class OpenBlock {
  readonly #kernel: Kernel;
  readonly #row: number;
  readonly #ids: Readonly<Record<IdColumn, number>>;
  readonly #dates: number;
  readonly #quantity: number;
  readonly #price: number;
  readonly #words: readonly (readonly [WordRole, number])[];
  readonly #amounts: readonly (readonly [AmountRole, number])[];
  readonly #rest: number;
  readonly #groups: RowGroups;
  #columns: RowColumns | null = null;

  constructor(kernel: Kernel, plan: BlockPlan) {
    const { run } = kernel;
    this.#kernel = kernel;
    run.setTable(plan.width);
    run.setCustomer(plan.ids.customer[0]);
    this.#row = run.rowsAt();
    const idsOf = (name: IdColumn) => {
      const [column, dictionary] = plan.ids[name];
      return column < 0 ? -1 : run.addDictionary(column, dictionary.at);
    };
    this.#ids = {
      customer: idsOf("customer"),
      order: idsOf("order"),
      product: idsOf("product"),
      country: idsOf("country"),
    };
    this.#dates = run.setDates(plan.date);
    this.#quantity = plan.quantity < 0 ? -1 : run.addNumbers(plan.quantity);
    this.#price = run.addNumbers(plan.price);
    this.#words = plan.words.map(([role, column, { at }]) => [role, run.addDictionary(column, at)]);
    this.#amounts = plan.amounts.map(([role, column]) => [role, run.addNumbers(column)]);
    const email = this.#words.find(([role]) => role === "email")?.[1];
    for (const { column, beside, texts } of plan.labels)
      run.addLabels(column, beside === "email" ? email! : this.#ids[beside], texts.at);
    if (plan.labels.length > 0) {
      const shapes = run.setShapes(longestNobody);
      markNobodyShapes(kernel.bytes.subarray(shapes, shapes + ((longestNobody + 1) << 10)));
    }
    const rest = run.allocate(4 * plan.rest.length);
    kernel.words.set(plan.rest, rest >>> 2);
    this.#rest = run.setRest(rest, plan.rest.length);
    this.#groups = new RowGroups(kernel);
  }

  /** The columns to write to. Void once the kernel's memory has grown: ask again after each call of it. */
  get columns(): RowColumns {
    if (this.#columns === null || this.#columns.row.length === 0) this.#columns = this.#views();
    return this.#columns;
  }

  /** By kind of date, then by year from 1900: 1 if the kernel may read such cells by itself. */
  get dateFlags(): number {
    return this.#dates + FLAGS;
  }

  /** By kind of number, and at `FLAG_BELOW` for those of zero and below, the same; −1 if there is no such column. */
  get quantityFlags(): number {
    return this.#quantity < 0 ? -1 : this.#quantity + FLAGS;
  }

  get priceFlags(): number {
    return this.#price + FLAGS;
  }

  amountFlags(at: number): number {
    return this.#amounts[at]![1] + FLAGS;
  }

  /** A copy of the first `length` rows, with what rows share kept once. */
  copy(length: number, priceUnit: Uint8Array | null): RowBlock {
    const amounts: RowBlock["amounts"] = {};
    for (const [role, at] of this.#amounts) amounts[role] = this.#numbers(at, length);
    return {
      length,
      ...this.#runs(length),
      ...this.#items(length),
      quantity: this.#numbers(this.#quantity, length),
      price: this.#numbers(this.#price, length),
      amounts,
      verdict: new Uint8Array(length),
      priceUnit: priceUnit === null ? null : priceUnit.slice(0, length),
      filled: null,
    };
  }

  #items(length: number): Pick<RowBlock, "item" | "items"> {
    const { product } = this.#ids;
    const name = this.#words.find(([role]) => role === "product_name")?.[1] ?? -1;
    const [low, high] = [this.#rest, this.#rest + 4 * blockRows];
    const alike = this.#groups.equal(length, [product, name, low, high].map(ids));
    const items: Items = {
      product: alike.ids(product),
      name: name < 0 ? null : alike.ids(name),
      restLow: alike.ids(low),
      restHigh: alike.ids(high),
    };
    return { item: alike.of, items };
  }

  #runs(length: number): Pick<RowBlock, "run" | "runs"> {
    const { customer, order, country } = this.#ids;
    const words = this.#words.filter((word): word is [OrderWordRole, number] => word[0] !== "product_name");
    const kinds = this.#dates + KINDS;
    const alike = this.#groups.runs(length, [
      ...[customer, order, country, ...words.map(([, at]) => at)].map(ids),
      { at: this.#dates, bytes: 8 },
      { at: kinds, bytes: 1 },
    ]);
    const runs: Runs = {
      length: alike.count,
      start: alike.starts(length),
      row: alike.ids(this.#row),
      customer: alike.ids(customer),
      order: alike.ids(order),
      country: alike.ids(country),
      moment: alike.numbers(this.#dates),
      momentKind: alike.bytes(kinds),
      words: Object.fromEntries(words.map(([role, at]) => [role, alike.ids(at)])),
    };
    return { run: alike.of, runs };
  }

  #numbers(at: number, length: number): NumberCells {
    if (at < 0) return new NumberCells(new Uint16Array(length), Float64Array.of(1), Uint8Array.of(1));
    const kinds = at + KINDS;
    const alike = this.#groups.equal(length, [
      { at, bytes: 8 },
      { at: kinds, bytes: 1 },
    ]);
    return new NumberCells(alike.of, alike.numbers(at), alike.bytes(kinds));
  }

  #views(): RowColumns {
    const { buffer } = this.#kernel.bytes;
    const ids = (at: number) =>
      at < 0 ? new Int32Array(blockRows).fill(-1) : new Int32Array(buffer, at, blockRows);
    const numbers = (at: number) => ({
      value: at < 0 ? new Float64Array(blockRows).fill(1) : new Float64Array(buffer, at, blockRows),
      kind: at < 0 ? new Uint8Array(blockRows).fill(1) : new Uint8Array(buffer, at + KINDS, blockRows),
    });
    const dates = numbers(this.#dates);
    const quantity = numbers(this.#quantity);
    const price = numbers(this.#price);
    return {
      row: ids(this.#row),
      customer: ids(this.#ids.customer),
      order: ids(this.#ids.order),
      product: ids(this.#ids.product),
      country: ids(this.#ids.country),
      moment: dates.value,
      momentKind: dates.kind,
      quantity: quantity.value,
      quantityKind: quantity.kind,
      price: price.value,
      priceKind: price.kind,
      restLow: ids(this.#rest),
      restHigh: ids(this.#rest + 4 * blockRows),
      words: Object.fromEntries(this.#words.map(([role, at]) => [role, ids(at)])),
      amounts: Object.fromEntries(this.#amounts.map(([role, at]) => [role, numbers(at)])),
    };
  }
}

function ids(at: number): RowKey {
  return { at, bytes: 4 };
}
