const WORD_BYTES = 8;

/** Texts as an Arrow file has them, one after the other in UTF-8: millions of strings would take ten times as much. */
export class TextList {
  #bytes = new Uint8Array(1024);
  #offsets = new Int32Array(256);
  #length = 0;
  #used = 0;
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#length;
  }

  /** Returns the text's place. */
  push(text: string): number {
    // A character takes at most three bytes.
    if (this.#used + 3 * text.length > this.#bytes.length)
      this.#bytes = grown(this.#bytes, new Uint8Array(2 * this.#bytes.length + 3 * text.length));
    this.#used += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written;
    if (this.#length + 2 > this.#offsets.length)
      this.#offsets = grown(this.#offsets, new Int32Array(2 * this.#offsets.length));
    this.#offsets[this.#length + 1] = this.#used;
    return this.#length++;
  }

  /** Where each text begins and the last one ends, and all bytes. */
  get used(): { readonly offsets: Int32Array; readonly values: Uint8Array } {
    return {
      offsets: this.#offsets.subarray(0, this.#length + 1),
      values: this.#bytes.subarray(0, this.#used),
    };
  }

  /** The same, as long as the library would make them. */
  get buffers(): { readonly offsets: Int32Array; readonly values: Uint8Array } {
    const offsets = 2 * Math.ceil((this.#length + 1) / 2);
    const bytes = WORD_BYTES * Math.ceil((this.#used + 1) / WORD_BYTES);
    return {
      offsets: grown(this.#offsets.subarray(0, this.#length + 1), new Int32Array(offsets)),
      values: grown(this.#bytes.subarray(0, this.#used), new Uint8Array(bytes)),
    };
  }
}

function grown<T extends Uint8Array | Int32Array>(values: T, into: T): T {
  into.set(values);
  return into;
}
