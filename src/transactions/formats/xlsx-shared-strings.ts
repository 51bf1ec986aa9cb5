import { InputError } from "../../errors";
import { readXml } from "./xml-events";

/** Total size of the texts; a larger workbook should be a CSV file. */
const maxBytes = 512 * 2 ** 20;

const encoder = new TextEncoder();

/** The texts that a workbook's cells share, as UTF-8 in one arena. */
export class SharedStrings {
  bytes = new Uint8Array(1 << 16);
  #ends = new Uint32Array(1 << 12);
  length = 0;

  /** Where text `i` begins and ends in `bytes`. */
  start(i: number): number {
    return i === 0 ? 0 : this.#ends[i - 1]!;
  }

  end(i: number): number {
    return this.#ends[i]!;
  }

  add(text: string): void {
    const from = this.length === 0 ? 0 : this.#ends[this.length - 1]!;
    const needed = from + text.length * 3;
    if (needed > maxBytes)
      throw new InputError("The workbook holds more than 512 MiB of text. Save it as CSV.");
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    if (this.length === this.#ends.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#ends);
      this.#ends = grown;
    }
    this.#ends[this.length++] = from + encoder.encodeInto(text, this.bytes.subarray(from)).written;
  }
}

/** Reads a workbook's shared strings; joins the runs of rich text, without phonetic hints. */
export async function readSharedStrings(chunks: AsyncIterable<Uint8Array>): Promise<SharedStrings> {
  const strings = new SharedStrings();
  let text = "";
  let inText = false;
  let phonetic = 0;
  await readXml(chunks, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic++;
      else if (name === "t") inText = phonetic === 0;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(name) {
      if (name === "t") inText = false;
      else if (name === "rPh") phonetic--;
      else if (name === "si") strings.add(text);
    },
  });
  return strings;
}
