import { InputError } from "../../errors";
import { FileChunks, fileHead, sha256OfFile } from "../bytes/file-chunks";
import { BrokenArchiveError, gunzip } from "../bytes/gunzip";
import { isAscii } from "../bytes/text-decoding";
import { asUtf8, unicodeSignature, withoutSignature } from "../bytes/unicode";
import { isNameOfColumn } from "../columns/synonyms";
import type { ReadLimits } from "../limits";
import { meaningOf } from "../profiles/meaning-of-words";
import { readCsv } from "./csv";
import { detectDialect } from "./csv-dialect";
import { jsonShape, readJson } from "./json";
import { containerOf, requireText } from "./sniff";
import { type OnChunk, singleTable, type TableSource } from "./table-source";
import type { TextFile } from "./text-parts";
import { isWrapped, unwrapped } from "./wrapped-lines";

const SAMPLE_BYTES = 1 << 16;

/**
 * Opens a file by its bytes, whatever its extension: gzip, zip, XLSX, Parquet, JSON or CSV. Throws InputError if the
 * file is missing, empty, or none of these.
 */
export async function openTable(path: string, limits: ReadLimits, onChunk: OnChunk): Promise<TableSource> {
  const head = await headOf(path);
  if (head.sizeBytes === 0)
    throw new InputError("The file is empty. A header and at least one order line are needed.");
  switch (containerOf(head.bytes)) {
    case "zip":
      return openZip(path, head.sizeBytes, limits, onChunk);
    case "parquet": {
      const { openParquet } = await import("./parquet");
      return openParquet(path, head.sizeBytes, limits, onChunk);
    }
    case "gzip": {
      const packed = await firstBytes(gunzip(new FileChunks(path), limits), SAMPLE_BYTES);
      requireUnpacked(packed);
      const file = new FileChunks(path, onChunk);
      return openText(hashedWith(file, head.sizeBytes), gunzip(file, limits), packed, limits);
    }
    case "text": {
      const file = new FileChunks(path, onChunk);
      const text = {
        path,
        file,
        sizeBytes: head.sizeBytes,
        onTick: () => onChunk(file.readBytes, head.sizeBytes),
      };
      return openText(hashedWith(file, head.sizeBytes), file, head.bytes, limits, [], text);
    }
  }
}

async function openZip(
  path: string,
  sizeBytes: number,
  limits: ReadLimits,
  onChunk: OnChunk,
): Promise<TableSource> {
  // Most files are text: archive libraries load only when needed.
  const { unzipped, zipContent } = await import("./zipped-text");
  const content = await zipContent(path, limits);
  if (content.kind === "workbook") {
    const { openWorkbook } = await import("./xlsx");
    return openWorkbook(path, sizeBytes, limits, onChunk);
  }
  const chunks = (progress: OnChunk) => unzipped(path, content.name, limits, progress, sizeBytes);
  const head = await firstBytes(
    chunks(() => {}),
    SAMPLE_BYTES,
  );
  requireUnpacked(head);
  const file = { sizeBytes, sha256: () => sha256OfFile(path) };
  return openText(file, chunks(onChunk), head, limits, [
    `Read ${JSON.stringify(content.name)} from the zip archive.`,
  ]);
}

/** Unpacks a gzip or zip file of text to its end, keeping nothing. Throws InputError if it is damaged or too large. */
export async function unpackToEnd(path: string, limits: ReadLimits): Promise<void> {
  for await (const _ of await unpackedText(path, limits));
}

async function unpackedText(path: string, limits: ReadLimits): Promise<AsyncIterable<Uint8Array>> {
  const { bytes, sizeBytes } = await headOf(path);
  const container = containerOf(bytes);
  if (container === "gzip") return gunzip(new FileChunks(path), limits);
  if (container !== "zip") return oneChunk(new Uint8Array());
  const { unzipped, zipContent } = await import("./zipped-text");
  const content = await zipContent(path, limits);
  if (content.kind === "workbook") return oneChunk(new Uint8Array());
  return unzipped(path, content.name, limits, () => {}, sizeBytes);
}

function requireUnpacked(head: Uint8Array): void {
  if (head.length > 0 && containerOf(head) !== "text")
    throw new InputError("The archive holds another archive. Unpack it once and upload that.");
}

