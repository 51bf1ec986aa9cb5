import type { ByteDictionary } from "../bytes/byte-dictionary";
import type { Kernel } from "../kernel/kernel";
import { longestNobody, markNobodyShapes } from "../profiles/nobody";
import { type AmountRole, blockRows, type RowBlock, type RowColumns, type WordRole } from "./row-block";

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
 * `OrderRows` all others; a full block is copied out.
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

  /** A copy of the first `length` rows. */
  copy(length: number, priceUnit: Uint8Array | null): RowBlock {
    const { words, amounts, ...columns } = this.columns;
    const copies = { words: {}, amounts: {} } as Pick<RowBlock, "words" | "amounts">;
    for (const [role] of this.#words) copies.words[role] = words[role]!.slice(0, length);
    for (const [role] of this.#amounts) {
      const { value, kind } = amounts[role]!;
      copies.amounts[role] = { value: value.slice(0, length), kind: kind.slice(0, length) };
    }
    return {
      length,
      verdict: new Uint8Array(length),
      priceUnit: priceUnit === null ? null : priceUnit.slice(0, length),
      row: columns.row.slice(0, length),
      customer: columns.customer.slice(0, length),
      order: columns.order.slice(0, length),
      product: columns.product.slice(0, length),
      country: columns.country.slice(0, length),
      moment: columns.moment.slice(0, length),
      momentKind: columns.momentKind.slice(0, length),
      quantity: columns.quantity.slice(0, length),
      quantityKind: columns.quantityKind.slice(0, length),
      price: columns.price.slice(0, length),
      priceKind: columns.priceKind.slice(0, length),
      restLow: columns.restLow.slice(0, length),
      restHigh: columns.restHigh.slice(0, length),
      ...copies,
    };
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
