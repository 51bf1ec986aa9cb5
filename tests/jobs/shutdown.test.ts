import { describe, expect, test } from "bun:test";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { startQueue, stopQueuesAfterwards } from "./stage";

stopQueuesAfterwards();
cleanUpAfterwards();

describe("stopping a queue", () => {
  test("lets a run finish within the grace, and claims nothing more", async () => {
    const store = openStore();
    const { queue, stage } = startQueue(store);
    queue.enqueue("t", "training", {}, "j");
    queue.enqueue("t", "training", {}, "next");
    const visit = await stage.next();
    const stopped = queue.stop({ graceMs: 3_600_000 });
    visit.tell({ do: "finish", outcome: { ok: true } });
    await stopped;
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "completed", result: { ok: true } });
    expect(store.jobs.find("t", "next")).toMatchObject({ status: "queued", attempt: 0 });
    expect(queue.status()).toMatchObject({ running: 0, idleProcesses: 0 });
  });

  test("puts back what is not done by then, without blame, and another queue runs it", async () => {
    const store = openStore();
    const first = startQueue(store);
    first.queue.enqueue("t", "training", {}, "j");
    await first.stage.next();
    await first.queue.stop({ graceMs: 0 });
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "queued", kills: 0, attempt: 1 });
    expect(first.discarded).toEqual([]);

    const second = startQueue(store);
    const visit = await second.stage.next();
    expect(visit).toMatchObject({ job: "t/j", attempt: 2 });
    visit.tell({ do: "finish", outcome: {} });
    expect(await second.queue.waitForEnd("t", "j")).toMatchObject({ status: "completed", kills: 0 });
  });

  test("lets go of those who wait for a job", async () => {
    const store = openStore();
    const { queue, stage } = startQueue(store);
    queue.enqueue("t", "training", {}, "j");
    await stage.next();
    const end = queue.waitForEnd("t", "j");
    const events = Array.fromAsync(queue.events("t", "j", 0));
    await queue.stop({ graceMs: 0 });
    expect((await end)?.status).toBe("queued");
    expect((await events).map(({ event }) => event)).toEqual(["queued", "started", "requeued"]);
  });

  test("cancels what was asked to be cancelled, and does not put it back", async () => {
    const store = openStore();
    const { queue, stage, discarded } = startQueue(store);
    queue.enqueue("t", "training", {}, "j");
    await stage.next();
    queue.cancel("t", "j");
    await queue.stop({ graceMs: 0 });
    expect(store.jobs.find("t", "j")?.status).toBe("cancelled");
    expect(discarded).toEqual(["t/j"]);
  });
});
