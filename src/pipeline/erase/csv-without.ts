import { closeSync, fsyncSync, openSync, readSync } from "node:fs";
import { type Person, writtenNames } from "./person";
import { writeAll } from "./write-all";

const CUSTOMER_COLUMN = "CustomerID";
const CHUNK_BYTES = 1 << 20;
const [QUOTE, COMMA, RETURN, LINE] = [0x22, 0x2c, 0x0d, 0x0a];

/**
 * Copies our CSV file to the new file `to` without a person's rows; the other rows keep their bytes. Returns how many
 * rows it left out: none if the first column is not the customer's id.
 */
export function copyCsvWithout(from: string, to: string, person: Person): number {
  const ids = writtenNames(person);
  const [source, copy] = [openSync(from, "r"), openSync(to, "wx")];
  let isAboutCustomers: boolean | null = null;
  let removed = 0;
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    for (let read = readSync(source, chunk); ; read = readSync(source, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const kept: Buffer[] = [];
      let start = 0;
      for (
        let end = recordEnd(bytes, start, read === 0);
        end > start;
        end = recordEnd(bytes, start, read === 0)
      ) {
        const record = bytes.subarray(start, end);
        const field = firstField(record);
        isAboutCustomers ??= field === CUSTOMER_COLUMN;
        if (isAboutCustomers && ids.has(field)) removed++;
        else kept.push(record);
        start = end;
      }
      writeAll(copy, Buffer.concat(kept));
      if (read === 0) break;
      rest = bytes.subarray(start);
    }
    fsyncSync(copy);
    return removed;
  } finally {
    closeSync(source);
    closeSync(copy);
  }
}

/** The end of the record that begins at `start`, after its line break; `start` if the record is incomplete. */
function recordEnd(bytes: Buffer, start: number, isAll: boolean): number {
  let isQuoted = false;
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[i] === LINE && !isQuoted) return i + 1;
  }
  return isAll ? bytes.length : start;
}

function firstField(record: Buffer): string {
  let isQuoted = false;
  let end = 0;
  for (; end < record.length; end++) {
    const byte = record[end]!;
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && (byte === COMMA || byte === RETURN || byte === LINE)) break;
  }
  const text = record.toString("utf8", 0, end);
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
