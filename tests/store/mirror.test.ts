import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { restoreStore } from "../../src/store/restore";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";
import { addJob, modelRow, predictionRow } from "./rows";

cleanUpAfterwards();

const NOW = Date.UTC(2030, 0, 1);
const FAR = 8e15;

/** What waits, as paths, in the order in which it is sent. */
const waiting = (store: Store) =>
  store.mirror.next(FAR, 1000).map(({ tenant, collection, id }) => `${tenant}/${collection}/${id}`);

/** Whatever was noted before is sent. */
function clear(store: Store): void {
  store.mirror.sent(store.mirror.next(FAR, 1000));
}

function mirrored(): Store {
  const store = openStore();
  store.mirror.switchOn(NOW);
  return store;
}

const notice = {
  kind: "training",
  tone: "good",
  title: "t",
  text: "",
  link: null,
  createdAt: 1,
  readAt: null,
} as const;

describe("the outbox", () => {
  test("stays empty as long as the mirror is off", () => {
    const store = openStore();
    store.models.insert("t", modelRow("m"));
    addJob(store, "t", "j");
    store.tenants.delete("t");
    expect(waiting(store)).toEqual([]);
    expect(store.mirror.state()).toEqual({ isOn: false, waiting: 0, setAside: 0, oldest: null });
  });

  for (const [name, change, expected] of [
    [
      "a new model, its segments and its tenant",
      (s) => s.models.insert("u", modelRow("m2")),
      ["u/models/m2", "u/segments/0", "u/tenants/u"],
    ],
    ["a deleted model", (s) => s.models.delete("t", "m"), ["t/models/m", "t/segments/0"]],
    ["the tables of all models rewritten", (s) => s.models.revise("t"), ["t/models/m"]],
    ["a default model", (s) => s.tenants.setDefaultModel("t", "m"), ["t/tenants/t"]],
    ["settings", (s) => s.tenants.saveSettings("t", { currency: "EUR" }, 5), ["t/tenants/t"]],
    ["a prediction", (s) => s.predictions.insert("t", predictionRow("p2")), ["t/predictions/p2"]],
    ["a label", (s) => s.predictions.setLabel("t", "p", "x"), ["t/predictions/p"]],
    ["a result rewritten", (s) => s.predictions.setResult("t", "p", {}), ["t/predictions/p"]],
    ["a deleted prediction", (s) => s.predictions.delete("t", "p"), ["t/predictions/p"]],
    ["a notification", (s) => s.notifications.insert("t", { ...notice, id: "n2" }), ["t/notifications/n2"]],
    ["a notification that is read", (s) => s.notifications.markRead("t", "n", 9), ["t/notifications/n"]],
    ["a job", (s) => addJob(s, "t", "j2"), ["t/queue_jobs/j2"]],
    ["a job's payload", (s) => s.jobs.setPayload("t", "j", {}), ["t/queue_jobs/j"]],
    ["a cancelled job", (s) => s.jobs.requestCancel("t", "j", 5), ["t/queue_jobs/j"]],
    [
      "a training that is completed, with the tenant whose latest it is",
      (s) => s.runs.complete(s.runs.claim(9, 5)!, {}, 6),
      ["t/queue_jobs/j", "t/tenants/t", "t/training_runs/j"],
    ],
    [
      "the predictions about a person",
      (s) => {
        s.predictions.insert("t", predictionRow("p3", { payload: { customer_id: 7 } }));
        clear(s);
        s.predictions.forgetCustomer("t", "7");
      },
      ["t/predictions/p3"],
    ],
    [
      "everything of a tenant that is erased",
      (s) => s.tenants.empty("t", "none"),
      ["t/models/m", "t/notifications/n", "t/predictions/p", "t/queue_jobs/j", "t/segments/0", "t/tenants/t"],
    ],
    [
      "everything of a tenant that is deleted",
      (s) => s.tenants.delete("t"),
      ["t/models/m", "t/notifications/n", "t/predictions/p", "t/queue_jobs/j", "t/segments/0", "t/tenants/t"],
    ],
  ] as [string, (store: Store) => unknown, string[]][]) {
    test(`names ${name}`, () => {
      const store = mirrored();
      store.models.insert("t", modelRow("m"));
      store.predictions.insert("t", predictionRow("p"));
      store.notifications.insert("t", { ...notice, id: "n" });
      addJob(store, "t", "j");
      clear(store);
      change(store);
      expect(waiting(store).sort()).toEqual(expected);
    });
  }

  test("says nothing of what is not copied: a lease, a turn of the pool, a key, an upload", () => {
    const store = mirrored();
    addJob(store, "t", "j");
    const run = store.runs.claim(9, 5)!;
    clear(store);
    store.runs.renew(run, 20);
    store.idempotency.begin("t", "key", "hash", 5);
    expect(waiting(store)).toEqual([]);
  });

  test("is written with the change or not at all", () => {
    const store = mirrored();
    expect(() =>
      store.transaction(() => {
        store.models.insert("t", modelRow("m"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(waiting(store)).toEqual([]);
  });

  test("keeps a row that has changed while it was sent", () => {
    const store = mirrored();
    store.predictions.insert("t", predictionRow("p"));
    const sending = store.mirror.next(FAR, 10);
    store.predictions.setLabel("t", "p", "x");
    store.mirror.sent(sending);
    expect(waiting(store)).toEqual(["t/predictions/p"]);
    clear(store);
    expect(waiting(store)).toEqual([]);
  });

  test("sends the oldest change first, whatever the id, and a changed row once more at the end", () => {
    const store = mirrored();
    clear(store);
    for (const id of ["c", "a", "b"]) store.predictions.insert("t", predictionRow(id));
    const predictions = () => waiting(store).filter((path) => path.includes("/predictions/"));
    expect(predictions()).toEqual(["t/predictions/c", "t/predictions/a", "t/predictions/b"]);
    store.predictions.setLabel("t", "c", "seen");
    expect(predictions()).toEqual(["t/predictions/a", "t/predictions/b", "t/predictions/c"]);
  });

  test("names a row once, however often it changes, under a number that rises", () => {
    const store = mirrored();
    store.predictions.insert("t", predictionRow("p"));
    const first = store.mirror.next(FAR, 10).find(({ collection }) => collection === "predictions")!;
    for (const label of ["a", "b", "c"]) store.predictions.setLabel("t", "p", label);
    const rows = store.mirror.next(FAR, 10).filter(({ collection }) => collection === "predictions");
    expect(rows).toHaveLength(1);
    expect(rows[0]!.sequence).toBeGreaterThan(first.sequence);
  });

  test("sets a refused document aside until its time or its next change, and forgets the reason then", () => {
    const store = mirrored();
    store.predictions.insert("t", predictionRow("p"));
    const row = store.mirror.next(NOW, 10).find(({ collection }) => collection === "predictions")!;
    store.mirror.sent(
      store.mirror.next(NOW, 10).filter((each) => each !== row && each.collection !== "predictions"),
    );
    store.mirror.refused(row, "too large", NOW + 1000);
    expect(store.mirror.next(NOW, 10)).toEqual([]);
    expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 1, oldest: null });
    expect(store.mirror.waits(row)).toBe("too large");
    expect(store.mirror.next(NOW + 1000, 10)).toEqual([{ ...row, tries: 1 }]);
    store.predictions.setLabel("t", "p", "x");
    expect(store.mirror.next(NOW, 10)).toMatchObject([{ id: "p", tries: 1 }]);
    expect(store.mirror.waits(row)).toBe("");
  });
});

describe("switching the mirror on", () => {
  test("names every row that is there, once, and only the newest model's segments", () => {
    const store = openStore();
    store.models.insert("t", modelRow("m1", { segments: [{ segment: 0 }, { segment: 5 }] }));
    store.models.insert("t", modelRow("m2", { createdAt: 2000, segments: [{ segment: 0 }, { segment: 1 }] }));
    store.jobs.insert(
      "t",
      { id: "j", kind: "training", status: "completed", payload: {}, runnable: false },
      1,
    );
    store.mirror.switchOn(NOW);
    const all = [
      "t/models/m1",
      "t/models/m2",
      "t/queue_jobs/j",
      "t/segments/0",
      "t/segments/1",
      "t/tenants/t",
      "t/training_runs/j",
    ];
    expect(waiting(store).sort()).toEqual(all);
    expect(store.mirror.isSwept()).toBe(false);
    clear(store);
    store.mirror.swept();
    store.mirror.switchOn(NOW);
    expect(waiting(store)).toEqual([]);
    expect(store.mirror.isSwept()).toBe(true);
    store.mirror.switchOff();
    store.models.delete("t", "m1");
    store.mirror.switchOn(NOW);
    expect(waiting(store).sort()).toEqual(all.filter((path) => path !== "t/models/m1"));
    expect(store.mirror.isSwept()).toBe(false);
  });

  test("gives numbers above those that were given before, also in the place of a later store", () => {
    const path = join(newFolder(), "perennial.sqlite");
    const store = openStore(path);
    store.mirror.switchOn(NOW);
    store.models.insert("t", modelRow("m"));
    const backup = join(newFolder(), "backup");
    store.backup(backup);
    store.models.revise("t");
    const last = Math.max(...store.mirror.next(FAR, 10).map(({ sequence }) => sequence));
    closeStore(store);
    restoreStore(backup, path, NOW + 1000);
    const restored = openStore(path);
    expect(restored.mirror.isOn()).toBe(false);
    restored.mirror.switchOn(NOW + 1000);
    expect(Math.min(...restored.mirror.next(FAR, 10).map(({ sequence }) => sequence))).toBeGreaterThan(last);
    expect(restored.mirror.isSwept()).toBe(false);
  });
});

describe("the lock of who sends", () => {
  test("is one server's at a time, and free when that one ends", () => {
    const path = join(newFolder(), "perennial.sqlite");
    const [first, second] = [openStore(path).mirrorLock(), openStore(path).mirrorLock()];
    expect([first.take(), first.take(), second.take()]).toEqual([true, true, false]);
    first.release();
    expect([second.take(), first.take()]).toEqual([true, false]);
    second.release();
  });
});
