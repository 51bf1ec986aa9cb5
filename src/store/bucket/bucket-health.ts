import type { StorageError } from "./storage-error";

/** The outcome of the last requests to a bucket. */
export class BucketHealth {
  #failure: StorageError | null = null;
  #hasAsked = false;
  /** Folders on this machine that must still go into the bucket. */
  waiting = 0;

  hear(failure: StorageError | null): void {
    this.#hasAsked = true;
    // A problem with one object says nothing about the others.
    if (failure?.fault !== "damaged") this.#failure = failure;
  }

  /** Why the last request failed; null if it succeeded. */
  get failure(): StorageError | null {
    return this.#failure;
  }

  get hasAsked(): boolean {
    return this.#hasAsked;
  }
}
