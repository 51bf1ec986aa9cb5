import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { UserError } from "../../src/errors";
import { documentOf } from "../../src/mirror/documents";
import type { MirrorTarget, Write } from "../../src/mirror/target";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { addJob, modelRow, predictionRow } from "../store/rows";
import {
  contentOf,
  failing,
  MovingClock,
  newFirestore,
  senderOf,
  serviceError,
} from "./firestore-in-process";

cleanUpAfterwards();

function predictions(store: Store, count: number, from = 0): void {
  store.transaction(() => {
    for (let i = from; i < from + count; i++) store.predictions.insert("t", predictionRow(`p${i}`));
  });
}

const has = (writes: readonly Write[], id: string) => writes.some(({ key }) => key.id === id);

/** Runs the loop until `isDone`, looked at with every wait. */
async function runUntil(
  sender: { start(): void; stop(graceMs: number): Promise<void> },
  clock: MovingClock,
  isDone: () => boolean,
): Promise<void> {
  await new Promise<void>((resolve) => {
    clock.onWait = () => isDone() && resolve();
    sender.start();
  });
  await sender.stop(1000);
}

describe("the sender", () => {
  test("copies every kind of row with the fields of the API, moments as Firestore's own", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    store.models.insert("t", modelRow("m1", { createdAt: 1_234_567 }));
    store.tenants.setDefaultModel("t", "m1");
    store.predictions.insert("t", predictionRow("p1", { label: "good" }));
    store.notifications.insert("t", {
      id: "n1",
      kind: "drift",
      tone: "warn",
      title: "Customers have changed",
      text: "…",
      link: "/app",
      createdAt: 5,
      readAt: null,
    });
    store.jobs.insert(
      "t",
      {
        id: "j1",
        kind: "training",
        status: "completed",
        payload: { dataset_path: "d", seed: 7 },
        runnable: false,
      },
      1000,
    );
    store.jobs.patch("t", "j1", { result: { model_id: "m1", metrics: { churn_auc: 0.8 } } }, 2000);
    await senderOf(store, target).drain();
    const content = contentOf(controller);
    expect(Object.keys(content).sort()).toEqual([
      "tenants/t",
      "tenants/t/models/m1",
      "tenants/t/notifications/n1",
      "tenants/t/predictions/p1",
      "tenants/t/queue_jobs/j1",
      "tenants/t/segments/0",
      "tenants/t/training_runs/j1",
    ]);
    expect(content["tenants/t"]).toMatchObject({ latest_run: "j1", default_model: "m1", settings: {} });
    expect(content["tenants/t/models/m1"]).toMatchObject({
      model_id: "m1",
      metrics: { churn_auc: 0.75 },
      artifact_prefix: "tenants/any/models/m1",
    });
    const { created_at } = content["tenants/t/models/m1"] as { created_at: { toMillis(): number } };
    expect(created_at.toMillis()).toBe(1_234_567);
    expect(content["tenants/t/segments/0"]).toMatchObject({ segment: 0, name: "Champions", model_id: "m1" });
    expect(content["tenants/t/training_runs/j1"]).toMatchObject({
      run_id: "j1",
      status: "completed",
      dataset_path: "d",
      params: { seed: 7 },
      metrics: { churn_auc: 0.8 },
      model_id: "m1",
      error: null,
    });
    expect(content["tenants/t/queue_jobs/j1"]).toMatchObject({
      queue_id: "j1",
      kind: "training",
      error: null,
    });
    expect(content["tenants/t/predictions/p1"]).toMatchObject({
      prediction_id: "p1",
      label: "good",
      batch_file_url: null,
    });
    expect(content["tenants/t/notifications/n1"]).toMatchObject({
      notification_id: "n1",
      tone: "warn",
      read_at: null,
    });
    expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 0, oldest: null });
  });

  test("takes away the documents of rows that are gone, of a whole tenant too", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const sender = senderOf(store, target);
    for (const tenant of ["t", "other"]) {
      store.models.insert(tenant, modelRow("m1"));
      addJob(store, tenant, "j1");
      store.predictions.insert(tenant, predictionRow("p1", { payload: { customer_id: 7 } }));
    }
    await sender.drain();
    store.predictions.forgetCustomer("other", "7");
    store.tenants.delete("t");
    await sender.drain();
    expect(Object.keys(contentOf(controller)).sort()).toEqual([
      "tenants/other",
      "tenants/other/models/m1",
      "tenants/other/queue_jobs/j1",
      "tenants/other/segments/0",
    ]);
  });

  test("sends no more than 500 at once, and less where they are large", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const sizes: number[] = [];
    const watched = failing(target, (writes) => {
      sizes.push(writes.length);
      return null;
    });
    predictions(store, 1200);
    await senderOf(store, watched).drain();
    expect(sizes).toEqual([500, 500, 201]);
    const large = "x".repeat(900_000);
    for (let i = 0; i < 20; i++) store.predictions.setResult("t", `p${i}`, { large });
    sizes.length = 0;
    await senderOf(store, watched).drain();
    expect(sizes).toEqual([9, 9, 2]);
    expect(Object.keys(contentOf(controller))).toHaveLength(1201);
  });

  test("sends a row again that has changed while it was sent", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 1);
    let changes = 0;
    const changing = failing(target, () => {
      if (changes++ < 3) store.predictions.setLabel("t", "p0", `v${changes}`);
      return null;
    });
    await senderOf(store, changing).drain();
    expect(contentOf(controller)["tenants/t/predictions/p0"]).toMatchObject({ label: "v3" });
  });

  test("does not write again what was written before the process died", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 3);
    const sender = senderOf(store, target);
    const rows = store.mirror.next(8e15, 10);
    await sender.drain();
    const writtenAt = () =>
      controller.database.toMetaArray().map(({ path, updateTime }) => [path, updateTime]);
    const before = writtenAt();
    // As if what was sent had not been noted.
    const writes = rows.map((row) => ({ key: row, fields: documentOf(store, row), version: row.sequence }));
    expect(await target.apply(writes)).toBe(0);
    expect(writtenAt()).toEqual(before);
    expect(before).toHaveLength(4);
  });

  test("cannot be overtaken by the commit of one that was killed, still under way", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 1);
    await senderOf(store, target).drain();
    const reference = controller.firestore().doc("tenants/t/predictions/p0");
    const read = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const late = controller.firestore().runTransaction(
      async (transaction) => {
        await transaction.get(reference);
        read.resolve();
        await go.promise;
        transaction.set(reference, { label: "old" });
      },
      { maxAttempts: 1 },
    );
    await read.promise;
    store.predictions.setLabel("t", "p0", "new");
    await senderOf(store, target).drain();
    go.resolve();
    expect(late).rejects.toThrow();
    await late.catch(() => {});
    expect(contentOf(controller)["tenants/t/predictions/p0"]!.label).toBe("new");
  });

  test("has one of the servers that share a store send, and the next take over", async () => {
    const path = join(newFolder(), "perennial.sqlite");
    const [store, other] = [openStore(path), openStore(path)];
    const { controller, target: firestore } = newFirestore();
    const target = failing(firestore, () => null);
    predictions(store, 1);
    const clocks = [new MovingClock(), new MovingClock()] as const;
    const first = senderOf(store, target, clocks[0]);
    const second = senderOf(other, target, clocks[1]);
    first.start();
    const stoodBy = Promise.withResolvers<void>();
    clocks[1].onWait = () => second.state.doing === "standing by" && stoodBy.resolve();
    second.start();
    await stoodBy.promise;
    await first.stop(1000);
    predictions(store, 1, 5);
    await new Promise<void>((resolve) => {
      clocks[1].onWait = () => "tenants/t/predictions/p5" in contentOf(controller) && resolve();
    });
    expect(second.state.doing).toBe("sending");
    await second.stop(1000);
  });
});

