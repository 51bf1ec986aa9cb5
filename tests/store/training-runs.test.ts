import { describe, expect, test } from "bun:test";
import { cleanUpAfterwards, openStore } from "./open-store";
import { addJob, trainingRunRow } from "./rows";

cleanUpAfterwards();

describe("training runs", () => {
  test("are given back as they were put in, those that ended last first, a page at a time", () => {
    const store = openStore();
    const runs = [3, 1, 2, 2].map((endedAt, i) => trainingRunRow(`r${i}`, { endedAt: endedAt * 1000 }));
    for (const run of runs) expect(store.trainingRuns.insert("own", run)).toBe(true);
    store.trainingRuns.insert("other", trainingRunRow("r0", { name: "of another" }));
    expect(store.trainingRuns.find("own", "r0")).toEqual({ ...runs[0]!, sent: null });
    const ids = (after: string | null) => store.trainingRuns.list("own", 2, after).map(({ id }) => id);
    expect([ids(null), ids("r3"), ids("r1"), ids("nowhere")]).toEqual([["r0", "r3"], ["r2", "r1"], [], []]);
    expect([...store.trainingRuns.all("own")].map(({ id }) => id)).toEqual(["r0", "r3", "r2", "r1"]);
    expect(store.trainingRuns.figures("own").map(({ id }) => id)).toEqual(["r0", "r3", "r2", "r1"]);
    expect(store.trainingRuns.list("stranger", 10)).toEqual([]);
    expect(store.trainingRuns.find("stranger", "r0")).toBeNull();
  });

  test("are written once", () => {
    const store = openStore();
    store.trainingRuns.insert("t", trainingRunRow("r"));
    expect(store.trainingRuns.insert("t", trainingRunRow("r", { name: "another" }))).toBe(false);
    expect(store.trainingRuns.find("t", "r")!.name).toBe("training r");
  });

  test("outlive their model, and go with their tenant", () => {
    for (const erase of ["empty", "delete"] as const) {
      const store = openStore();
      for (const tenant of ["own", "other"]) store.trainingRuns.insert(tenant, trainingRunRow("r"));
      store.models.delete("own", "model of r");
      expect(store.trainingRuns.find("own", "r")).not.toBeNull();
      if (erase === "empty") store.tenants.empty("own", "");
      else store.tenants.delete("own");
      expect(store.trainingRuns.find("own", "r")).toBeNull();
      expect(store.trainingRuns.find("other", "r")).not.toBeNull();
    }
  });

  test("are sent the oldest first, those that were refused when their time has come, and each until it is there", () => {
    const store = openStore();
    for (const [tenant, id, endedAt] of [
      ["b", "second", 2],
      ["a", "first", 1],
      ["a", "third", 3],
    ] as const)
      store.trainingRuns.insert(tenant, trainingRunRow(id, { endedAt }));
    const next = (now: number) => store.trainingRuns.nextToSend(now)?.run.id;
    expect(next(10)).toBe("first");
    store.trainingRuns.refused("a", "first", "too long", 100);
    expect(store.trainingRuns.unsent()).toEqual({ waiting: 2, refused: 1 });
    expect(next(10)).toBe("second");
    expect(store.trainingRuns.sent("b", "second", "there", 50)).toBe(true);
    expect(store.trainingRuns.find("b", "second")!.sent).toEqual({ at: 50, as: "there" });
    expect([next(10), next(100)]).toEqual(["third", "first"]);
    expect(store.trainingRuns.nextToSend(100)).toMatchObject({ tenant: "a", tries: 1 });
    store.trainingRuns.sent("a", "first", "x", 1);
    store.trainingRuns.sent("a", "third", "y", 1);
    expect(next(1000)).toBeUndefined();
    expect(store.trainingRuns.sent("a", "gone", "z", 1)).toBe(false);
  });

  test("of an erased tenant are to be deleted where they were sent, and only those", () => {
    const store = openStore();
    for (const tenant of ["sent", "kept", "waiting"]) store.trainingRuns.insert(tenant, trainingRunRow("r"));
    for (const tenant of ["sent", "kept"]) store.trainingRuns.begin(tenant, "r");
    store.tenants.empty("sent", "");
    store.tenants.delete("waiting");
    expect(store.trainingRuns.erasedTenants()).toEqual(["sent"]);
    store.tenants.delete("kept");
    store.trainingRuns.erasedThere("sent");
    expect(store.trainingRuns.erasedTenants()).toEqual(["kept"]);
  });

  test("are missing of trainings of the pool that have ended, until they are written down", () => {
    const store = openStore();
    addJob(store, "t", "ended");
    addJob(store, "t", "waiting", 2000);
    store.jobs.requestCancel("t", "ended", 3000);
    const own = { id: "own", kind: "training", status: "completed", payload: {}, runnable: false } as const;
    store.jobs.insert("t", own, 1000);
    expect(store.trainingRuns.unrecorded()).toEqual([{ tenant: "t", id: "ended" }]);
    store.trainingRuns.insert("t", trainingRunRow("ended"));
    expect(store.trainingRuns.unrecorded()).toEqual([]);
  });
});
