import { beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { readConfig } from "../../../src/config";
import { endEvents, isAsked, requestEvent } from "../../../src/jobs/inngest/events";
import { inngestOff, openInngest } from "../../../src/jobs/inngest/open-inngest";
import { Queue } from "../../../src/jobs/queue";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "../../store/open-store";

cleanUpAfterwards();

const silent = { info() {}, warn() {}, error() {} };
const KEYS = { INNGEST_EVENT_KEY: "events-1", INNGEST_SIGNING_KEY: "signkey-test-12345678" };
const NOW = 1_000_000;

let path: string;
let store: Store;
beforeEach(() => {
  path = join(newFolder(), "perennial.sqlite");
  store = openStore(path, NOW);
});

function open(environment: Record<string, string>) {
  const handlers = {} as ConstructorParameters<typeof Queue>[0]["handlers"];
  const queue = new Queue({ store, handlers, log: silent, workers: 1, now: () => NOW });
  return openInngest({ config: readConfig(environment), store, queue, log: silent, now: () => NOW });
}

const due = () => store.outbox.claim("inngest", { atOnce: 10, now: NOW, lostAt: NOW + 1 });
const namesOf = (events: readonly { event: string }[]) => events.map(({ event }) => event);

describe("Inngest", () => {
  test("is on with both keys or in development mode, and else off", () => {
    expect(open({})).toBeNull();
    expect(open({ INNGEST_DEV: "0" })).toBeNull();
    expect(open(KEYS)?.status().detail).toStartWith("Signed calls.");
    expect(open({ INNGEST_DEV: "1" })?.status().detail).toStartWith("Development mode");
  });

  test("in development mode takes calls that are not signed", async () => {
    const inngest = open({ INNGEST_DEV: "http://127.0.0.1:1" })!;
    const url = "http://127.0.0.1:8000/api/inngest";
    const answer = await inngest.answer(new Request(url, { headers: { Host: "127.0.0.1:8000" } }));
    expect(await answer.json()).toMatchObject({ mode: "dev", function_count: 10 });
  });

  test("where it is off shows which variables to set", () => {
    const { state, detail } = inngestOff({ store, log: silent, now: () => NOW }).status();
    expect(state).toBe("off");
    expect(detail).toContain("INNGEST_SIGNING_KEY");
  });

  test("that was switched off leaves nothing lying: what it was asked for runs here, and its events are forgotten", () => {
    const job = {
      id: "a",
      kind: "email",
      status: "queued",
      payload: { text: "a" },
      runnable: false,
    } as const;
    store.jobs.insert("shop", job, NOW);
    store.outbox.insert("shop", requestEvent("shop", job), NOW);
    store.outbox.insert(
      "shop",
      { id: "told", channel: "inngest", target: null, event: "job.finished", payload: {} },
      NOW,
    );
    inngestOff({ store, log: silent, now: () => NOW }).start?.();
    expect(store.jobs.find("shop", "a")).toMatchObject({ runnable: true, payload: { text: "a" } });
    expect(due()).toEqual([]);
    expect(store.outbox.leftLying(NOW + 1, 10)).toEqual([]);
  });

  test("also tells of a job that ended because its server had died", async () => {
    const job = { id: "a", kind: "training", status: "queued", payload: {}, runnable: true } as const;
    store.jobs.insert("shop", job, NOW);
    store.runs.claim(NOW + 30_000, NOW);
    store.jobs.requestCancel("shop", "a", NOW);
    closeStore(store);
    store = openStore(path, NOW);
    expect(store.jobs.find("shop", "a")).toMatchObject({ status: "cancelled" });
    const inngest = open(KEYS)!;
    inngest.start();
    expect(namesOf(due()).sort()).toEqual(["job.cancelled", "job.finished"]);
  });

  test("tells of no job of a tenant that is being erased", () => {
    const inngest = open(KEYS)!;
    store.jobs.insert("shop", { id: "a", kind: "email", status: "queued", payload: {}, runnable: true }, NOW);
    store.erasures.ask("shop", { scope: "tenant" }, NOW);
    expect(store.jobs.find("shop", "a")).toMatchObject({ status: "cancelled" });
    expect(store.outbox.waiting().inngest).toBe(0);
    expect(inngest.status().state).toBe("well");
  });
});

test("what is to be sent goes with its tenant, erased or deleted", () => {
  for (const erase of ["empty", "delete"] as const) {
    const job = { id: "a", kind: "email", status: "queued", payload: {}, runnable: false } as const;
    store.jobs.insert("shop", job, NOW);
    store.outbox.insert("shop", requestEvent("shop", job), NOW);
    expect(store.outbox.waiting().inngest).toBe(1);
    if (erase === "empty") store.tenants.empty("shop", "none");
    else store.tenants.delete("shop");
    expect(store.outbox.waiting().inngest).toBe(0);
  }
});

describe("the news of a job's end", () => {
  const ended = (payload: object, error: string) => {
    const row = { id: "a", kind: "prediction", status: "queued", runnable: false } as const;
    store.jobs.insert("shop", { ...row, payload }, NOW);
    store.jobs.patch("shop", "a", { status: "failed", error }, NOW);
    const job = store.jobs.find("shop", "a")!;
    if (!isAsked(job)) throw new Error("a prediction can be asked for");
    return endEvents(job)[0]!;
  };

  test("names the try, so that each end is news of its own", () => {
    expect(ended({ mode: "batch" }, "no model").id).toBe("shop/a/finished/0");
  });

  test("of one customer's prediction says nothing that may name him", () => {
    expect(ended({ mode: "single" }, "There is no customer 17.").payload).not.toHaveProperty("error");
  });

  test("is short, however long the error is", () => {
    const { error } = ended({ mode: "batch" }, "x".repeat(10_000)).payload as { error: string };
    expect(error.length).toBeLessThan(1100);
  });
});
