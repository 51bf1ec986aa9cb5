import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { OpenModel } from "./open-model";

/** Where models' folders are, by the keys that they are kept under; one is disposed of when it is no longer needed. */
interface Folders {
  fetched(key: string): Promise<AsyncDisposable & { readonly path: string }>;
}

interface Entry {
  readonly revision: number;
  readonly opened: Promise<OpenModel>;
  /** `opened`, once it is there. */
  ready: OpenModel | null;
  sizeBytes: number;
  users: number;
  /** Closed as soon as nobody uses it. */
  dropped: boolean;
}

const DEFAULT_BYTES = 512 * 2 ** 20;
/** An opened model takes about this much memory for each byte of its folder: columns, dictionaries, ONNX sessions. */
const BYTES_OPENED = 3;

/**
 * Opened models by the object key of their folder, those used longest ago closed first. A model is closed only when no
 * request uses it: the ONNX runtime holds memory outside the heap, and must not lose it in the middle of a run.
 */
export class ModelCache {
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();
  #totalBytes = 0;

  /**
   * `maxBytes` bounds the memory of the models together, by estimate; one model is kept however large it is.
   */
  constructor(
    private readonly blobs: Folders,
    private readonly maxBytes = DEFAULT_BYTES,
  ) {}

  /** How many models are open or being opened. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Runs `work` with the model, which stays open until `work` is done; one that was opened before its tables were
   * rewritten is opened again. Throws what opening it throws.
   */
  async use<T>(
    { artifactPrefix, revision }: { readonly artifactPrefix: string; readonly revision: number },
    work: (model: OpenModel) => T | Promise<T>,
  ): Promise<T> {
    if ((this.#entries.get(artifactPrefix)?.revision ?? revision) < revision) this.drop(artifactPrefix);
    const entry = this.#entries.get(artifactPrefix) ?? this.#open(artifactPrefix, revision);
    entry.users++;
    try {
      if (this.#entries.get(artifactPrefix) === entry && this.#entries.size > 1) {
        this.#entries.delete(artifactPrefix);
        this.#entries.set(artifactPrefix, entry);
      }
      return await work(entry.ready ?? (await entry.opened));
    } finally {
      entry.users--;
      if (entry.dropped && entry.users === 0) this.#close(entry);
    }
  }

  /** Forgets a model whose folder is gone; requests that use it end with what it was. */
  drop(artifactPrefix: string): void {
    const entry = this.#entries.get(artifactPrefix);
    if (!entry) return;
    this.#entries.delete(artifactPrefix);
    this.#totalBytes -= entry.sizeBytes;
    entry.dropped = true;
    if (entry.users === 0) this.#close(entry);
  }

  /** Closes every model; for a server that takes no more requests. */
  async close(): Promise<void> {
    for (const key of [...this.#entries.keys()]) this.drop(key);
    await Promise.all(this.#closing);
  }

  #open(artifactPrefix: string, revision: number): Entry {
    const opened = this.#openFolder(artifactPrefix);
    const entry: Entry = {
      revision,
      opened: opened.then(({ open }) => open),
      ready: null,
      sizeBytes: 0,
      users: 0,
      dropped: false,
    };
    this.#entries.set(artifactPrefix, entry);
    opened.then(
      ({ open, sizeBytes }) => {
        entry.ready = open;
        if (entry.dropped) return;
        entry.sizeBytes = sizeBytes;
        this.#totalBytes += sizeBytes;
        this.#makeRoom(artifactPrefix);
      },
      () => {
        // A model that could not be opened is tried again at the next request; this one hears of it by `opened`.
        if (this.#entries.get(artifactPrefix) === entry) this.#entries.delete(artifactPrefix);
      },
    );
    return entry;
  }

  async #openFolder(artifactPrefix: string): Promise<{ open: OpenModel; sizeBytes: number }> {
    // What is opened is in memory: its files may go again.
    await using folder = await this.blobs.fetched(artifactPrefix);
    const open = await OpenModel.open(folder.path);
    return { open, sizeBytes: BYTES_OPENED * (await folderBytes(folder.path)) };
  }

  #makeRoom(newest: string): void {
    for (const key of [...this.#entries.keys()]) {
      if (this.#totalBytes <= this.maxBytes) return;
      if (key !== newest) this.drop(key);
    }
  }

  #close(entry: Entry): void {
    const closing = entry.opened
      .then(
        (model) => model.close(),
        () => {},
      )
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
