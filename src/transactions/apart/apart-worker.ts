import { closeSync, openSync, readSync } from "node:fs";
import type { ColumnPlan } from "../columns/plan";
import { CsvTokenizer } from "../formats/csv-tokenizer";
import { DataRows } from "../formats/data-rows";
import { useKernelCode } from "../kernel/kernel";
import type { ReadLimits } from "../limits";
import { OrderRows } from "../lines/order-rows";
import type { RecordFields, TextPart } from "../records";
import { SpillFile } from "../spill/spill-file";
import { OddRows } from "./odd-rows";
import { handOver, memoryOf, type RowsApart } from "./rows-apart";

/** What to read, once. */
export interface ApartRequest {
  readonly part: TextPart;
  readonly plan: ColumnPlan;
  readonly limits: ReadLimits;
  readonly code: WebAssembly.Module;
  /** Where rows go beyond a budget of memory; null if they all stay there. */
  readonly room: {
    readonly budgetBytes: number;
    readonly folder: string;
    readonly descriptor: number;
  } | null;
}

/** Answers: that it goes on, and at the end the rows, or that they have to be read in sequence. */
export type ApartAnswer =
  | { readonly kind: "goes on" }
  | { readonly kind: "rows"; readonly rows: RowsApart }
  | { readonly kind: "not apart" };

const CHUNK_BYTES = 1 << 18;
/** A sign of life after so many chunks. */
const CHUNKS_A_SIGN = 64;
/** If rows that are not plain take more than this, reading them twice does not pay. */
const MOST_ODD_BYTES = 1 << 26;

declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<ApartRequest>) => {
  const rows = readApart(data);
  if (rows === null) answer({ kind: "not apart" });
  else answer({ kind: "rows", rows }, memoryOf(rows));
};

/** Null if the rows have to be read in sequence: something about them has to be told, or they cannot be read. */
function readApart({ part, plan, limits, code, room }: ApartRequest): RowsApart | null {
  useKernelCode(code);
  const spill = room && {
    budgetBytes: room.budgetBytes,
    file: () => new SpillFile(room.folder, room.descriptor),
  };
  const rows = new OrderRows(plan, limits.maxRows, limits.maxIdBytes, spill);
  const odd = new OddRows();
  const data = new DataRows({
    columns: () => {},
    record: (fields: RecordFields) => {
      odd.add(rows.rows, fields);
      rows.add(fields);
      return odd.sizeBytes < MOST_ODD_BYTES;
    },
    plainRecords: (delimiter, mostBytes) => rows.plainRows(delimiter, mostBytes),
  });
  data.columns(part.names);
  const tokenizer = new CsvTokenizer(part.delimiter, limits, (fields) => data.record(fields));
  tokenizer.plain = data.plainRecords(part.delimiter, limits.maxRecordBytes);
  try {
    for (const chunk of chunksOf(part)) if (chunk.includes(0) || !tokenizer.write(chunk)) return null;
    if (!tokenizer.end()) return null;
  } catch {
    // Whoever reads on from the first half will say what is wrong, with the row.
    return null;
  }
  // Packed dates hold indexes into the month names of this thread.
  if (data.notes().length > 0 || rows.dates.names.length > 0) return null;
  return handOver(rows, odd.list(), tokenizer.row);
}

/** The bytes from the start on; each chunk lies where the one before lay. */
function* chunksOf({ path, start }: TextPart): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    let at = start;
    for (let chunks = 1; ; chunks++) {
      const bytes = readSync(file, buffer, 0, CHUNK_BYTES, at);
      if (bytes === 0) return;
      at += bytes;
      yield buffer.subarray(0, bytes);
      if (chunks % CHUNKS_A_SIGN === 0) answer({ kind: "goes on" });
    }
  } finally {
    closeSync(file);
  }
}

function answer(message: ApartAnswer, moved: ArrayBuffer[] = []): void {
  self.postMessage(message, moved);
}