describe("a Firestore that fails", () => {
  test("is tried again after growing pauses, tells since when and why, and gets everything in the end", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const clock = new MovingClock();
    predictions(store, 3);
    let failures = 0;
    const away = failing(target, () =>
      failures++ < 12 ? serviceError(14, 'UNAVAILABLE: no "secret" there') : null,
    );
    const sender = senderOf(store, away, clock);
    const states: string[] = [];
    await runUntil(sender, clock, () => {
      const { state } = sender;
      states.push(
        state.doing === "failing" ? `${state.since - Date.UTC(2030, 0, 1)} ${state.reason}` : state.doing,
      );
      return state.doing === "sending" && states.length > 12;
    });
    expect(clock.waited.slice(0, 13)).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000, 60_000, 500,
    ]);
    expect(states[0]).toBe("0 UNAVAILABLE: no … there");
    expect(states[11]).toBe(states[0]!);
    expect(Object.keys(contentOf(controller))).toHaveLength(4);
    expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 0 });
  });

  test("holds nothing back for good where it cannot say why", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const clock = new MovingClock();
    predictions(store, 50);
    let calls = 0;
    const confused = failing(target, () => (calls++ < 9 ? serviceError(13, "INTERNAL: oh") : null));
    const sender = senderOf(store, confused, clock);
    await runUntil(sender, clock, () => store.mirror.state().waiting === 0);
    expect(Object.keys(contentOf(controller))).toHaveLength(51);
    expect(store.mirror.state().setAside).toBe(0);
  });

  test("is connected to again when the account is not taken, and says what its file lacks", async () => {
    const store = openStore();
    const { target } = newFirestore();
    const clock = new MovingClock();
    predictions(store, 1);
    let connections = 0;
    const connect = async () => {
      connections++;
      if (connections === 1) throw new UserError("the file is no account");
      return failing(target, () => (connections === 2 ? serviceError(16, "UNAUTHENTICATED: who?") : null));
    };
    const reasons: string[] = [];
    const sender = senderOf(store, target, clock, { connect });
    await runUntil(sender, clock, () => {
      if (sender.state.doing === "failing") reasons.push(sender.state.reason);
      return store.mirror.state().waiting === 0;
    });
    expect(reasons).toEqual(["the file is no account", "UNAUTHENTICATED: who?"]);
    expect(connections).toBe(3);
  });
});

