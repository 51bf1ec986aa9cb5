import { closeSync, openSync, writeSync } from "node:fs";

const BUFFER_CHARACTERS = 1 << 16;

/** A record as CSV (RFC 4180), with its line break. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Writes a CSV file record by record: readers of tables hand over their records without waiting. */
export class CsvFile {
  readonly #file: number;
  #buffer = "";

  constructor(path: string) {
    this.#file = openSync(path, "wx");
  }

  write(cells: readonly string[]): void {
    this.#buffer += csvRecord(cells);
    if (this.#buffer.length >= BUFFER_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#buffer !== "") writeSync(this.#file, this.#buffer);
    this.#buffer = "";
  }
}

/** The records of a small CSV text, quotes taken off. */
export function* csvRecords(text: string): Generator<string[]> {
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[i++];
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "," || character === "\n") {
      cells.push(cell);
      cell = "";
      if (character === "\n") {
        yield cells;
        cells = [];
      }
    } else if (character !== "\r") cell += character;
  }
  if (cell !== "" || cells.length > 0) yield [...cells, cell];
}
