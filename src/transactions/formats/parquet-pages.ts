import { parquetHeader } from "hyparquet/src/column.js";

/**
 * Throws Error if the page headers of a column chunk cannot be true: sizes that are missing, negative or beyond the
 * chunk, or more values than the chunk has. The decoder trusts them; a missing size makes its position NaN, and it
 * reads the same byte for ever. `bytes`: the chunk; `allValues`: its claimed number of values; `rows`: rows of its row
 * group; `isFlat`: whether each row has exactly one value, which may be null.
 */
export function checkPageHeaders(bytes: ArrayBuffer, allValues: number, rows: number, isFlat: boolean): void {
  if (isFlat && allValues !== rows)
    throw new Error(`it counts ${allValues} values where there should be ${rows}`);
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  // A chunk may end in bytes that belong to no page; the decoder stops at the same place.
  while (reader.offset < bytes.byteLength - 1 && (!isFlat || values < rows)) {
    const at = reader.offset;
    const header = parquetHeader(reader);
    const { compressed_page_size: size, uncompressed_page_size: unpackedSize } = header;
    const v2 = header.data_page_header_v2;
    const page = header.data_page_header ?? v2 ?? header.dictionary_page_header;
    const sound =
      isCount(size, bytes.byteLength - reader.offset) &&
      isCount(unpackedSize, Number.MAX_SAFE_INTEGER) &&
      isCount(page?.num_values, header.type === "DICTIONARY_PAGE" ? unpackedSize * 8 : allValues - values) &&
      (v2 === undefined || areLevelsSound(v2, size));
    if (!sound) throw new Error(`the header of its page at byte ${at} is damaged`);
    reader.offset += size;
    if (header.type !== "DICTIONARY_PAGE") values += page!.num_values;
  }
}

function areLevelsSound(
  page: {
    num_values: number;
    num_nulls: number;
    definition_levels_byte_length: number;
    repetition_levels_byte_length: number;
  },
  size: number,
): boolean {
  const { definition_levels_byte_length: definition, repetition_levels_byte_length: repetition } = page;
  return (
    isCount(page.num_nulls, page.num_values) &&
    isCount(repetition, size) &&
    isCount(definition, size - repetition)
  );
}

/** Whether a header field, which may be missing, is a whole number from 0 to `most`. */
function isCount(value: number | undefined, most: number): boolean {
  return Number.isInteger(value) && value! >= 0 && value! <= most;
}
