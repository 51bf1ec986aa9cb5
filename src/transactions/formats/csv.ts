import { InputError } from "../../errors";
import { BrokenArchiveError } from "../bytes/gunzip";
import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import type { RecordFields, RecordSink } from "../records";
import type { Delimiter } from "./csv-dialect";
import { CsvTokenizer } from "./csv-tokenizer";

/**
 * Reads CSV text (UTF-8 or single-byte, no byte order mark) into a sink: the first record that is not blank names the
 * columns. Throws InputError where the text breaks off, holds NUL bytes, or a row is beyond the limits.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: Delimiter,
  limits: ReadLimits,
  sink: RecordSink,
): Promise<void> {
  let header = true;
  const tokenizer = new CsvTokenizer(delimiter.charCodeAt(0), limits, (fields) => {
    if (!header) return sink.record(fields);
    header = false;
    sink.columns(columnNames(fields, limits));
    return true;
  });
  try {
    for await (const chunk of chunks) {
      if (chunk.indexOf(0) >= 0)
        throw new InputError(
          `The file is not a text file: it holds NUL bytes, the first after row ${tokenizer.row}. Export it as CSV, XLSX, Parquet or JSON lines.`,
        );
      if (!tokenizer.write(chunk)) return;
    }
    tokenizer.end();
  } catch (error) {
    if (error instanceof BrokenArchiveError)
      throw new InputError(
        `${capitalised(error.reason)}: it breaks off after row ${tokenizer.row}. Upload the whole file again.`,
      );
    throw error;
  }
}

function columnNames(fields: RecordFields, limits: ReadLimits): string[] {
  if (fields.count > limits.maxColumns)
    throw new InputError(
      `The first row has ${fields.count} columns; at most ${limits.maxColumns} are read. Is it the header of a table of order lines?`,
    );
  const names: string[] = [];
  for (let i = 0; i < fields.count; i++)
    names.push(decodeText(fields.bytes, fields.starts[i]!, fields.ends[i]!).trim());
  return names;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