/** Facts about the file on disk, whatever its contents. */
type FileFacts = Pick<TableSource, "sizeBytes" | "sha256">;

function hashedWith(file: FileChunks, sizeBytes: number): FileFacts {
  return { sizeBytes, sha256: async () => file.sha256() };
}

/** `chunks`: the text; `head`: its first bytes; `notes`: remarks on it; `whole`: the file if it is the text itself. */
async function openText(
  file: FileFacts,
  chunks: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  limits: ReadLimits,
  notes: string[] = [],
  whole: (Omit<TextFile, "markBytes"> & { readonly file: FileChunks }) | null = null,
): Promise<TableSource> {
  const complete = head.length < SAMPLE_BYTES;
  const signature = unicodeSignature(head);
  const bytes = await firstBytes(withoutSignature(oneChunk(head), signature), SAMPLE_BYTES * 2);
  if (bytes.length === 0)
    throw new InputError("The file holds no text. A header and at least one order line are needed.");
  requireText(bytes);
  const page = signature === null && !isAscii(bytes, 0, bytes.length) ? await pageOf(bytes) : null;
  if (page !== null)
    notes.push(`The text is in ${page.encoding}, as its words show: they are ${page.language}.`);
  const sample = page === null ? bytes : Buffer.from(page.decoder().decode(bytes));
  const text = page === null ? withoutSignature(chunks, signature) : asUtf8(chunks, page.decoder(), 0);
  const encoding =
    page?.encoding ?? (signature !== null && signature.encoding !== "utf-8" ? signature.encoding : null);
  const shared = { ...singleTable, ...file, notes: () => notes };
  const shape = jsonShape(sample, complete);
  if (shape !== null) {
    const read: TableSource["read"] = (sink) => readJson(text, shape, limits, sink, notes);
    return { ...shared, format: "jsonl", delimiter: null, encoding: encoding ?? "utf-8", read };
  }
  const wrapped = isWrapped(sample, complete);
  if (wrapped) notes.push("Each line is one quoted cell: the cells inside of it were read.");
  const rows = wrapped ? unwrapped(text) : text;
  const shown = wrapped ? await firstBytes(unwrapped(oneChunk(sample)), SAMPLE_BYTES * 2) : sample;
  const dialect = detectDialect(shown, complete, limits);
  const asItStands =
    whole === null || encoding !== null || wrapped
      ? null
      : { ...whole, markBytes: signature?.markBytes ?? 0 };
  // What the records need of a chunk is copied.
  if (asItStands !== null) asItStands.file.isReused = true;
  const read: TableSource["read"] = (sink) => readCsv(rows, dialect, limits, sink, notes, asItStands);
  return {
    ...shared,
    format: "csv",
    delimiter: dialect.delimiter,
    encoding,
    isDivisible: asItStands !== null,
    read,
  };
}

/** The code page of a text that is neither ASCII nor Unicode; most files need none of it. */
async function pageOf(bytes: Uint8Array) {
  const { codePageOf, decoderOf } = await import("../bytes/code-pages");
  const page = codePageOf(bytes, (word) => isNameOfColumn(word) || meaningOf(word, "status") !== null);
  return page === null ? null : { ...page, decoder: () => decoderOf(page.encoding) };
}

async function headOf(path: string): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  try {
    return await fileHead(path, SAMPLE_BYTES);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "ENOENT") throw new InputError("The file does not exist.");
    if (code === "EISDIR") throw new InputError("That is a folder, not a file.");
    if (code === "EACCES") throw new InputError("The file cannot be read: permission denied.");
    throw error;
  }
}

/** A copy of the first `length` bytes of a stream; as many as a broken archive gives. */
async function firstBytes(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of chunks) {
      parts.push(chunk);
      total += chunk.length;
      if (total >= length) break;
    }
  } catch (error) {
    if (!(error instanceof BrokenArchiveError)) throw error;
    if (total === 0)
      throw new InputError(`The file cannot be unpacked: ${error.reason}. Upload the whole file again.`);
    // Reading will report the row at which it broke off.
  }
  return Buffer.concat(parts).subarray(0, length);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
