import { InputError } from "../../errors";
import { isoDay } from "../../time";
import { isJsonInteger } from "../../transactions/lines/id-list";
import { selectLines } from "../../transactions/lines/line-table";
import { sortedPositions } from "../../transactions/lines/sort-lines";
import type { OrderLines, Transactions } from "../../transactions/transactions";
import {
  all,
  call,
  choose,
  column,
  countOf,
  type Expression,
  equal,
  isGiven,
  isOneOf,
  matches,
  noText,
  not,
  number,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import { withKnown } from "./report";
import type { Understanding } from "./understand";

/** Customers are told apart by three hexadecimal digits of a hash, which groups of slots make buckets of. */
export const SLOTS = 4096;
const mostLabels = 5_000_000;

const hex = (slot: number) => slot.toString(16).padStart(3, "0");

/** What the lines of a slot hold. */
export interface Slot {
  readonly lines: number;
  readonly customers: number;
}

/** One row for each customer, order, moment and product, purchases apart from returns. */
export async function collapsed({ ask, ledger }: Understanding): Promise<Rows> {
  const rows = withKnown(ledger)
    .where(all(isGiven(column("who")), equal(column("is_known"), number(1))))
    .group(
      {
        who: column("who"),
        order_key: column("order_key"),
        at: column("at"),
        product_id: column("product_id"),
        country_id: column("country_id"),
        is_sale: column("is_sale"),
      },
      {
        order_number: call("min", column("order_number")),
        quantity: call("sum", column("quantity")),
        value: call("sum", column("value")),
        lines: call("count"),
      },
    )
    .with({ slot: call("part", call("digest", column("who")), number(1), number(3)) });
  return ask.kept(rows);
}

/** By slot: lines and customers, of those that have any; and whether every customer id is a whole number. */
export async function slotsOf(ask: Asker, bought: Rows): Promise<{ slots: Slot[]; numeric: boolean }> {
  const slots = Array.from({ length: SLOTS }, (): Slot => ({ lines: 0, customers: 0 }));
  const isNumber = all(
    matches(column("who"), "^(0|[1-9][0-9]{0,15})$"),
    call("<=", call("digitsToNumber", numeralOf(column("who"))), number(2 ** 53)),
  );
  const counted = bought.group(
    { slot: column("slot") },
    {
      lines: call("sum", column("lines")),
      customers: call("countDistinct", column("who")),
      texts: countOf(not(isNumber)),
    },
  );
  let numeric = true;
  for (const each of await ask.rows(counted, "slot", "lines", "customers", "texts")) {
    slots[Number.parseInt(String(each.slot), 16)] = {
      lines: Number(each.lines),
      customers: Number(each.customers),
    };
    numeric &&= Number(each.texts) === 0;
  }
  return { slots, numeric };
}

/** A text of digits as it is, for any other a zero: conditions are not always asked in their order. */
function numeralOf(value: Expression): Expression {
  return choose([[matches(value, "^[0-9]{1,16}$"), value]], text("0"));
}

/** In how many buckets no more than `most` lines meet; a power of two. Throws InputError for another number of them. */
export function bucketCount(slots: readonly Slot[], most: number, chosen: number | undefined): number {
  if (chosen !== undefined) {
    if (!Number.isInteger(Math.log2(chosen)) || chosen < 1 || chosen > SLOTS)
      throw new InputError(`The customers can be divided into 1, 2, 4 … ${SLOTS} buckets, not ${chosen}.`);
    return chosen;
  }
  for (let buckets = 1; buckets < SLOTS; buckets *= 2)
    if (bucketed(slots, buckets).every(({ lines }) => lines <= most)) return buckets;
  return SLOTS;
}

/** The slots of each bucket together. */
export function bucketed(slots: readonly Slot[], buckets: number): Slot[] {
  const size = SLOTS / buckets;
  return Array.from({ length: buckets }, (_, bucket) =>
    slots
      .slice(bucket * size, (bucket + 1) * size)
      .reduce((sum, slot) => ({ lines: sum.lines + slot.lines, customers: sum.customers + slot.customers }), {
        lines: 0,
        customers: 0,
      }),
  );
}

/** Products and countries of all lines, sorted by their texts, and the products' names. */
export async function listsOf(
  known: Understanding,
): Promise<Pick<Transactions, "products" | "countries" | "productNames">> {
  const { ask, cells, ledger } = known;
  const distinct = async (name: string) => {
    const values = ledger.where(isGiven(column(name))).group({ value: column(name) }, {});
    return (await ask.rows(values.first(mostLabels, "value"), "value"))
      .map(({ value }) => String(value))
      .sort();
  };
  const products = cells.plan.index.product_id < 0 ? [] : await distinct("product_id");
  const countries = cells.plan.index.country < 0 ? [] : await distinct("country_id");
  if (cells.plan.index.product_name < 0 || products.length === 0)
    return { products, countries, productNames: null };
  const title = choose([[isOneOf(column("title"), [""]), noText]], column("title"));
  const names = new Map(
    (
      await ask.rows(
        known.judged
          .where(isGiven(column("product_id")))
          .group({ product_id: column("product_id") }, { title: call("min", title) }),
        "product_id",
        "title",
      )
    ).map((each) => [String(each.product_id), each.title === null ? null : String(each.title)] as const),
  );
  return { products, countries, productNames: products.map((product) => names.get(product) ?? null) };
}

/** What a part has besides its own lines. */
type Shared = Pick<
  Transactions,
  "numericCustomerIds" | "products" | "countries" | "productNames" | "hasProducts" | "report"
>;

function within(bucket: number, buckets: number): Expression {
  const size = SLOTS / buckets;
  return all(
    call(">=", column("slot"), text(hex(bucket * size))),
    call("<=", column("slot"), text(hex((bucket + 1) * size - 1))),
  );
}

/** Fetches the lines of a bucket. */
export async function partOf(
  known: Understanding,
  bought: Rows,
  bucket: number,
  buckets: number,
  shared: Shared,
): Promise<Transactions> {
  const names = [
    ...["who", "order_key", "at", "product_id", "country_id", "is_sale"],
    ...["order_number", "quantity", "value", "lines"],
  ];
  const rows = bought
    .where(within(bucket, buckets))
    .select(Object.fromEntries(names.map((name) => [name, column(name)])))
    .sorted("who", "at", "order_key", "product_id", "country_id");
  const lines = new Gathered(shared);
  const returns = new Gathered(shared);
  const people = new Map<string, number>();
  const orders = new Map<string, number>();
  const orderTexts: string[] = [];
  for await (const { length, columns } of known.ask.batches(rows)) {
    const [who, key, at, product, country, isSale, orderNumber, quantity, value, count] = columns as [
      ...(readonly (string | number | null)[])[],
    ];
    for (let i = 0; i < length; i++) {
      const customer = numberIn(people, String(who![i]));
      const moment = Number(at![i]);
      const named = key![i] === null ? `\u001f${who![i]}\u001f${moment}` : String(key![i]);
      const order = numberIn(orders, named);
      if (order === orderTexts.length)
        orderTexts.push(
          key![i] === null
            ? `${who![i]} ${new Date(moment).toISOString()}`
            : `${orderNumber![i]}${known.byDay ? ` ${isoDay(moment)}` : ""}`,
        );
      const table = Number(isSale![i]) === 1 ? lines : returns;
      table.add(
        customer,
        order,
        product![i]!,
        country![i]!,
        moment,
        Number(quantity![i]),
        Number(value![i]),
        Number(count![i]),
      );
    }
  }
  const { texts, numbers } = sortedIds([...people.keys()], shared.numericCustomerIds);
  const labels = await labelsOf(known, bucket, buckets, texts);
  return {
    lines: lines.table(numbers, texts.length),
    returns: returns.table(numbers, texts.length),
    customers: texts,
    orders: { length: orderTexts.length, at: (order) => orderTexts[order] },
    ...labels,
    ...shared,
  };
}

/** Names and addresses of customers, where the query has them. */
async function labelsOf(
  { ask, cells, judged }: Understanding,
  bucket: number,
  buckets: number,
  customers: readonly string[],
): Promise<Pick<Transactions, "customerNames" | "customerEmails">> {
  const hasEmails = cells.words.includes("email");
  if (!cells.hasNames && !hasEmails) return { customerNames: null, customerEmails: null };
  const name = column("name");
  const isNamed = all(
    isGiven(name),
    not(isOneOf(call("lower", name), ["", " ", "nan", "null", "none", "n/a"])),
  );
  const people = judged
    .where(isGiven(column("who")))
    .group(
      { who: column("who") },
      {
        name: call("min", choose([[isNamed, call("trim", name)]], noText)),
        address: hasEmails ? call("min", column("address")) : noText,
      },
    )
    .with({ slot: call("part", call("digest", column("who")), number(1), number(3)) })
    .where(within(bucket, buckets));
  const found = new Map(
    (await ask.rows(people, "who", "name", "address")).map((each) => [String(each.who), each] as const),
  );
  const texts = (what: "name" | "address") => {
    const list = customers.map((customer) => {
      const value = found.get(customer)?.[what];
      return value == null ? null : String(value);
    });
    return list.every((each) => each === null) ? null : list;
  };
  return { customerNames: texts("name"), customerEmails: hasEmails ? texts("address") : null };
}

function numberIn(known: Map<string, number>, key: string): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, known.size);
  return known.size - 1;
}

