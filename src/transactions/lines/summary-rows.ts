import type { ByteDictionary } from "../bytes/byte-dictionary";
import type { Warning } from "../cleaning-report";
import { isOtherProduct } from "../profiles/other-products";
import type { OrderRows } from "./order-rows";
import type { RowBlock } from "./row-block";
import { kept, verdictOf } from "./verdict";

const notGoods = verdictOf("not_goods");
/** Share by which a sum may miss its amounts. */
const slack = 0.005;

/** How the label of a row of totals begins. */
export const totalWords =
  /^(?:grand|sub)?[\s-]*(?:total|sum|summe|gesamt|gesamtsumme|zwischensumme|totale|totaal|insgesamt|suma)\b/i;

/** What they begin with in ASCII, in small letters: most ids need not be decoded. */
const totalBytes: ReadonlySet<number> = new Set(Buffer.from("gstzi- "));

/**
 * Marks rows of totals below or between the orders: their customer or order is a word such as "Total", and they are
 * worth as much as all rows before them, or as those since the last such row. Needs resolved amounts and ids that are
 * still dictionary ids. Returns their number.
 */
export function markTotalRows(rows: OrderRows, isUnitPrice: boolean): number {
  const named = (dictionary: ByteDictionary) => {
    const flags = new Uint8Array(dictionary.size);
    for (const id of dictionary.oddIds("number")) {
      dictionary.visitBytes(id, (bytes, start) => {
        const byte = bytes[start]!;
        if ((byte >= 0x80 || totalBytes.has(byte | 0x20)) && totalWords.test(dictionary.text(id)))
          flags[id] = 1;
      });
    }
    return flags;
  };
  const customers = named(rows.customers);
  const orders = named(rows.orders);
  if (!customers.includes(1) && !orders.includes(1)) return 0;
  let all = 0;
  let since = 0;
  let marked = 0;
  for (const { length, run, runs, quantity, price, verdict } of rows.blocks)
    for (let i = 0; i < length; i++) {
      const worth = isUnitPrice ? quantity.at(i) * price.at(i) : price.at(i);
      const isNamed = customers[runs.customer[run[i]!]!] === 1 || orders[runs.order[run[i]!]!] === 1;
      if (isNamed && verdict[i] === kept && [all, since].some((sum) => isAbout(worth, sum))) {
        verdict[i] = notGoods;
        since = 0;
        marked++;
      } else if (!Number.isNaN(worth)) {
        all += worth;
        since += worth;
      }
    }
  return marked;
}

/** Marks rows whose product is shipping, a tip or payment; known systems mark them otherwise. Warns if there are any. */
export function markOtherRows(rows: OrderRows): Warning[] {
  const { plan, products, words } = rows;
  if (plan.index.product_id < 0 || plan.profile !== null) return [];
  const found = [
    { role: "product_id", dictionary: products, ids: ({ items }: RowBlock) => items.product },
    {
      role: "product_name",
      dictionary: words.product_name,
      ids: ({ items }: RowBlock) => items.name!,
    },
  ] as const;
  let marked = 0;
  let sample: { column?: string; value: string } | null = null;
  for (const { role, dictionary, ids } of found) {
    if (dictionary === undefined) continue;
    const other = Uint8Array.from({ length: dictionary.size }, (_, id) =>
      isOtherProduct(dictionary.text(id)) ? 1 : 0,
    );
    if (!other.includes(1)) continue;
    const column = plan.mapping[role];
    sample ??= { ...(column !== undefined && { column }), value: dictionary.text(other.indexOf(1)) };
    for (const block of rows.blocks) {
      const product = ids(block);
      for (let i = 0; i < block.length; i++)
        if (other[product[block.item[i]!]!] === 1 && block.verdict[i] === kept) {
          block.verdict[i] = notGoods;
          marked++;
        }
    }
  }
  if (sample === null) return [];
  return [
    {
      code: "not_products",
      message: `${marked.toLocaleString("en")} rows have ${JSON.stringify(sample.value)} or the like in ${JSON.stringify(sample.column)}. They were left out, because shipping, tips, gift cards and payments are not products.`,
      rows: marked,
      samples: [{ row: 0, ...sample }],
    },
  ];
}

/**
 * Marks rows that sum the items of their order, as eBay writes them: without a product, among rows with one, and worth
 * as much as those together. Needs resolved amounts, not yet divided. `isUnitPrice`: the price is that of one unit.
 * Returns their number.
 */
export function markSummaryRows(rows: OrderRows, orders: number, isUnitPrice: boolean): number {
  if (rows.plan.index.product_id < 0 || rows.plan.index.order_id < 0) return 0;
  const named = Uint8Array.from({ length: rows.products.size }, (_, id) =>
    rows.products.text(id) === "" ? 0 : 1,
  );
  if (named.every((flag) => flag === 1)) return 0;
  const items = new Float64Array(orders);
  const has = new Uint8Array(orders);
  const worth = (q: number, p: number) => (isUnitPrice ? q * p : p);
  const isNamed = ({ item, items: { product } }: RowBlock, i: number) => named[product[item[i]!]!] === 1;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const id = block.runs.order[block.run[i]!]!;
      if (id < 0 || !isNamed(block, i)) continue;
      has[id] = 1;
      items[id]! += worth(block.quantity.at(i), block.price.at(i));
    }
  let marked = 0;
  for (const block of rows.blocks)
    for (let i = 0; i < block.length; i++) {
      const id = block.runs.order[block.run[i]!]!;
      if (id < 0 || has[id] === 0 || isNamed(block, i) || block.verdict[i] !== kept) continue;
      const price = block.price.at(i);
      const sums = [price, worth(block.quantity.at(i), price)].some((sum) => isAbout(sum, items[id]!));
      if (!sums && !Number.isNaN(price) && price !== 0) continue;
      block.verdict[i] = notGoods;
      marked++;
    }
  return marked;
}

function isAbout(found: number, sum: number): boolean {
  return Math.abs(found - sum) <= slack * Math.abs(sum) + 0.011;
}
