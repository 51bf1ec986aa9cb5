import { describe, expect, test } from "bun:test";
import { destinationDue, destinationLoop } from "../../src/destinations/schedule";
import { sendAfterTrainings, startRun } from "../../src/destinations/start-run";
import type { DestinationRow } from "../../src/store/destinations";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { modelRow } from "../store/rows";

cleanUpAfterwards();
const AT = (text: string) => Date.parse(`${text}Z`);
const log = { info: () => {}, warn: () => {}, error: () => {} };

test.each([
  ["daily", 1, 6, "2026-11-29T05:59", "2026-11-29T06:00"],
  ["daily", 1, 6, "2026-11-29T06:00", "2026-11-30T06:00"],
  // 29 November 2026 is a Sunday.
  ["weekly", 1, 6, "2026-11-29T06:00", "2026-11-30T06:00"],
  ["weekly", 7, 6, "2026-11-29T06:00", "2026-12-06T06:00"],
] as const)("%s on day %i at %i is due after %s at %s", (every, day, hour, after, due) => {
  expect(destinationDue({ every, day, hour }, AT(after))).toBe(AT(due));
});

test("a destination that waits for trainings, or for a person, waits for no hour", () => {
  for (const every of ["training", "never"] as const)
    expect(destinationDue({ every, day: 1, hour: 6 }, 0)).toBeNull();
});

function shop() {
  const store = openStore();
  store.models.insert("shop", modelRow("m1"));
  store.tenants.setDefaultModel("shop", "m1");
  const add = (id: string, of: Partial<DestinationRow>) =>
    store.destinations.save("shop", {
      ...{ id, name: id, settings: {}, every: "never", day: 1, hour: 6, nextDue: null, createdAt: 1 },
      ...of,
    });
  const runs = (id: string) =>
    store.destinationRuns.list("shop", id, 10).map(({ reason, modelId, state }) => [reason, modelId, state]);
  return { store, add, runs };
}

describe("a run", () => {
  test("is started once for each time that was due, however late", () => {
    const { store, add, runs } = shop();
    add("d", { every: "daily", nextDue: AT("2026-11-20T06:00") });
    const loop = destinationLoop({ store, log, now: () => AT("2026-11-29T07:00") });
    loop.look();
    loop.look();
    expect(runs("d")).toEqual([["schedule", "m1", "waiting"]]);
    expect(store.destinations.find("shop", "d")!.nextDue).toBe(AT("2026-11-30T06:00"));
  });

  test("takes the place of one that still waits, but not of one that is being sent", () => {
    const { store, add, runs } = shop();
    add("d", {});
    startRun(store, "shop", { id: "d" }, "request", 10);
    startRun(store, "shop", { id: "d" }, "request", 20);
    expect(runs("d").map(([, , state]) => state)).toEqual(["waiting", "failed"]);
    const [sending] = store.outbox.claim("destination", { atOnce: 1, now: 30, lostAt: 99 });
    startRun(store, "shop", { id: "d" }, "request", 40);
    expect(runs("d").map(([, , state]) => state)).toEqual(["waiting", "waiting", "failed"]);
    expect(store.outbox.find("shop", sending!.id)!.state).toBe("sending");
  });

  test("is not sent while somebody is being erased", () => {
    const { store, add } = shop();
    add("d", {});
    startRun(store, "shop", { id: "d" }, "request", 10);
    expect(store.outbox.waiting().destination).toBe(1);
    store.erasures.ask("shop", { scope: "customer", customer_id: "c1" }, 20);
    expect(store.outbox.claim("destination", { atOnce: 1, now: 30, lostAt: 99 })).toEqual([]);
  });

  test("follows a training whose model is the default from now on, and no other job", () => {
    const { store, add, runs } = shop();
    add("after", { every: "training" });
    add("never", {});
    const stop = sendAfterTrainings(store, () => 50);
    const train = (id: string, result: object) => {
      store.jobs.insert("shop", { id, kind: "training", status: "queued", payload: {}, runnable: true }, 40);
      const { attempt } = store.runs.claim(99, 41)!;
      store.runs.complete({ tenant: "shop", id, attempt }, result, 42);
    };
    train("old data", { model_id: "m0", is_default: false });
    expect(runs("after")).toEqual([]);
    train("new data", { model_id: "m2", is_default: true });
    expect(runs("after")).toEqual([["training", "m2", "waiting"]]);
    expect(runs("never")).toEqual([]);
    stop();
    train("later", { model_id: "m3", is_default: true });
    expect(runs("after")).toHaveLength(1);
  });

  test("needs a model, and is forgotten with its destination and with its tenant", () => {
    const { store, add, runs } = shop();
    const empty = openStore();
    expect(startRun(empty, "nobody", { id: "d" }, "request", 1)).toBeNull();
    add("d", {});
    const id = startRun(store, "shop", { id: "d" }, "request", 10)!;
    expect(store.destinations.delete("shop", "d")).toBe(true);
    expect([runs("d"), store.outbox.find("shop", id)]).toEqual([[], null]);
    add("e", {});
    startRun(store, "shop", { id: "e" }, "request", 10);
    store.tenants.empty("shop", "");
    expect([store.destinations.list("shop"), store.destinationRuns.list("shop", "e", 9)]).toEqual([[], []]);
  });

  test("of another tenant is out of reach", () => {
    const { store, add } = shop();
    add("d", {});
    const id = startRun(store, "shop", { id: "d" }, "request", 10)!;
    expect(store.destinations.find("other", "d")).toBeNull();
    expect(store.destinationRuns.find("other", id)).toBeNull();
    expect(store.destinations.delete("other", "d")).toBe(false);
  });
});
