import type { ByteDictionary, DictionaryValues } from "../bytes/byte-dictionary";
import type { Labels } from "../lines/labels";
import type { OrderRows } from "../lines/order-rows";
import type { RowBlock, WordRole } from "../lines/row-block";
import { freeMemory, type HandedPages } from "../spill/pages";
import type { SpillFile } from "../spill/spill-file";
import { forEachOddRow, type OddRowList } from "./odd-rows";

/** Rows as another thread has read them, by ids of its own dictionaries. */
export interface RowsApart {
  readonly rows: number;
  /** Number of the last row. */
  readonly lastRow: number;
  readonly blocks: HandedPages;
  /** Rows of each block but the last. */
  readonly capacity: number;
  readonly dictionaries: readonly DictionaryValues[];
  /** Of each column of texts beside ids: id → text + 1, and the texts. */
  readonly labels: readonly { readonly of: Int32Array<ArrayBuffer>; readonly texts: DictionaryValues }[];
  readonly counts: Int32Array<ArrayBuffer>;
  /** Rows that were not plain there. They have a place in the blocks, and what they show is still to be noted. */
  readonly odd: OddRowList;
}

/** What a thread hands over once it has read its rows. `lastRow`: number of the last. */
export function handOver(rows: OrderRows, odd: OddRowList, lastRow: number): RowsApart {
  rows.seal();
  return {
    rows: rows.rows,
    lastRow,
    blocks: rows.blocks.handOver(),
    capacity: rows.capacity,
    dictionaries: dictionariesOf(rows).map(({ dictionary }) => dictionary.values()),
    labels: labelsOf(rows).map(({ labels, beside }) => ({
      of: labels.ofIds(beside.size),
      texts: labels.texts.values(),
    })),
    counts: rows.counts(),
    odd,
  };
}

/** The memory that goes from one thread to the other. */
export function memoryOf({ blocks, dictionaries, labels, counts, odd }: RowsApart): ArrayBuffer[] {
  const values = [...dictionaries, ...labels.map(({ texts }) => texts)];
  const arrays = [
    ...blocks.arrays,
    ...values.flatMap(({ bytes, ends }) => [bytes, ends]),
    ...labels.map(({ of }) => of),
    ...[counts, odd.rows, odd.spans, odd.bytes],
  ];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

/**
 * Appends rows that were read apart, as if they had been read here: ids are numbered on by first appearance. `after`:
 * number of the last row before them; `file`: where those that did not fit into memory lie. Throws InputError beyond `maxRows`.
 */
export function takeOver(rows: OrderRows, apart: RowsApart, file: SpillFile | null, after: number): void {
  if (rows.rows + apart.rows > rows.maxRows) throw rows.tooMany();
  rows.seal();
  const { kernel } = rows;
  const dictionaries = dictionariesOf(rows);
  const numbers = new Map(
    dictionaries.map(({ dictionary }, i) => [dictionary, dictionary.internValues(apart.dictionaries[i]!)]),
  );
  labelsOf(rows).forEach(({ labels, beside }, i) => {
    const { of, texts } = apart.labels[i]!;
    labels.addAll(of, texts, numbers.get(beside)!);
  });
  const first = rows.blocks.length;
  rows.blocks.adopt(apart.blocks, file);
  for (const [, block] of rows.blocks.entries(first)) {
    if (block.priceUnit !== null) block.priceUnit = null;
    kernel.changeWords(block.runs.row, (at) => kernel.run.shift(at, block.runs.length, after));
    for (const { dictionary, ids } of dictionaries) {
      const column = ids(block);
      kernel.changeWords(column, (at) => kernel.run.renumber(at, column.length, numbers.get(dictionary)!));
    }
  }
  dictionaries.forEach(({ dictionary }, i) => {
    const { bytes, ends } = apart.dictionaries[i]!;
    kernel.run.release(numbers.get(dictionary)!, 4 * ends.length);
    freeMemory([bytes, ends]);
  });
  rows.rows += apart.rows;
  rows.count(apart.counts);
  forEachOddRow(apart.odd, rows.plan.columns.length, (index, fields) => {
    fields.row += after;
    rows.addAgain(fields, rows.blocks.at(first + Math.floor(index / apart.capacity)), index % apart.capacity);
  });
}

/** The dictionaries that the file has, and the columns of a block that hold their ids. */
function dictionariesOf(
  rows: OrderRows,
): { readonly dictionary: ByteDictionary; readonly ids: (block: RowBlock) => Int32Array }[] {
  const { index } = rows.plan;
  const words = Object.entries(rows.words) as [WordRole, ByteDictionary][];
  return [
    { column: index.customer_id, dictionary: rows.customers, ids: ({ runs }: RowBlock) => runs.customer },
    { column: index.order_id, dictionary: rows.orders, ids: ({ runs }: RowBlock) => runs.order },
    { column: index.product_id, dictionary: rows.products, ids: ({ items }: RowBlock) => items.product },
    { column: index.country, dictionary: rows.countries, ids: ({ runs }: RowBlock) => runs.country },
    ...words.map(([role, dictionary]) => ({
      column: index[role],
      dictionary,
      ids: ({ runs, items }: RowBlock) => (role === "product_name" ? items.name! : runs.words[role]!),
    })),
  ].filter(({ column }) => column >= 0);
}

/** The texts beside ids, and the dictionary of the ids. */
function labelsOf(rows: OrderRows): { readonly labels: Labels; readonly beside: ByteDictionary }[] {
  const dictionaries = { customer: rows.customers, email: rows.words.email!, product: rows.products };
  return rows.labelled.map(({ labels, beside }) => ({ labels, beside: dictionaries[beside] }));
}
