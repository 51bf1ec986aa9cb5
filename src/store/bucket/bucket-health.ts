import type { StorageError } from "./storage-error";

/** How the last requests to a bucket ended. */
export class BucketHealth {
  #failure: StorageError | null = null;
  #hasAsked = false;
  /** Folders that lie on this machine and are to go into the bucket. */
  waiting = 0;

  hear(failure: StorageError | null): void {
    this.#hasAsked = true;
    // What one object is like says nothing of the others.
    if (failure?.fault !== "damaged") this.#failure = failure;
  }

  /** What the last request failed of; null where it did not. */
  get failure(): StorageError | null {
    return this.#failure;
  }

  get hasAsked(): boolean {
    return this.#hasAsked;
  }
}