describe("a Firestore that does not answer", () => {
  test("is told as one that fails, does not keep the server from ending, and what was sent is sent again", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const clock = new MovingClock();
    predictions(store, 1);
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<number>();
    const silent: MirrorTarget = {
      ...failing(target, () => null),
      apply: () => {
        asked.resolve();
        return answer.promise;
      },
    };
    const sender = senderOf(store, silent, clock);
    sender.start();
    await asked.promise;
    expect(sender.state).toEqual({ doing: "sending" });
    const since = clock.time;
    clock.time += 15_000;
    expect(sender.state).toEqual({ doing: "failing", since, reason: "Firestore does not answer" });
    await sender.stop(0);
    await senderOf(store, target, clock).drain();
    expect(Object.keys(contentOf(controller))).toHaveLength(2);
    answer.resolve(2);
  });
});

describe("a document that Firestore refuses", () => {
  test("does not keep the others, is set aside with its reason, and is tried again more and more seldom", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    const clock = new MovingClock();
    predictions(store, 700);
    let tries = 0;
    const picky = failing(target, (writes) => {
      if (!has(writes, "p123")) return null;
      if (writes.length === 1) tries++;
      return serviceError(3, 'INVALID_ARGUMENT: The value "of customer 7" is bad.');
    });
    const sender = senderOf(store, picky, clock);
    await sender.drain();
    expect(Object.keys(contentOf(controller))).toHaveLength(700);
    expect(store.mirror.waits({ tenant: "t", collection: "predictions", id: "p123" })).toBe(
      "INVALID_ARGUMENT: The value … is bad.",
    );
    expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 1, oldest: null });
    expect(tries).toBe(1);
    const pauses: number[] = [];
    for (let i = 0; i < 14; i++) {
      const before = clock.time;
      while (store.mirror.next(clock.time, 1).length === 0) clock.time += 1000;
      pauses.push((clock.time - before) / 1000);
      await sender.drain();
    }
    expect(tries).toBe(15);
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]);
  });

  test("is written with its next change that it takes", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 2);
    const picky = failing(target, (writes) =>
      writes.some(({ fields }) => fields?.prediction_id === "p1" && fields.label === null)
        ? serviceError(3, "INVALID_ARGUMENT: no")
        : null,
    );
    const sender = senderOf(store, picky);
    await sender.drain();
    store.predictions.setLabel("t", "p1", "x");
    await sender.drain();
    expect(contentOf(controller)["tenants/t/predictions/p1"]).toMatchObject({ label: "x" });
    expect(store.mirror.state().setAside).toBe(0);
  });

  test("is told from a service that fails by whether others get through", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 64);
    const strange = failing(target, (writes) => (has(writes, "p7") ? serviceError(2, "UNKNOWN: ?") : null));
    await senderOf(store, strange).drain();
    expect(Object.keys(contentOf(controller))).toHaveLength(64);
    expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 1 });
  });

  for (const [name, payload] of [
    ["arrays within arrays", { rows: [[1, [2, []]], [{ a: [[3]] }]] }],
    ["reserved and empty names", { __x__: 1, a: { "": 2 }, $list: [1], b: { $json: "x" } }],
    ["more than 20 levels", JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`)],
    ["names with dots and slashes", { "a.b": { "c/d": 1, "`": 2 } }],
    [
      "a megabyte and more",
      { rows: Array.from({ length: 40_000 }, (_, i) => ({ CustomerID: i, text: "x".repeat(40) })) },
    ],
    ["a text of two megabytes", { text: "€".repeat(700_000) }],
  ] as [string, object][]) {
    test(`is none for ${name}: Firestore takes it in another form`, async () => {
      const store = openStore();
      const { controller, target } = newFirestore();
      store.jobs.insert("t", { id: "..", kind: "email", status: "queued", payload, runnable: false }, 1);
      store.jobs.insert("t", { id: "a/b%", kind: "email", status: "queued", payload, runnable: false }, 1);
      await senderOf(store, target).drain();
      expect(store.mirror.state()).toMatchObject({ waiting: 0, setAside: 0 });
      expect(Object.keys(contentOf(controller)).sort()).toEqual([
        "tenants/t",
        "tenants/t/queue_jobs/%2E.",
        "tenants/t/queue_jobs/a%2Fb%25",
      ]);
    });
  }
});

describe("a mirror that was off for a while", () => {
  test("takes away what was deleted meanwhile", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    predictions(store, 5);
    store.models.insert("gone", modelRow("m1"));
    await senderOf(store, target).drain();
    store.mirror.switchOff();
    store.predictions.delete("t", "p2");
    store.tenants.delete("gone");
    predictions(store, 1, 9);
    const sender = senderOf(store, target);
    await sender.drain();
    expect(Object.keys(contentOf(controller)).sort()).toEqual([
      "tenants/t",
      ...["p0", "p1", "p3", "p4", "p9"].map((id) => `tenants/t/predictions/${id}`),
    ]);
    expect(store.mirror.isSwept()).toBe(true);
  });
});
