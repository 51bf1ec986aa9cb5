import {
  type Batch,
  batchType,
  Column,
  columnFromArray,
  type DataType,
  dictionary,
  int32,
  utf8,
} from "@uwdata/flechette";

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
