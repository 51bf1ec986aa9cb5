import { decodeText } from "../bytes/text-decoding";

/** Fewer lines prove nothing. */
const fewestLines = 2;
const delimiters = /[,;\t|]/;
const encoder = new TextEncoder();

/**
 * Whether each line is a single quoted field with the row inside: a spreadsheet saved a file so that it had not split
 * into columns. `complete`: whether `sample` is the whole file.
 */
export function isWrapped(sample: Uint8Array, complete: boolean): boolean {
  const lines = decodeText(sample).split(/\r\n|\r|\n/);
  if (!complete) lines.pop();
  const filled = lines.filter((line) => line !== "");
  return filled.length >= fewestLines && filled.every(isWrappedLine);
}

function isWrappedLine(line: string): boolean {
  const inner = /^"((?:[^"]|"")*)"[,;\t]*$/.exec(line)?.[1];
  return inner !== undefined && delimiters.test(inner);
}

/** The rows inside of wrapped lines. */
export async function* unwrapped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n/);
    rest = lines.pop()!;
    if (lines.length > 0) yield encoder.encode(`${lines.map(inner).join("\n")}\n`);
  }
  if (rest !== "") yield encoder.encode(inner(rest));
}

function inner(line: string): string {
  return line.replace(/^"((?:[^"]|"")*)"[,;\t]*\r?$/, (_, text: string) => text.replaceAll('""', '"'));
}
