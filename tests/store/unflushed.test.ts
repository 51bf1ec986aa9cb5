import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../src/store/store";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "perennial-"));
  store = Store.open(join(folder, "perennial.sqlite"));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test("a long transaction is there for whoever opens the store next, and undone as a whole on an error", () => {
  store.longTransaction(() => store.tenants.ensure("kept", 1));
  const undone = () =>
    store.longTransaction(() => {
      store.tenants.ensure("undone", 1);
      throw new Error("no");
    });
  expect(undone).toThrow("no");
  const other = Store.open(store.path);
  expect(["kept", "undone"].map((tenant) => other.tenants.delete(tenant))).toEqual([true, false]);
  other.close();
});

test("the progress of a run is seen by other processes at once", () => {
  store.tenants.ensure("shop", 1);
  store.jobs.insert("shop", { id: "a", kind: "training", status: "queued", payload: {}, runnable: true }, 1);
  const run = store.runs.claim(10, 2)!;
  expect(store.runs.progress(run, { stage: "reading", fraction: 0.5, message: "Reading" }, 3)).toBeTrue();
  const other = Store.look(store.path);
  expect(other.jobs.find("shop", "a")!.progress).toMatchObject({ fraction: 0.5 });
  other.close();
});
