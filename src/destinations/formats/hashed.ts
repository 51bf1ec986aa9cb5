import type { Cell, TableColumn } from "./table";
import { textColumn } from "./table";

/** SHA-256 in lower-case hex, of a text's UTF-8: the form that all advertising networks ask for. */
export function sha256HexOf(content: string | Uint8Array): string {
  return Bun.CryptoHasher.hash("sha256", content, "hex");
}

/** A column of hashes of normalised text; what is not known, or comes to nothing, stays empty. */
export function hashedColumn(
  name: string,
  cells: readonly Cell[],
  normalised: (text: string) => string | null,
): TableColumn {
  const hash = (text: string) => {
    const plain = normalised(text);
    return plain ? sha256HexOf(plain) : null;
  };
  return textColumn(name, cells, hash, true);
}
