import {
  type Batch,
  batchType,
  Column,
  columnFromArray,
  type DataType,
  dictionary,
  int32,
  tableFromColumns,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";

/**
 * An Arrow file of many rows a customer, as `arrowFile` would write it: `CustomerID`, then counts. Ids are given as
 * places in a list, each customer's rows together; those places become the file's dictionary, because there may be as
 * many rows as order lines. Who has no row is not in the file.
 */
export function* codedArrowWhenWritten(
  ids: readonly string[],
  make: () => { readonly places: Int32Array; readonly counts: Readonly<Record<string, Int32Array>> },
): Generator<Uint8Array> {
  const { places, counts } = make();
  const { codes, texts } = dense(places, ids);
  const columns = Object.entries(counts).map(([name, values]) => [name, plainColumn(int32(), values)]);
  const table = tableFromColumns({
    CustomerID: codedColumn(texts, codes),
    ...Object.fromEntries(columns),
  });
  yield tableToIPC(table, { format: "file" })!;
}

/** A column of numbers, which may be none. */
export function plainColumn(type: DataType, values: Int8Array | Int32Array | Float64Array): Column<unknown> {
  return new Column([batchOf(type, values)]);
}

/** A column of texts that are given by their places in a list; the list becomes the column's dictionary. */
export function codedColumn(texts: readonly string[], codes: Int32Array): Column<string> {
  // Readers trip over a dictionary of nothing.
  const dictionaryTexts = columnFromArray(texts.length > 0 ? [...texts] : [""], utf8());
  // The library finds the texts' place in the file by their type, so both must share it.
  const keys = batchOf(dictionary(dictionaryTexts.type, int32()), codes) as DictionaryBatch;
  return new Column([keys.setDictionary(dictionaryTexts)]);
}

type DictionaryBatch = Batch<string> & { setDictionary(texts: Column<unknown>): Batch<string> };

function batchOf(type: DataType, values: Int8Array | Int32Array | Float64Array): Batch<unknown> {
  const made = { length: values.length, nullCount: 0, type, validity: new Uint8Array(0), values };
  return new (batchType(type) as unknown as new (of: typeof made) => Batch<unknown>)(made);
}

/** The same texts by places in a list of only those that occur. */
function dense(places: Int32Array, ids: readonly string[]) {
  const codes = new Int32Array(places.length);
  const texts: string[] = [];
  for (let i = 0; i < places.length; i++) {
    if (i === 0 || places[i] !== places[i - 1]) texts.push(ids[places[i]!]!);
    codes[i] = texts.length - 1;
  }
  return { codes, texts };
}
