import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { ReaderApart } from "../../src/transactions/apart/reader-apart";
import { textsIn } from "../../src/transactions/bytes/byte-dictionary";
import { resolveColumns } from "../../src/transactions/columns/resolve";
import { CsvTokenizer } from "../../src/transactions/formats/csv-tokenizer";
import { DataRows } from "../../src/transactions/formats/data-rows";
import { HeldBackRows } from "../../src/transactions/held-back-rows";
import { defaultReadLimits } from "../../src/transactions/limits";
import { OrderRows } from "../../src/transactions/lines/order-rows";
import { type RowBlock, rowNumber } from "../../src/transactions/lines/row-block";
import { mapping, names, randomTable } from "./random-table";
import { removeFilesAfterwards, temporaryFile } from "./temporary-files";

const LF = 0x0a;

removeFilesAfterwards();

/**
 * Reads a table, in chunks of random sizes: every row in JavaScript, with the kernel's help for plain rows, or so but
 * with the last half on another thread.
 */
async function readTable(bytes: Uint8Array, how: "alone" | "helped" | "divided", random: Random) {
  let rows!: OrderRows;
  const held = new HeldBackRows({ rows: 200, bytes: 1 << 20 }, (header, sample) => {
    rows = new OrderRows(resolveColumns(header, sample, mapping), 1e9, 2 ** 32, null);
    return rows;
  });
  const data = new DataRows(held);
  data.columns(names.split(","));
  const tokenizer = new CsvTokenizer(0x2c, defaultReadLimits, (fields) =>
    fields.row === 1 ? true : data.record(fields),
  );
  let at = 0;
  const feed = (isEnough: () => boolean) => {
    while (at < bytes.length && !isEnough()) {
      const anywhere = Math.min(bytes.length, at + 1 + Math.floor(random.uniform() * 9000));
      const next = how === "divided" ? bytes.indexOf(LF, anywhere) + 1 || bytes.length : anywhere;
      // The tokenizer may overwrite a chunk.
      tokenizer.write(Uint8Array.from(bytes.subarray(at, next)));
      if (how !== "alone") tokenizer.plain ??= data.plainRecords(0x2c, defaultReadLimits.maxRecordBytes);
      at = next;
    }
  };
  feed(
    () =>
      how === "divided" && tokenizer.plain !== null && at > bytes.length / 2 && tokenizer.isBetweenRecords,
  );
  const last = at < bytes.length ? await readRest(bytes, at, rows, tokenizer.row) : null;
  if (last === null) feed(() => false);
  else tokenizer.row = last;
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
    divided: last !== null,
    read: {
      rows: [rows.rows, rows.malformed, rows.malformedRows, data.notes(), tokenizer.row],
      blocks: inBits([...rows.blocks]),
      texts: Object.entries(dictionaries).map(([role, dictionary]) => [role, textsIn(dictionary.values())]),
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

/** Reads the rows from byte `start` on with another thread, and returns the number of the last; null if it leaves them. */
async function readRest(bytes: Uint8Array, start: number, rows: OrderRows, row: number) {
  const path = temporaryFile(bytes);
  const reader = new ReaderApart(defaultReadLimits, null);
  try {
    const part = { path, start, delimiter: 0x2c, names: names.split(",") };
    return await reader.begin(rows, part).append(row, () => {});
  } finally {
    await reader.end();
  }
}

/** All columns of the rows; numbers as their bits, since arrays with NaN are never equal. */
function inBits(blocks: readonly RowBlock[]) {
  const all = (of: (block: RowBlock, i: number) => number) => {
    const values = blocks.flatMap((block) => Array.from({ length: block.length }, (_, i) => of(block, i)));
    return Buffer.from(Float64Array.from(values).buffer).toString("base64");
  };
  const ofRuns = ["customer", "order", "country", "moment", "momentKind"] as const;
  const ofItems = ["product", "restLow", "restHigh"] as const;
  const ofNumbers = [
    ({ quantity }: RowBlock) => quantity,
    ({ price }: RowBlock) => price,
    ({ amounts }: RowBlock) => amounts.discount!,
  ];
  return {
    row: all(rowNumber),
    runs: ofRuns.map((name) => all(({ run, runs }, i) => runs[name][run[i]!]!)),
    status: all(({ run, runs }, i) => runs.words.status![run[i]!]!),
    items: ofItems.map((name) => all(({ item, items }, i) => items[name][item[i]!]!)),
    numbers: ofNumbers.flatMap((of) => [
      all((block, i) => of(block).at(i)),
      all((block, i) => of(block).kindAt(i)),
    ]),
    verdict: all(({ verdict }, i) => verdict[i]!),
    units: all(({ priceUnit }, i) => priceUnit?.[i] ?? 0),
  };
}

test.each([0, 0.001, 0.01, 0.2])(
  "rows that the kernel reads, on one thread or two, are read as the others are, with %d of the cells odd",
  async (oddity) => {
    const random = new Random(7);
    for (const rows of [300, 5000, 70_000]) {
      const table = randomTable(rows, oddity, random);
      const alone = await readTable(table, "alone", random);
      for (const how of ["helped", "divided"] as const) {
        const helped = await readTable(table, how, random);
        expect(helped.helped).toBe(true);
        if (oddity < 0.01 && rows > 300) expect(helped.divided).toBe(how === "divided");
        for (const part of Object.keys(alone.read) as (keyof typeof alone.read)[])
          expect([how, part, helped.read[part]]).toEqual([how, part, alone.read[part]]);
      }
    }
  },
);
