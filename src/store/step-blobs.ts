import { mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type BlobInfo,
  type BlobPlace,
  type BlobStore,
  DiskBlobs,
  type FetchedBlob,
  type LinkOptions,
  type OpenBlob,
  type WrittenBlob,
} from "./blobs";

/**
 * The objects as a step sees them: everyone's, and on top of them what the step has made itself. That stays in a folder
 * of its own until the server publishes it. Nothing that others see changes.
 */
export class StepBlobs implements BlobStore {
  readonly kind: BlobStore["kind"];
  readonly place: BlobPlace;
  readonly #made: DiskBlobs;

  constructor(
    private readonly shared: BlobStore,
    made: string,
  ) {
    this.kind = shared.kind;
    this.place = { ...shared.place, made };
    this.#made = new DiskBlobs(made);
  }

  localPath(key: string): string {
    return this.#made.localPath(key);
  }

  async fetched(key: string): Promise<FetchedBlob> {
    const isMade = (await stat(this.localPath(key)).catch(() => null)) !== null;
    return (isMade ? this.#made : this.shared).fetched(key);
  }

  async publish(): Promise<"waiting"> {
    return "waiting";
  }

  settle(prefix: string): Promise<void> {
    return this.shared.settle(prefix);
  }

  pathOf(key: string): string {
    return this.shared.pathOf(key);
  }

  keyOf(path: string): string {
    return this.shared.keyOf(path);
  }

  link(key: string, options: LinkOptions): Promise<string | null> {
    return this.shared.link(key, options);
  }

  elsewhere(prefix: string): Promise<BlobInfo[]> {
    return this.shared.elsewhere(prefix);
  }

  sweep(prefix: string, before: number): Promise<void> {
    return this.shared.sweep(prefix, before);
  }

  async exists(key: string): Promise<boolean> {
    return (await this.#made.exists(key)) || this.shared.exists(key);
  }

  async open(key: string): Promise<OpenBlob | null> {
    return (await this.#made.open(key)) ?? this.shared.open(key);
  }

  async read(key: string): Promise<Uint8Array | null> {
    return (await this.#made.read(key)) ?? this.shared.read(key);
  }

  writeStream(
    key: string,
    source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  ): Promise<WrittenBlob> {
    return this.#made.writeStream(key, source);
  }

  async replace(key: string, path: string): Promise<boolean> {
    const place = this.localPath(key);
    await mkdir(dirname(place), { recursive: true });
    await rename(path, place);
    return true;
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    const all = new Map((await this.shared.list(prefix)).map((info) => [info.key, info]));
    for (const info of await this.#made.list(prefix)) all.set(info.key, info);
    return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Only the server deletes. */
  async delete(): Promise<[]> {
    return [];
  }
}
