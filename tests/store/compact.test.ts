import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { compactStore } from "../../src/store/compact";
import { Store } from "../../src/store/store";
import { cleanUpAfterwards, newFolder } from "./open-store";
import { addJob } from "./rows";

cleanUpAfterwards();

test("a store is rewritten while others write and checkpoint without a pause", async () => {
  const path = join(newFolder(), "store.sqlite");
  const store = Store.open(path);
  addJob(store, "t", "first");
  const program = `
    import { Database } from "bun:sqlite";
    const database = new Database(${JSON.stringify(path)});
    database.run("PRAGMA busy_timeout = 60000");
    database.run("PRAGMA wal_autocheckpoint = 1");
    for (let i = 0; ; i++) {
      database.run("UPDATE jobs SET updated_at = ?", [i]);
      database.run("PRAGMA wal_checkpoint(PASSIVE)");
      if (i === 0) console.log("writing");
    }
  `;
  const writers = [1, 2].map(() => Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" }));
  for (const writer of writers) await writer.stdout.getReader().read();
  for (let i = 0; i < 10; i++) await compactStore(path);
  for (const writer of writers) writer.kill("SIGKILL");
  await Promise.all(writers.map(({ exited }) => exited));
  await compactStore(path);
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(store.jobs.find("t", "first")).not.toBeNull();
  store.close();
});

test("a store that is read all the time is not rewritten, and the error says what to do", async () => {
  const path = join(newFolder(), "store.sqlite");
  const store = Store.open(path);
  const reader = new Database(path);
  reader.run("BEGIN");
  reader.prepare("SELECT count(*) FROM jobs").get();
  addJob(store, "t", "later");
  await expect(compactStore(path, 200)).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining("Ask for the same erasure again."),
  });
  reader.close();
  await compactStore(path);
  store.close();
});
