import type { Cell, TableColumn } from "./table";
import { textColumn } from "./table";

/** SHA-256 of the text's UTF-8, in lower-case hex, as all advertising networks ask for. */
export function sha256Hex(text: string): string {
  return Bun.CryptoHasher.hash("sha256", text, "hex");
}

/** A column of hashes of normalised text; what is not known, or comes to nothing, stays empty. */
export function hashedColumn(
  name: string,
  cells: readonly Cell[],
  normalised: (text: string) => string | null,
): TableColumn {
  const hash = (text: string) => {
    const plain = normalised(text);
    return plain ? sha256Hex(plain) : null;
  };
  return textColumn(name, cells, hash, true);
}
