import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { resolveColumns } from "../../src/transactions/columns/resolve";
import { CsvTokenizer } from "../../src/transactions/formats/csv-tokenizer";
import { DataRows } from "../../src/transactions/formats/data-rows";
import { HeldBackRows } from "../../src/transactions/held-back-rows";
import { defaultReadLimits } from "../../src/transactions/limits";
import { OrderRows } from "../../src/transactions/lines/order-rows";
import type { RowBlock } from "../../src/transactions/lines/row-block";

const names = "Order,Date,SKU,Title,Qty,Price,Customer,Country,Discount,Status,Note";

/** Mostly `usual` cells, and every so often an odd one. */
const columns: readonly { usual: (n: number) => string; odd: readonly string[] }[] = [
  { usual: (n) => String(10_000 + (n >> 2)), odd: ["C10007", " 10003 ", '"10004"', "", "1e5"] },
  { usual: (n) => dateOf(n >> 2), odd: ["", "soon", " 3/4/2021 9:30", "5 Jan 2021", "3/4/21", "2021-02-30"] },
  { usual: (n) => `P${n % 97}`, odd: ['"P,5"', '"P""7"', '"P\n8"', "\t", "Ünter", "x".repeat(300)] },
  { usual: (n) => `Thing ${n % 31}`, odd: ['"a, b"', '"say ""so"""', "T\xe4sse", "Dose €", '5" pipe', ""] },
  { usual: (n) => String(1 + (n % 9)), odd: ["-2", "0", "", "1.5", "1,5", "two", "1.000", "3 pcs", " 4 "] },
  {
    usual: (n) => `${n % 50}.${10 + (n % 80)}`,
    odd: ["-1.5", "$3.00", "", "free", "1e3", "9999999999999", "7"],
  },
  { usual: (n) => String(12_000 + (n % 400)), odd: ["", "guest", "n/a", "0", "A17", "12001.0", '"12002"'] },
  { usual: (n) => ["UK", "France", "Österreich"][n % 3]!, odd: ["", "\xd6sterreich", '"Korea, Rep."'] },
  { usual: (n) => (n % 5 === 0 ? "1.25" : ""), odd: ["-1", "0", "abc", "€2", "0.5"] },
  { usual: (n) => (n % 7 === 0 ? "shipped" : "paid"), odd: ["cancelled", "Refunded", "", " paid"] },
  { usual: (n) => (n % 11 === 0 ? "fragile" : ""), odd: ['"two\nlines"', "\xff\xfe", "ok"] },
];

function dateOf(n: number): string {
  const moment = new Date(Date.UTC(2021, 0, 5) + n * 7_000_000);
  const iso = moment.toISOString();
  if (n % 10 < 7)
    return `${moment.getUTCMonth() + 1}/${moment.getUTCDate()}/2021 ${moment.getUTCHours()}:${iso.slice(14, 16)}`;
  if (n % 10 === 7) return iso;
  return n % 10 === 8 ? `${iso.slice(0, 19)}+02:00` : `${iso.slice(0, 10)} 11:05 PM`;
}

/** `oddity`: the share of odd cells. In single bytes, so that letters beyond ASCII are no UTF-8. */
function randomTable(rows: number, oddity: number, random: Random): Uint8Array {
  const lines = [names];
  for (let n = 0; n < rows; n++) {
    const cells = columns.map(({ usual, odd }) =>
      random.uniform() < oddity ? odd[Math.floor(random.uniform() * odd.length)]! : usual(n),
    );
    if (random.uniform() < oddity / 4) cells.pop();
    if (random.uniform() < oddity / 4) cells.push("one more");
    const end = random.uniform() < oddity ? "\n\n" : random.uniform() < 0.5 ? "\r\n" : "\n";
    lines.push(cells.join(",") + end);
    if (random.uniform() < oddity / 4) lines.push(`${names}\n`);
  }
  const text = `${lines[0]}\n${lines.slice(1).join("")}`;
  const latin1 = random.uniform() < 0.5;
  return latin1 ? Buffer.from(text.replaceAll("€", "E"), "latin1") : Buffer.from(text);
}

