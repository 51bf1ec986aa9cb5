import { beforeEach, describe, expect, test } from "bun:test";
import { EventChannel, PATIENCE_MS } from "../../../src/jobs/inngest/event-channel";
import { requestEvent } from "../../../src/jobs/inngest/events";
import { Outbox } from "../../../src/jobs/outbox";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, openStore } from "../../store/open-store";

const silent = { info() {}, warn() {}, error() {} };

cleanUpAfterwards();

let store: Store;
let now: number;
let isAway: boolean;
let sent: string[];
let calls: number[];
let channel: EventChannel;
let outbox: Outbox;
beforeEach(() => {
  store = openStore();
  now = 1_000_000;
  isAway = false;
  sent = [];
  calls = [];
  outbox = outboxOf();
});

function outboxOf(): Outbox {
  channel = new EventChannel({
    store,
    log: silent,
    now: () => now,
    send: async (events) => {
      if (isAway) throw new Error("nobody answers");
      calls.push(events.length);
      sent.push(...events.map(({ payload }) => (payload as { queue_id: string }).queue_id));
    },
  });
  return new Outbox({
    store,
    log: silent,
    now: () => now,
    random: () => 0,
    channels: { inngest: channel },
  });
}

async function look(outbox: Outbox): Promise<void> {
  outbox.look();
  await outbox.settled();
}

function ask(id: string): void {
  const job = { id, kind: "email", status: "queued", payload: { text: id }, runnable: false } as const;
  store.jobs.insert("shop", job, now);
  store.outbox.insert("shop", requestEvent("shop", job), now);
}

describe("the channel of events", () => {
  test("sends what waits, once", async () => {
    ask("a");
    ask("b");
    await look(outbox);
    await look(outbox);
    expect(sent).toEqual(["a", "b"]);
    expect(channel.lastSent).toBe(now);
  });

  test("keeps a request until its job begins, and nothing of the news that it has sent", async () => {
    ask("a");
    const news = { id: "n", channel: "inngest", target: null, event: "job.finished", payload: {} } as const;
    store.outbox.insert("shop", news, now);
    await look(outbox);
    expect(calls).toEqual([2]);
    expect(store.outbox.find("shop", "shop/a/requested")).toMatchObject({ state: "delivered" });
    expect(store.outbox.find("shop", "n")).toBeNull();
  });

  test("tries again later and later while Inngest is away, and another server goes on with what the first has left", async () => {
    isAway = true;
    ask("a");
    await look(outbox);
    expect(channel.lastError).toBe("nobody answers");
    isAway = false;
    now += 999;
    await look(outboxOf());
    expect(sent).toEqual([]);
    now += 1;
    await look(outboxOf());
    expect(sent).toEqual(["a"]);
  });

  test("waits twice as long after each failure, five minutes at most", async () => {
    isAway = true;
    store.tenants.ensure("shop", now);
    const news = { id: "n", channel: "inngest", target: null, event: "job.finished", payload: {} } as const;
    store.outbox.insert("shop", news, now);
    const pauses: number[] = [];
    for (let tried = 0; tried < 11; tried++) {
      await look(outbox);
      const { nextAt } = store.outbox.find("shop", "n")!;
      pauses.push((nextAt! - now) / 1000);
      now = nextAt!;
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  test("runs here what Inngest was not told of, or has not handed over, in two minutes", async () => {
    ask("told");
    await look(outbox);
    isAway = true;
    ask("untold");
    now += PATIENCE_MS;
    await look(outbox);
    expect(store.jobs.find("shop", "told")).toMatchObject({ runnable: false });
    now += 1;
    await look(outbox);
    for (const id of ["told", "untold"])
      expect(store.jobs.find("shop", id)).toMatchObject({ runnable: true, payload: { text: id } });
    isAway = false;
    now += 1_000_000;
    await look(outbox);
    expect(sent).toEqual(["told"]);
  });

  test("runs nothing that was cancelled or taken up meanwhile", async () => {
    ask("cancelled");
    ask("taken");
    await look(outbox);
    store.jobs.requestCancel("shop", "cancelled", now);
    store.jobs.makeRunnable("shop", "taken", { text: "as asked" }, now);
    store.outbox.removeAll("shop", "inngest", "taken");
    now += PATIENCE_MS + 1;
    await look(outbox);
    expect(store.jobs.find("shop", "cancelled")).toMatchObject({ status: "cancelled", runnable: false });
    expect(store.jobs.find("shop", "taken")).toMatchObject({ payload: { text: "as asked" } });
  });

  test("sends in the order in which it happened, in parts of a hundred", async () => {
    for (let i = 0; i < 250; i++, now++) ask(`job-${String(i).padStart(3, "0")}`);
    await look(outbox);
    expect(sent).toEqual(Array.from({ length: 250 }, (_, i) => `job-${String(i).padStart(3, "0")}`));
    expect(calls).toEqual([100, 100, 50]);
  });

  test("knows no event of a tenant that is gone", async () => {
    store.outbox.insert("nobody", requestEvent("nobody", { id: "x", kind: "email", payload: {} }), now);
    ask("a");
    store.tenants.delete("shop");
    await look(outbox);
    expect(sent).toEqual([]);
  });
});
