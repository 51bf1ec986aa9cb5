import { decoderOf } from "../../src/transactions/bytes/code-pages";

const bytesOf = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The text in an encoding. Throws RangeError for a character that it does not have. */
export function encoded(text: string, encoding: string): Uint8Array {
  let bytes = bytesOf.get(encoding);
  if (bytes === undefined) {
    bytes = tableOf(encoding);
    bytesOf.set(encoding, bytes);
  }
  return Uint8Array.from(
    [...text].flatMap((char) => {
      const found = char < "\u0080" ? [char.charCodeAt(0)] : bytes.get(char);
      if (found === undefined) throw new RangeError(`${encoding} has no ${char}`);
      return found;
    }),
  );
}

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: number[]) => {
    const [char, ...more] = [...decoderOf(encoding).decode(Uint8Array.from(bytes))];
    if (char !== undefined && more.length === 0 && char !== "\ufffd" && !table.has(char))
      table.set(char, bytes);
  };
  for (let first = 0x80; first < 0x100; first++) add(first);
  for (let first = 0x81; first < 0xff; first++)
    for (let second = 0x40; second < 0xff; second++) add(first, second);
  return table;
}
