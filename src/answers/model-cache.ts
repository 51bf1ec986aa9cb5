import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DamagedModelError } from "./damaged-model";
import { OpenModel } from "./open-model";

/** Fetches model folders by key. Dispose of a folder when you no longer need it. */
interface Folders {
  fetched(key: string): Promise<AsyncDisposable & { readonly path: string }>;
}

interface Entry {
  readonly revision: number;
  readonly opened: Promise<OpenModel>;
  /** `opened`, once it is available. */
  ready: OpenModel | null;
  sizeBytes: number;
  users: number;
  /** Closed as soon as nobody uses it. */
  dropped: boolean;
}

const DEFAULT_BYTES = 512 * 2 ** 20;
/**
 * An open model needs at most about this much memory per byte of its folder, with orders, products and ONNX sessions; a
 * quarter of it with half a million customers. Mapped files are not counted: the system takes their memory back.
 */
const BYTES_OPENED = 1;

/**
 * Open models by the object key of their folder. The least recently used are closed first, and only when no request
 * uses them: the ONNX runtime holds memory outside the heap and must not lose it during a run.
 */
export class ModelCache {
  /** In order of last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();
  #totalBytes = 0;

  /** `maxBytes` limits the models' total memory, by estimate. One model is kept whatever its size. */
  constructor(
    private readonly blobs: Folders,
    private readonly maxBytes = DEFAULT_BYTES,
  ) {}

  /** How many models are open or opening. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Runs `work` with the model, which stays open until `work` ends. Reopens it if its tables were rewritten since.
   * Throws whatever opening it throws.
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

  /** Forgets a model whose folder is gone. Running requests finish with what they have. */
  drop(artifactPrefix: string): void {
    const entry = this.#entries.get(artifactPrefix);
    if (!entry) return;
    this.#entries.delete(artifactPrefix);
    this.#totalBytes -= entry.sizeBytes;
    entry.dropped = true;
    if (entry.users === 0) this.#close(entry);
  }

  /** Closes every model, after the last request. */
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
        // The next request tries again to open a model that failed. This one gets the error through `opened`.
        if (this.#entries.get(artifactPrefix) === entry) this.#entries.delete(artifactPrefix);
      },
    );
    return entry;
  }

  async #openFolder(artifactPrefix: string): Promise<{ open: OpenModel; sizeBytes: number }> {
    // The model is in memory, so its files may go.
    await using folder = await this.blobs.fetched(artifactPrefix);
    const open = await OpenModel.open(folder.path).catch((error) => {
      throw new DamagedModelError(error);
    });
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

/** An erasure may replace files meanwhile: a name whose file is gone by now counts nothing. */
async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder);
  return names.reduce((sum, name) => sum + Bun.file(join(folder, name)).size, 0);
}
