import { describe, expect, test } from "bun:test";
import { JobFollower } from "../../src/jobs/job-follower";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { addJob } from "../store/rows";

cleanUpAfterwards();

const progress = (fraction: number) => ({ stage: "reading", fraction, message: "Reading" });

describe("waiting for a job's end", () => {
  test("answers at once where it has ended, or where there is none", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    store.runs.complete(store.runs.claim(3000, 2000)!, { ok: true }, 2500);
    expect((await follower.waitForEnd("t", "j"))?.result).toEqual({ ok: true });
    expect(await follower.waitForEnd("u", "j")).toBeNull();
  });

  test("goes on through requeues until the end", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    const end = follower.waitForEnd("t", "j");
    store.runs.requeue(store.runs.claim(3000, 2000)!, 2100);
    store.runs.fail(store.runs.claim(3000, 2200)!, "no", 2300);
    expect(await end).toMatchObject({ status: "failed", error: "no", attempt: 2 });
  });

  test("ends with the request that waits", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    const request = new AbortController();
    const end = follower.waitForEnd("t", "j", request.signal);
    request.abort(new Error("the client went away"));
    await expect(end).rejects.toThrow("the client went away");
    await expect(follower.waitForEnd("t", "j", request.signal)).rejects.toThrow("the client went away");
  });

  test("ends with the server, and tells how far the job is", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    const end = follower.waitForEnd("t", "j");
    follower.close();
    expect(await end).toMatchObject({ status: "queued" });
  });

  test("sees what another process did when it looks again", async () => {
    const here = openStore();
    const there = openStore(here.path);
    const follower = new JobFollower(here.jobs);
    addJob(here, "t", "j");
    const end = follower.waitForEnd("t", "j");
    there.runs.complete(there.runs.claim(3000, 2000)!, { by: "there" }, 2500);
    follower.lookAgain();
    expect((await end)?.result).toEqual({ by: "there" });
  });
});

describe("following a job's events", () => {
  test("gives those from before and those to come, and ends behind the last", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    const events = follower.events("t", "j", 0);
    expect((await events.next()).value).toMatchObject({ sequence: 1, event: "queued" });
    const started = events.next();
    const run = store.runs.claim(3000, 2000)!;
    expect((await started).value).toMatchObject({ sequence: 2, event: "started", data: { attempt: 1 } });
    store.runs.progress(run, progress(0.1), 2100);
    store.runs.progress(run, progress(0.2), 2200);
    store.runs.complete(run, { ok: true }, 2300);
    const rest = await Array.fromAsync(events);
    expect(rest).toEqual([
      { sequence: 4, event: "progress", data: progress(0.2) },
      { sequence: 5, event: "completed", data: { ok: true } },
    ]);
  });

  test("goes on behind the number that a client has seen last", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    store.runs.fail(store.runs.claim(3000, 2000)!, "no", 2500);
    expect((await Array.fromAsync(follower.events("t", "j", 2))).map(({ event }) => event)).toEqual([
      "failed",
    ]);
    expect(await Array.fromAsync(follower.events("t", "j", 3))).toEqual([]);
    expect(await Array.fromAsync(follower.events("u", "j", 0))).toEqual([]);
  });

  test("ends with the request that follows", async () => {
    const store = openStore();
    const follower = new JobFollower(store.jobs);
    addJob(store, "t", "j");
    const request = new AbortController();
    const events = follower.events("t", "j", 1, request.signal);
    const next = events.next();
    request.abort(new Error("the client went away"));
    await expect(next).rejects.toThrow("the client went away");
  });
});
