import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors";

/** Where what does not fit into memory may go. */
export interface SpillRoom {
  /** Bytes that may stay in memory. */
  readonly budgetBytes: number;
  /** A new file. */
  file(): SpillFile;
}

/** The same place with a share (0 to 1) of the memory. */
export function shareOf(room: SpillRoom, share: number): SpillRoom {
  return { budgetBytes: share * room.budgetBytes, file: () => room.file() };
}

/** A folder for files of what does not fit into memory. */
export class SpillFolder implements SpillRoom {
  readonly #files: SpillFile[] = [];

  constructor(
    readonly path: string,
    readonly budgetBytes: number,
  ) {}

  file(): SpillFile {
    const file = SpillFile.in(this.path);
    this.#files.push(file);
    return file;
  }

  /** Closes all files. */
  close(): void {
    for (const file of this.#files) file.close();
    this.#files.length = 0;
  }
}

/**
 * A file for what does not fit into memory. It has no name: the system frees it once it is closed or the process has
 * ended, however that ends. Throws InputError where it cannot be written.
 */
export class SpillFile {
  #end = 0;
  #isOpen = true;

  /** `descriptor`: an empty file, maybe of another thread of this process. */
  constructor(
    readonly folder: string,
    readonly descriptor: number,
  ) {}

  static in(folder: string): SpillFile {
    try {
      const own = mkdtempSync(join(folder, ".perennial-rows-"));
      try {
        return new SpillFile(folder, openSync(join(own, "rows"), "wx+", 0o600));
      } finally {
        rmSync(own, { recursive: true, force: true });
      }
    } catch (error) {
      throw writeFailure(folder, error);
    }
  }

  /** Writes at the end; returns where. */
  append(bytes: Uint8Array): number {
    const at = this.#end;
    this.write(at, bytes);
    this.#end += bytes.length;
    return at;
  }

  write(at: number, bytes: Uint8Array): void {
    this.#requireOpen();
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      throw writeFailure(this.folder, error);
    }
  }

  /** Fills `bytes` with what was written at `at`. */
  read(at: number, bytes: Uint8Array): void {
    this.#requireOpen();
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.descriptor, bytes, done, bytes.length - done, at + done);
      if (count === 0) throw new RangeError(`nothing was written at ${at + done}`);
      done += count;
    }
  }

  close(): void {
    if (this.#isOpen) closeSync(this.descriptor);
    this.#isOpen = false;
  }

  /** By now the descriptor may be another file's. */
  #requireOpen(): void {
    if (!this.#isOpen) throw new RangeError("the file is closed");
  }
}

function writeFailure(folder: string, error: unknown): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  const isFull = ["ENOSPC", "EDQUOT", "EFBIG"].includes(code);
  if (!isFull && !["EACCES", "EPERM", "ENOENT", "ENOTDIR", "EROFS"].includes(code)) return error;
  const fault = isFull ? "is full" : "cannot be written";
  return new InputError(
    `The data set is larger than MEMORY_BUDGET, so its rows go to ${folder} while it is read, which ${fault}. Make room there (about 100 bytes a row), or raise MEMORY_BUDGET.`,
  );
}