/** Ids in the order of the local reader: by value if all are whole numbers, else by code units. `numbers`: old → new. */
function sortedIds(ids: readonly string[], numeric: boolean): { texts: string[]; numbers: Int32Array } {
  const order = ids.map((_, i) => i);
  if (numeric && ids.every(isJsonInteger)) order.sort((a, b) => Number(ids[a]) - Number(ids[b]));
  else order.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  const numbers = new Int32Array(ids.length);
  order.forEach((id, i) => {
    numbers[id] = i;
  });
  return { texts: order.map((id) => ids[id]!), numbers };
}

/**
 * Lines as they come. A row that stands for several lines becomes as many, each with its share of the units: what is
 * counted by lines stays as it was.
 */
class Gathered {
  readonly #customer: number[] = [];
  readonly #order: number[] = [];
  readonly #product: number[] = [];
  readonly #country: number[] = [];
  readonly #time: number[] = [];
  readonly #quantity: number[] = [];
  readonly #unitPrice: number[] = [];
  readonly #products: ReadonlyMap<string, number>;
  readonly #countries: ReadonlyMap<string, number>;

  constructor({ products, countries }: Shared) {
    this.#products = new Map(products.map((text, i) => [text, i]));
    this.#countries = new Map(countries.map((text, i) => [text, i]));
  }

  add(
    customer: number,
    order: number,
    product: string | number | null,
    country: string | number | null,
    time: number,
    quantity: number,
    value: number,
    lines: number,
  ): void {
    for (let line = 0; line < lines; line++) {
      this.#customer.push(customer);
      this.#order.push(order);
      this.#product.push(product === null ? -1 : this.#products.get(String(product))!);
      this.#country.push(country === null ? -1 : this.#countries.get(String(country))!);
      this.#time.push(time);
      this.#quantity.push(quantity / lines);
      this.#unitPrice.push(value / quantity);
    }
  }

  /** Sorted by customer, then time, then order. `numbers`: customer → its place among all. */
  table(numbers: Int32Array, customers: number): OrderLines {
    const length = this.#time.length;
    const unsorted = {
      length,
      customer: Int32Array.from(this.#customer, (customer) => numbers[customer]!),
      order: Int32Array.from(this.#order),
      product: Int32Array.from(this.#product),
      country: Int32Array.from(this.#country),
      time: Float64Array.from(this.#time),
      quantity: Float64Array.from(this.#quantity),
      unitPrice: Float64Array.from(this.#unitPrice),
    };
    const positions = sortedPositions(unsorted, customers);
    return selectLines(unsorted, positions);
  }
}
