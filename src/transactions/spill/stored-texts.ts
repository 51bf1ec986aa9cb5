import type { DictionaryValues } from "../bytes/byte-dictionary";
import type { SpillFile } from "./spill-file";

/** Texts in a file, which are read as a whole. */
export class StoredTexts {
  readonly #at: number;
  readonly #endsAt: number;
  readonly #bytes: number;

  constructor(
    readonly file: SpillFile,
    { bytes, ends }: DictionaryValues,
  ) {
    this.#at = file.append(bytes);
    this.#endsAt = file.append(new Uint8Array(ends.buffer, ends.byteOffset, ends.byteLength));
    this.#bytes = bytes.length;
    this.length = ends.length;
  }

  readonly length: number;

  read(): DictionaryValues {
    const bytes = new Uint8Array(this.#bytes);
    const ends = new Int32Array(this.length);
    this.file.read(this.#at, bytes);
    this.file.read(this.#endsAt, new Uint8Array(ends.buffer));
    return { bytes, ends };
  }
}
