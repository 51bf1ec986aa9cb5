import { afterEach } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../src/store/store";

const folders: string[] = [];
const stores: Store[] = [];

/** Every commit is flushed, which takes no time in memory. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(PLACE, "perennial-"));
  folders.push(folder);
  return folder;
}

/** Opens the store at `path`, by default a new one; it is closed after the test. */
export function openStore(path = join(newFolder(), "perennial.sqlite"), now?: number): Store {
  const store = Store.open(path, now);
  stores.push(store);
  return store;
}

/** Closes a store before the test is over. */
export function closeStore(store: Store): void {
  stores.splice(stores.indexOf(store), 1);
  store.close();
}

/** To be called once at the top of a test file: closes and removes what its tests have opened. */
export function cleanUpAfterwards(): void {
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
}
