import { beforeEach, describe, expect, test } from "bun:test";
import { backOffMs, EventSender, PATIENCE_MS } from "../../../src/jobs/inngest/event-sender";
import { requestEvent } from "../../../src/jobs/inngest/events";
import type { DueEvent } from "../../../src/store/inngest-events";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, openStore } from "../../store/open-store";

const silent = { info() {}, warn() {}, error() {} };

cleanUpAfterwards();

let store: Store;
let now: number;
let isAway: boolean;
let sent: DueEvent[];
let sender: EventSender;
beforeEach(() => {
  store = openStore();
  now = 1_000_000;
  isAway = false;
  sent = [];
  sender = senderOf();
});

function senderOf(): EventSender {
  return new EventSender({
    store,
    log: silent,
    now: () => now,
    send: async (events) => {
      if (isAway) throw new Error("nobody answers");
      sent.push(...events);
    },
  });
}

function ask(id: string): void {
  const job = { id, kind: "email", status: "queued", payload: { text: id }, runnable: false } as const;
  store.jobs.insert("shop", job, now);
  store.inngestEvents.add("shop", requestEvent("shop", job), now);
}

describe("the sender of events", () => {
  test("sends what waits, once", async () => {
    ask("a");
    ask("b");
    await sender.look();
    await sender.look();
    expect(sent.map(({ jobId }) => jobId)).toEqual(["a", "b"]);
    expect(sender.lastSent).toBe(now);
  });

  test("tries again later and later while Inngest is away, and another server goes on with what the first has left", async () => {
    isAway = true;
    ask("a");
    await sender.look();
    expect(sender.lastError).toBe("nobody answers");
    isAway = false;
    now += backOffMs(1) - 1;
    await senderOf().look();
    expect(sent).toEqual([]);
    now += 1;
    await senderOf().look();
    expect(sent.map(({ jobId }) => jobId)).toEqual(["a"]);
  });

  test("waits twice as long after each failure, five minutes at most", () => {
    expect([1, 2, 3, 4].map(backOffMs)).toEqual([1000, 2000, 4000, 8000]);
    expect(backOffMs(30)).toBe(300_000);
  });

  test("runs here what Inngest was not told of, or has not handed over, in two minutes", async () => {
    ask("told");
    await sender.look();
    isAway = true;
    ask("untold");
    now += PATIENCE_MS;
    await sender.look();
    expect(store.jobs.find("shop", "told")).toMatchObject({ runnable: false });
    now += 1;
    await sender.look();
    for (const id of ["told", "untold"])
      expect(store.jobs.find("shop", id)).toMatchObject({ runnable: true, payload: { text: id } });
    isAway = false;
    now += 1_000_000;
    await sender.look();
    expect(sent.map(({ jobId }) => jobId)).toEqual(["told"]);
  });

  test("runs nothing that was cancelled or taken up meanwhile", async () => {
    ask("cancelled");
    ask("taken");
    await sender.look();
    store.jobs.requestCancel("shop", "cancelled", now);
    store.jobs.makeRunnable("shop", "taken", { text: "as asked" }, now);
    store.inngestEvents.takenUp("shop", "taken");
    now += PATIENCE_MS + 1;
    await sender.look();
    expect(store.jobs.find("shop", "cancelled")).toMatchObject({ status: "cancelled", runnable: false });
    expect(store.jobs.find("shop", "taken")).toMatchObject({ payload: { text: "as asked" } });
  });

  test("sends in the order in which it happened, in parts of a hundred", async () => {
    for (let i = 0; i < 250; i++, now++) ask(`job-${String(i).padStart(3, "0")}`);
    await sender.look();
    expect(sent.map(({ jobId }) => jobId)).toEqual(
      Array.from({ length: 250 }, (_, i) => `job-${String(i).padStart(3, "0")}`),
    );
  });

  test("knows no event of a tenant that is gone", async () => {
    store.inngestEvents.add("nobody", requestEvent("nobody", { id: "x", kind: "email", payload: {} }), now);
    ask("a");
    store.tenants.delete("shop");
    await sender.look();
    expect(sent).toEqual([]);
  });
});
