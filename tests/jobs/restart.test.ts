import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "../store/open-store";
import { addJob } from "../store/rows";
import { Stage, startQueue, stopQueuesAfterwards } from "./stage";

stopQueuesAfterwards();
cleanUpAfterwards();

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

/** A store with waiting jobs, and a server of its own process that has begun with two of them. */
async function serverAtWork() {
  const path = join(newFolder(), "perennial.sqlite");
  const store = openStore(path);
  for (const tenant of ["t", "u", "v"]) addJob(store, tenant, "j", Date.now());
  closeStore(store);
  const stage = new Stage();
  stages.push(stage);
  const server = Bun.spawn([process.execPath, join(import.meta.dir, "server-process.ts"), path, stage.door], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  const visits = [await stage.next(), await stage.next()];
  /** Resolves when the server and all its workers have ended: each of them holds the pipe open. */
  const allEnded = new Response(server.stderr).text();
  return { path, stage, server, visits, allEnded };
}

describe("after kill -9 of a server", () => {
  test("its workers end, and the next server runs what it ran, each at the cost of one kill", async () => {
    const { path, server, visits, allEnded } = await serverAtWork();
    expect(visits.map(({ job }) => job).sort()).toEqual(["t/j", "u/j"]);
    server.kill("SIGKILL");
    expect(await allEnded).toBe("");

    const store = openStore(path);
    const { queue, stage } = startQueue(store, { workers: 3 });
    const again = [await stage.next(), await stage.next(), await stage.next()];
    expect(again.map(({ job, attempt }) => `${job} ${attempt}`).sort()).toEqual(["t/j 2", "u/j 2", "v/j 1"]);
    for (const visit of again) visit.tell({ do: "finish", outcome: {} });
    for (const [tenant, kills] of [
      ["t", 1],
      ["u", 1],
      ["v", 0],
    ] as const) {
      expect(await queue.waitForEnd(tenant, "j")).toMatchObject({ status: "completed", kills });
      expect(store.models.list(tenant)).toHaveLength(1);
    }
  });

  test("a server that was there all the time takes its runs over when their leases have run out, and no sooner", async () => {
    const { path, server, visits, allEnded } = await serverAtWork();
    let now = Date.now();
    const store = openStore(path);
    const { queue, stage } = startQueue(store, { lookMs: 3_600_000, now: () => now });
    const own = await stage.next();
    expect(own.job).toBe("v/j");
    server.kill("SIGKILL");
    await allEnded;
    queue.look();
    expect(store.runs.running()).toHaveLength(3);
    own.tell({ do: "finish", outcome: {} });
    await queue.waitForEnd("v", "j");
    expect(store.runs.running()).toHaveLength(2);
    now += 60_000;
    queue.look();
    for (let i = 0; i < 2; i++) (await stage.next()).tell({ do: "finish", outcome: {} });
    for (const { job } of visits) {
      expect(await queue.waitForEnd(job[0]!, "j")).toMatchObject({
        status: "completed",
        kills: 1,
        attempt: 2,
      });
    }
  });
});

describe("SIGTERM", () => {
  test("has a server put back what it runs, without blame, and end with all its workers", async () => {
    const { path, server, allEnded } = await serverAtWork();
    server.kill("SIGTERM");
    expect(await allEnded).toBe("");
    expect(await server.exited).toBe(0);
    const store = openStore(path);
    for (const tenant of ["t", "u"]) {
      expect(store.jobs.find(tenant, "j")).toMatchObject({ status: "queued", kills: 0, attempt: 1 });
    }
    expect(store.jobs.waiting()).toBe(3);
  });
});
