import { type Entry, open, type ZipFile } from "yauzl";
import { InputError } from "../../errors";
import { checkUnpacked } from "../bytes/gunzip";
import type { ReadLimits } from "../limits";

/** A workbook has some dozens of parts. */
const maxEntries = 10_000;

/** The parts of a zip archive by name, each unpacked as a stream, all under one set of limits. */
export class ZipParts {
  readonly #entries = new Map<string, Entry>();
  readonly #opened = new Set<string>();
  #bytesIn = 0;
  #bytesOut = 0;

  private constructor(
    readonly zip: ZipFile,
    readonly limits: ReadLimits,
  ) {}

  /** Opens an archive and reads its directory. Throws InputError if it is damaged. The caller closes it. */
  static async open(path: string, limits: ReadLimits): Promise<ZipParts> {
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      open(path, { lazyEntries: true, autoClose: false }, (error, file) => {
        if (error) reject(damaged(error));
        else resolve(file);
      });
    });
    const parts = new ZipParts(zip, limits);
    try {
      await parts.#readDirectory();
    } catch (error) {
      zip.close();
      throw error;
    }
    return parts;
  }

  /** The files in the archive, without folders and files that operating systems add. */
  get files(): string[] {
    return [...this.#entries.keys()].filter(
      (name) => !name.endsWith("/") && !/^__MACOSX\/|(?:^|\/)(?:\.|Thumbs\.db$|desktop\.ini$)/i.test(name),
    );
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Claimed unpacked size of a part in bytes; 0 if it is missing. */
  sizeBytes(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  close(): void {
    this.zip.close();
  }

  /** Unpacks a part. `onShare`: called with the share of the part (0 to 1) unpacked so far. */
  async *chunks(name: string, onShare: (share: number) => void = () => {}): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new InputError(`The workbook lacks its part ${name}; it is damaged.`);
    // Reading a part twice must not double its allowance.
    if (!this.#opened.has(name)) this.#bytesIn += entry.compressedSize;
    this.#opened.add(name);
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      this.zip.openReadStream(entry, (error, readable) =>
        error ? reject(damaged(error)) : resolve(readable),
      );
    });
    let partBytes = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        partBytes += chunk.length;
        this.#bytesOut += chunk.length;
        checkUnpacked(this.#bytesIn, this.#bytesOut, this.limits);
        onShare(partBytes / Math.max(1, entry.uncompressedSize));
        yield chunk;
      }
    } catch (error) {
      throw error instanceof InputError ? error : damaged(error as Error);
    }
  }

  #readDirectory(): Promise<void> {
    const { zip } = this;
    return new Promise((resolve, reject) => {
      zip.on("error", (error: Error) => reject(damaged(error)));
      zip.on("end", () => resolve());
      zip.on("entry", (entry: Entry) => {
        this.#entries.set(entry.fileName, entry);
        if (this.#entries.size > maxEntries)
          reject(new InputError(`The archive has more than ${maxEntries} parts; it is not a workbook.`));
        else zip.readEntry();
      });
      zip.readEntry();
    });
  }
}

function damaged(error: Error): InputError {
  return new InputError(`The archive cannot be unpacked; it is damaged or cut short (${error.message}).`);
}
