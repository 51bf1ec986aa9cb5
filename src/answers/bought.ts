import { tableOfArrow } from "../pipeline/arrow-file";
import { CUSTOMER_COLUMN, type CustomerIds } from "./customer-table";
import { DamagedModelError } from "./damaged-model";
import type { Files } from "./model-files";
import type { OpenModel } from "./open-model";
import { type Product, productsOfModel } from "./products";

/** Every product of every order: who bought what, how often, how long ago. */
export class Bought {
  readonly #byId = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();

  /**
   * `products`: the model's, in the order of its file. Entries of the product at place p are those from `start[p]` up to
   * but not including `start[p + 1]`, by row of the customer table.
   */
  constructor(
    readonly products: readonly Product[],
    private readonly start: Int32Array,
    private readonly row: Int32Array,
    /** Days from the order to the day that the model knows the orders up to; 1 on that day, as in the customer table. */
    private readonly recencyDays: Int32Array,
  ) {
    for (const [place, { id, name }] of products.entries()) {
      known(this.#byId, id).push(place);
      if (name !== null) known(this.#byName, name).push(place);
    }
  }

  /** The places of the products that a rule calls so: by id, else by name, whatever the case. None if there is none. */
  places(idOrName: string): readonly number[] {
    const name = idOrName.toLowerCase();
    return this.#byId.get(name) ?? this.#byName.get(name) ?? [];
  }

  /** The orders with any of these products in the last so many days, by row of the customer table. */
  orders(places: readonly number[], days: number, rows: number): Uint32Array {
    const counts = new Uint32Array(rows);
    const { start, row, recencyDays } = this;
    for (const place of places)
      for (let i = start[place]!; i < start[place + 1]!; i++) if (recencyDays[i]! <= days) counts[row[i]!]!++;
    return counts;
  }
}

function known(places: Map<string, number[]>, text: string): number[] {
  const key = text.toLowerCase();
  const found = places.get(key) ?? [];
  places.set(key, found);
  return found;
}

const opened = new WeakMap<object, Promise<Bought | null>>();

/** What the customers of an open model bought; null if its files do not tell, or it is of an earlier release. Read once. */
export function boughtOfModel(
  files: Files,
  artifactPrefix: string,
  model: Pick<OpenModel, "customers">,
): Promise<Bought | null> {
  let bought = opened.get(model);
  if (!bought) {
    bought = readBought(files, artifactPrefix, model);
    opened.set(model, bought);
    bought.catch(() => opened.delete(model));
  }
  return bought;
}

async function readBought(
  files: Files,
  artifactPrefix: string,
  model: Pick<OpenModel, "customers">,
): Promise<Bought | null> {
  const bytes = await files.blobs.read(`${artifactPrefix}/purchases.arrow`);
  const products = bytes && (await productsOfModel(files, artifactPrefix, model));
  if (!products) return null;
  try {
    return byProduct(bytes, products.all, model.customers.ids);
  } catch (error) {
    throw new DamagedModelError(error);
  }
}

/** A dictionary column: `key` is the place of a row's value in the dictionary. */
interface IdColumn {
  at(row: number): string;
  key(row: number): number;
}

/** Sorts the entries by product, and within it as they are: by customer, in the order of `ids`. */
function byProduct(bytes: Uint8Array, products: readonly Product[], ids: CustomerIds): Bought {
  const table = tableOfArrow(bytes);
  const numbers = (name: string) =>
    (table.column(name) as unknown as { toArray(): ArrayLike<number> }).toArray();
  const [product, recency] = [numbers("product"), numbers("recency_days")];
  const id = table.column(CUSTOMER_COLUMN) as unknown as IdColumn;
  const start = new Int32Array(products.length + 1);
  for (let i = 0; i < product.length; i++) start[product[i]! + 1]!++;
  for (let p = 0; p < products.length; p++) start[p + 1]! += start[p]!;
  const next = start.slice();
  const rows = new Int32Array(product.length);
  const recencyDays = new Int32Array(product.length);
  let [row, key] = [-1, -1];
  for (let i = 0; i < product.length; i++) {
    if (id.key(i) !== key) {
      key = id.key(i);
      const customer = id.at(i);
      do row++;
      while (row < ids.length && ids.at(row) !== customer);
      if (row === ids.length)
        throw new RangeError("the purchases belong to other customers than the model's");
    }
    const at = next[product[i]!]!++;
    rows[at] = row;
    recencyDays[at] = recency[i]!;
  }
  return new Bought(products, start, rows, recencyDays);
}