/** Reads a table, in chunks of random sizes, with or without the kernel's help for plain rows. */
function readTable(bytes: Uint8Array, isHelped: boolean, random: Random) {
  let rows!: OrderRows;
  const held = new HeldBackRows({ rows: 200, bytes: 1 << 20 }, (header, sample) => {
    rows = new OrderRows(
      resolveColumns(header, sample, {
        customer_id: "Customer",
        order_id: "Order",
        order_datetime: "Date",
        product_id: "SKU",
        quantity: "Qty",
        unit_price: "Price",
        country: "Country",
        discount: "Discount",
        status: "Status",
        product_name: "Title",
        customer_name: "Note",
      }),
      1e9,
    );
    return rows;
  });
  const data = new DataRows(held);
  data.columns(names.split(","));
  const tokenizer = new CsvTokenizer(0x2c, defaultReadLimits, (fields) =>
    fields.row === 1 ? true : data.record(fields),
  );
  for (let at = 0; at < bytes.length; ) {
    const next = Math.min(bytes.length, at + 1 + Math.floor(random.uniform() * 9000));
    // The tokenizer may overwrite a chunk.
    tokenizer.write(Uint8Array.from(bytes.subarray(at, next)));
    if (isHelped) tokenizer.plain ??= data.plainRecords(0x2c, defaultReadLimits.maxRecordBytes);
    at = next;
  }
  tokenizer.end();
  held.end();
  rows.end();
  const dictionaries = {
    ...rows.words,
    c: rows.customers,
    o: rows.orders,
    p: rows.products,
    l: rows.countries,
  };
  const { precision, separator, firsts, counts, notations } = rows.dates;
  return {
    helped: tokenizer.plain !== null,
    read: {
      rows: [rows.rows, rows.malformed, rows.malformedRows, data.notes(), tokenizer.row],
      blocks: rows.blocks.map(inBits),
      texts: Object.entries(dictionaries).map(([role, dictionary]) => [role, dictionary.texts()]),
      labels: [
        Array.from({ length: rows.products.size }, (_, id) => rows.productNames!.text(id)),
        Array.from({ length: rows.customers.size }, (_, id) => rows.customerNames!.text(id)),
      ],
      dates: { precision, separator, firsts, counts, notations },
      numbers: [rows.quantities, rows.prices, rows.amounts.discount].map((column) => [
        column?.counts,
        column?.firsts,
        column?.units,
        column?.unitCounts,
      ]),
      samples: [
        rows.dateSamples,
        rows.quantitySamples,
        rows.priceSamples,
        rows.quantitiesBelow,
        rows.pricesBelow,
      ].map((samples) => Array.from({ length: tokenizer.row }, (_, row) => samples.get(row)).join("|")),
      encodings: [rows.encodings.name, rows.encodings.note],
    },
  };
}

/** Numbers as their bits, since arrays with NaN are never equal. */
function inBits(block: RowBlock) {
  const bits = ({ buffer }: Float64Array) => new BigInt64Array(buffer);
  const { value, kind } = block.amounts.discount!;
  return {
    ...block,
    moment: bits(block.moment),
    quantity: bits(block.quantity),
    price: bits(block.price),
    amounts: [bits(value), kind],
  };
}

test.each([0, 0.001, 0.01, 0.2])(
  "rows that the kernel reads are read as the others are, with %d of the cells odd",
  (oddity) => {
    const random = new Random(7);
    for (const rows of [300, 5000, 70_000]) {
      const table = randomTable(rows, oddity, random);
      const alone = readTable(table, false, random);
      const helped = readTable(table, true, random);
      expect(helped.helped).toBe(true);
      for (const part of Object.keys(alone.read) as (keyof typeof alone.read)[])
        expect([part, helped.read[part]]).toEqual([part, alone.read[part]]);
    }
  },
);
