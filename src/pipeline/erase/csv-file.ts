import { closeSync, fsyncSync, openSync } from "node:fs";
import { decodeText } from "../../transactions/bytes/text-decoding";
import type { RecordFields } from "../../transactions/records";
import { writeAll } from "./write-all";

const BUFFER_BYTES = 1 << 20;
const [COMMA, LINE] = [0x2c, 0x0a];
/** 1 for bytes that can stay unchanged in an unquoted cell, in any encoding that a reader accepts. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && !'",\r\n'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Writes a new CSV file (RFC 4180, UTF-8) record by record and synchronously, because table readers deliver their
 * records without waiting. Most cells are plain ASCII and are copied without becoming a string.
 */
export class CsvFile {
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, "wx");
  }

  /** A record as strings. */
  write(cells: readonly string[]): void {
    cells.forEach((cell, i) => {
      if (i > 0) this.#byte(COMMA);
      this.#text(cell);
    });
    this.#byte(LINE);
  }

  /** A record as a reader delivers it. */
  writeFields({ bytes, starts, ends, count }: RecordFields): void {
    for (let i = 0; i < count; i++) {
      if (i > 0) this.#byte(COMMA);
      this.#field(bytes, starts[i]!, ends[i]!);
    }
    this.#byte(LINE);
  }

  /** Writes the rest and waits until it is on the disk. */
  close(): void {
    try {
      this.#flush();
      fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }

  #field(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    let length = this.#length;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (PLAIN[byte] === 0) {
        this.#text(decodeText(bytes, start, end));
        return;
      }
      this.#buffer[length++] = byte;
    }
    this.#length = length;
  }

  #text(cell: string): void {
    const quoted = /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const bytes = Buffer.from(quoted);
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    this.#flush();
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(2 * bytes);
  }

  #flush(): void {
    writeAll(this.#file, this.#buffer.subarray(0, this.#length));
    this.#length = 0;
  }
}
