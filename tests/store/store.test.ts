import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { openDatabase } from "../../src/store/sqlite";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";
import { addJob, modelRow } from "./rows";

cleanUpAfterwards();

describe("a store", () => {
  test("keeps its rows from one opening to the next", () => {
    const path = join(newFolder(), "deep", "down", "perennial.sqlite");
    const store = openStore(path);
    store.models.insert("t", modelRow("m1"));
    closeStore(store);
    expect(openStore(path).models.list("t")).toEqual([{ ...modelRow("m1"), revision: 0 }]);
  });

  test("flushes each commit, and writes ahead", () => {
    const path = join(newFolder(), "perennial.sqlite");
    const database = openDatabase(path);
    const pragma = (name: string) => database.prepare(`PRAGMA ${name}`).values()[0]![0];
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("foreign_keys")).toBe(1);
    database.close();
  });

  test("of a newer release is refused, and left as it is", () => {
    const path = join(newFolder(), "perennial.sqlite");
    closeStore(openStore(path));
    const file = new Database(path);
    file.run("PRAGMA user_version = 999");
    expect(() => openStore(path)).toThrow(/version 999.*Use the release that wrote it/);
    expect(file.prepare("PRAGMA user_version").values()).toEqual([[999]]);
    file.close(true);
  });

  test("does several changes or none of them", () => {
    const store = openStore();
    const both = () =>
      store.transaction(() => {
        store.models.insert("t", modelRow("m1"));
        store.models.insert("t", modelRow("m1"));
      });
    expect(both).toThrow(/UNIQUE/);
    expect(store.models.list("t")).toEqual([]);
    expect(store.tenants.list()).toEqual([]);
  });
});

describe("listeners of jobs", () => {
  test("hear of a change once the whole transaction is committed", () => {
    const store = openStore();
    const heard: string[] = [];
    store.jobs.onChange(({ id, status }) => heard.push(`${id} ${status}`));
    store.transaction(() => {
      addJob(store, "t", "a");
      addJob(store, "t", "b");
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual(["a queued", "b queued"]);
  });

  test("hear nothing of what was rolled back, in whole or in part", () => {
    const store = openStore();
    const heard: string[] = [];
    store.jobs.onChange(({ id }) => heard.push(id));
    const failing = (id: string) => () =>
      store.transaction(() => {
        addJob(store, "t", id);
        throw new Error("no");
      });
    expect(failing("a")).toThrow("no");
    store.transaction(() => {
      addJob(store, "t", "b");
      expect(failing("c")).toThrow("no");
    });
    expect(heard).toEqual(["b"]);
    const cancelAndFail = () =>
      store.transaction(() => {
        store.jobs.requestCancel("t", "b", 2000);
        throw new Error("no");
      });
    expect(cancelAndFail).toThrow("no");
    addJob(store, "t", "d");
    expect(heard).toEqual(["b", "d"]);
    expect(store.jobs.list("t", null, null).map(({ id, status }) => `${id} ${status}`)).toEqual([
      "d queued",
      "b queued",
    ]);
  });

  test("hear nothing more after they have left", () => {
    const store = openStore();
    const heard: string[] = [];
    const leave = store.jobs.onChange(({ id }) => heard.push(id));
    addJob(store, "t", "a");
    leave();
    addJob(store, "t", "b");
    expect(heard).toEqual(["a"]);
  });
});
