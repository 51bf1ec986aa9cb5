import { InputError } from "../../errors";
import { BrokenArchiveError } from "../bytes/gunzip";
import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import type { RecordSink } from "../records";
import { JsonScanner } from "./json-scanner";
import { JsonTable } from "./json-table";
import { forEachLine } from "./lines-of-text";

/** JSON with an object a line; else a list of objects, or objects, however they are broken into lines. */
type JsonShape = "lines" | "list" | "objects";

/** What a text that begins like JSON is; null where it does not. `complete`: whether `sample` is all of it. */
export function jsonShape(sample: Uint8Array, complete: boolean): JsonShape | null {
  const text = decodeText(sample).trimStart();
  if (/^\[\s*(?:[{\]]|$)/.test(text)) return "list";
  if (!/^\{\s*(?:"|\}|$)/.test(text)) return null;
  const lineEnd = text.indexOf("\n");
  const first = (lineEnd < 0 ? text : text.slice(0, lineEnd)).trim();
  const isAlone = complete && (lineEnd < 0 || text.slice(lineEnd).trim() === "");
  if (isAlone || (lineEnd < 0 && !complete)) return "objects";
  // A line that ends as an object does is one, maybe a damaged one.
  return first.endsWith("}") ? "lines" : "objects";
}

/**
 * Reads JSON into a sink: lines of one object each, objects one after the other, or one list of them, which may lie inside
 * other objects. Rows are numbered by line, or by object from 1. Throws InputError, with the row, where it is damaged.
 */
export async function readJson(
  chunks: AsyncIterable<Uint8Array>,
  shape: JsonShape,
  limits: ReadLimits,
  sink: RecordSink,
  notes: string[],
): Promise<void> {
  const progress = { line: 0 };
  const table = new JsonTable(limits, sink);
  try {
    if (shape === "lines")
      await forEachLine(chunks, limits, progress, (bytes, line) => {
        const text = decodeText(bytes).trim();
        return text === "" || table.add(text, line);
      });
    else await readDocument(chunks, shape === "list", limits, progress, table);
  } catch (error) {
    if (error instanceof BrokenArchiveError)
      throw new InputError(
        `The gzip data is broken (${error.reason}): it breaks off after row ${progress.line}. Upload the whole file again.`,
      );
    throw error;
  }
  table.end();
  notes.push(...table.notes());
}

/**
 * A first object may be a record, or hold the list of all records. It is a record where another follows, and no record
 * where it is longer than one may be.
 */
async function readDocument(
  chunks: AsyncIterable<Uint8Array>,
  isList: boolean,
  limits: ReadLimits,
  progress: { line: number },
  table: JsonTable,
): Promise<void> {
  const add = (bytes: Uint8Array) => {
    progress.line++;
    if (bytes.length > limits.maxRecordBytes) throw tooLong(progress.line, limits);
    return table.add(decodeText(bytes), progress.line);
  };
  const inList = () => new JsonScanner("in a list", add);
  let first: Uint8Array | null = null;
  let scanner = isList
    ? inList()
    : new JsonScanner("alone", (bytes) => {
        if (progress.line > 0) return add(bytes);
        if (first !== null) return add(first) && add(bytes);
        first = bytes;
        return true;
      });
  for await (const chunk of chunks) {
    if (!scanner.push(chunk)) return;
    if (scanner.recordsAre === "alone" && scanner.pendingBytes > limits.maxRecordBytes) {
      if (scanner.records > 0) throw tooLong(scanner.records + 1, limits);
      const begun = scanner.pending();
      scanner = inList();
      if (!scanner.push(begun)) return;
    }
    if (scanner.pendingBytes > limits.maxRecordBytes) throw tooLong(scanner.records + 1, limits);
  }
  scanner.end();
  if (first === null || progress.line > 0) return;
  const list = inList();
  if (!list.push(first)) return;
  if (list.records === 0) add(first);
}

function tooLong(row: number, limits: ReadLimits): InputError {
  return new InputError(
    `Row ${row} is longer than ${limits.maxRecordBytes} bytes, which is the limit for a row.`,
  );
}
