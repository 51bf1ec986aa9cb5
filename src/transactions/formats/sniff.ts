import { InputError } from "../../errors";

/** What the first bytes of a file say it is. */
type Container = "gzip" | "zip" | "parquet" | "text";

/** Kinds of file that people upload by mistake, by their first bytes, and what to do about each. */
const strangers: readonly { magic: readonly number[]; name: string; advice: string }[] = [
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    name: "an old Excel workbook (.xls), or one with a password",
    advice: "Save it as .xlsx or CSV, without a password.",
  },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    name: "a Zstandard archive",
    advice: "Unpack it, or pack it with gzip.",
  },
  { magic: [0xfd, 0x37, 0x7a, 0x58], name: "an xz archive", advice: "Unpack it, or pack it with gzip." },
  { magic: [0x42, 0x5a, 0x68], name: "a bzip2 archive", advice: "Unpack it, or pack it with gzip." },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], name: "a 7-Zip archive", advice: "Unpack it, or pack it with gzip." },
  { magic: [0x25, 0x50, 0x44, 0x46], name: "a PDF", advice: "Export the table as CSV or XLSX." },
  { magic: [0x89, 0x50, 0x4e, 0x47], name: "a PNG picture", advice: "Export the table as CSV or XLSX." },
  { magic: [0xff, 0xd8, 0xff], name: "a JPEG picture", advice: "Export the table as CSV or XLSX." },
  {
    magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    name: "an SQLite database",
    advice: "Export the table as CSV.",
  },
];

/** The container by magic number. Throws InputError for kinds that are known and not read. */
export function containerOf(head: Uint8Array): Container {
  if (startsWith(head, [0x1f, 0x8b])) return "gzip";
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return "zip";
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return "parquet";
  // "BZh" could begin a header; an archive has a digit and then binary data.
  for (const { magic, name, advice } of strangers)
    if (startsWith(head, magic) && !isPrintable(head)) throw new InputError(`The file is ${name}. ${advice}`);
  return "text";
}

/**
 * Throws InputError where a sample of supposed text (UTF-8 or single-byte) is binary: NUL bytes, or more than 1 in 100
 * control characters.
 */
export function requireText(sample: Uint8Array): void {
  let controls = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i]!;
    if (byte === 0) throw notText("it holds NUL bytes");
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) controls++;
  }
  if (controls * 100 > sample.length) throw notText("it holds control characters");
}

function notText(why: string): InputError {
  return new InputError(
    `The file is not a text file (${why}) and no other format that is read. Export it as CSV, XLSX, Parquet or JSON.`,
  );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function isPrintable(head: Uint8Array): boolean {
  return head
    .subarray(0, 256)
    .every((byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
