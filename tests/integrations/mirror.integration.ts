import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store, storePath } from "../../src/store/store";
import { modelRow, predictionRow } from "../store/rows";
import { Emulator, freePort } from "./mirror/emulator";
import { type Environment, endServers, perennial, ServerProcess } from "./mirror/program";

const CHANGES = 2000;
const KILLS = 50;
/** Servers that have the store open at a time: one sends, the other takes over when it is killed. */
const LANES = 2;
/** From being ready to being killed. */
const MOST_LIFE_MS = 800;
/** Between two changes of a server's life. */
const MOST_PAUSE_MS = 16;
const SEED = 20_260_101;
const folders: string[] = [];
const emulators: Emulator[] = [];
afterAll(async () => {
  await endServers();
  await Promise.all(emulators.map((emulator) => emulator.end()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function newEmulator(): Promise<Emulator> {
  const emulator = new Emulator(freePort());
  emulators.push(emulator);
  await emulator.listen();
  return emulator;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "perennial-mirror-"));
  folders.push(folder);
  return folder;
}

const environmentOf = (emulator: Emulator, folder: string): Environment => ({
  DATA_DIR: folder,
  FIRESTORE_EMULATOR_HOST: emulator.host,
  FIREBASE_PROJECT_ID: "perennial-test",
});

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Resolves when all that the server is to copy is copied. */
async function copied(server: ServerProcess): Promise<void> {
  for (;;) {
    const health = (await (await server.call("GET", "/health")).json()) as {
      mirror: { enabled: boolean; lag_seconds: number };
    };
    expect(health.mirror.enabled).toBe(true);
    if (health.mirror.lag_seconds === 0) return;
    await Bun.sleep(100);
  }
}

/** The documents that the rows stand for, told by SQL alone. */
function expectedPaths(path: string): string[] {
  const database = new Database(path, { readonly: true });
  const rows = database
    .prepare(
      `SELECT 'tenants/' || id FROM tenants
       UNION ALL SELECT 'tenants/' || tenant_id || '/queue_jobs/' || id FROM jobs
       UNION ALL SELECT 'tenants/' || tenant_id || '/training_runs/' || id FROM jobs
         WHERE kind = 'training' AND status IN ('completed', 'failed')
       UNION ALL SELECT 'tenants/' || tenant_id || '/models/' || id FROM models
       UNION ALL SELECT 'tenants/' || tenant_id || '/predictions/' || id FROM predictions
       UNION ALL SELECT 'tenants/' || tenant_id || '/notifications/' || id FROM notifications
       UNION ALL SELECT DISTINCT 'tenants/' || tenant_id || '/segments/0' FROM models`,
    )
    .values()
    .flat() as string[];
  database.close();
  return rows.sort();
}

describe("the mirror over gRPC", () => {
  test("converges though servers are killed and Firestore comes and goes: nothing lost, nothing twice, all in order", async () => {
    const emulator = await newEmulator();
    const folder = newFolder();
    const environment = environmentOf(emulator, folder);
    const random = randomOf(SEED);
    const pick = (count: number) => Math.floor(random() * count);
    const began = Date.now();
    let [made, lives, hangUps, unanswered] = [0, 0, 0, 0];

    // Half of the changes are made by the servers that are killed, half by this process, as a second one with the same
    // store.
    const store = Store.open(storePath(folder));

    async function change(server: ServerProcess): Promise<void> {
      const number = ++made;
      const id = `r${pick(120)}`;
      if (pick(2) === 0) changeHere(store, pick(8), id, number);
      else await changeThere(server, pick(3), id, number);
      if (number % 90 === 0 && emulator.isListening) {
        hangUps++;
        await emulator.hangUp();
      } else if (number % 90 === 30 && !emulator.isListening) await emulator.listen();
    }

    async function changeThere(
      server: ServerProcess,
      what: number,
      id: string,
      number: number,
    ): Promise<void> {
      try {
        if (what === 0) {
          const kind = number % 2 === 0 ? "training" : "email";
          await server.call("POST", "/queue", { queue_id: id, kind, payload: { nested: [[number]] } });
        } else if (what === 1)
          await server.call("PATCH", `/queue/${id}`, { status: "completed", result: { v: number } });
        else await server.call("PATCH", `/predictions/${id}`, { label: `v${number}` });
      } catch {
        // The server was killed: whether the change was made is what the store says.
        unanswered++;
      }
    }

    async function lane(): Promise<void> {
      while (lives < KILLS) {
        const last = Math.ceil((++lives * CHANGES) / KILLS);
        const server = await ServerProcess.start(environment);
        let isAlive = true;
        // Whatever it is doing then: answering, sending, or nothing.
        const death = Bun.sleep(pick(MOST_LIFE_MS)).then(() => {
          isAlive = false;
          return server.kill();
        });
        while (isAlive && made < last) {
          await change(server);
          await Bun.sleep(pick(MOST_PAUSE_MS));
        }
        await death;
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane));
    if (!emulator.isListening) await emulator.listen();
    const last = await ServerProcess.start(environment);
    while (made < CHANGES) await change(last);
    if (!emulator.isListening) await emulator.listen();
    await copied(last);
    const verified = await perennial(environment, "mirror", "verify");
    expect(verified).toMatchObject({ code: 0, stderr: "" });
    const { faults, paths, seen } = await emulator.report();
    expect(faults).toEqual([]);
    expect(paths).toEqual(expectedPaths(storePath(folder)));
    expect(await last.stop()).toBe(0);
    store.close();
    console.log(
      `mirror: ${made} changes, ${lives} kills, ${hangUps} times away, ${unanswered} requests cut off, ` +
        `${seen.written} writes and ${seen.deleted} deletions of ${paths.length} documents, ${Math.round((Date.now() - began) / 1000)} s`,
    );
    expect(paths.length).toBeGreaterThan(100);
  });

  test("goes down in order while Firestore is away, and copies what waits with the next start", async () => {
    const emulator = await newEmulator();
    const environment = environmentOf(emulator, newFolder());
    await emulator.hangUp();
    const server = await ServerProcess.start(environment);
    await server.call("POST", "/queue", { queue_id: "waits", kind: "email" });
    const asked = Date.now();
    expect(await server.stop()).toBe(0);
    // What is promised of a server that is told to go down.
    expect(Date.now() - asked).toBeLessThan(10_000);
    await emulator.listen();
    const next = await ServerProcess.start(environment);
    await copied(next);
    expect(await next.stop()).toBe(0);
    expect((await emulator.report()).paths).toEqual(["tenants/shop", "tenants/shop/queue_jobs/waits"]);
  });

  test("fills an empty Firestore, and a store is made of it again", async () => {
    const emulator = await newEmulator();
    const folder = newFolder();
    const environment = environmentOf(emulator, folder);
    const store = Store.open(storePath(folder));
    for (let number = 1; number <= 60; number++) changeHere(store, number % 6, `r${number % 20}`, number);
    store.jobs.insert(
      "shop",
      {
        id: "a/b",
        kind: "email",
        status: "queued",
        payload: { deep: [[1, [2]]], __x__: 1 },
        runnable: false,
      },
      5,
    );
    store.close();
    expect((await perennial(environment, "mirror", "verify")).code).toBe(1);
    expect((await perennial(environment, "mirror", "rebuild")).stderr).toBe("");
    expect(await perennial(environment, "mirror", "verify")).toMatchObject({ code: 0, stderr: "" });

    const elsewhere = { ...environment, DATA_DIR: newFolder() };
    const restored = await perennial(elsewhere, "restore", "--from-firestore");
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(await perennial(elsewhere, "mirror", "verify")).toMatchObject({ code: 0, stderr: "" });

    await emulator.forget();
    expect((await perennial(environment, "mirror", "verify")).stderr).toContain("missing: tenants/shop");
    expect((await perennial(environment, "mirror", "rebuild")).code).toBe(0);
    expect((await perennial(environment, "mirror", "verify")).code).toBe(0);
  });
});

/** One change of a mirrored row, that shows its number. */
function changeHere(store: Store, what: number, id: string, number: number): void {
  const shown = `v${number}`;
  store.transaction(() => {
    if (what <= 1) {
      if (store.predictions.find("shop", id)) store.predictions.setLabel("shop", id, shown);
      else store.predictions.insert("shop", predictionRow(id, { label: shown, createdAt: number }));
    } else if (what === 2) store.predictions.delete("shop", id);
    else if (what === 3 && !store.models.find("shop", id))
      store.models.insert("shop", modelRow(id, { name: shown, createdAt: number }));
    else if (what === 4) store.models.delete("shop", id);
    else if (what === 5) store.tenants.setDefaultModel("shop", id);
    else if (what === 6) {
      const notice = { kind: "training", tone: "good", title: shown, text: "", link: null } as const;
      store.notifications.insert("shop", { ...notice, id: `n${number}`, createdAt: number, readAt: null });
    } else store.notifications.markAllRead("shop", number);
  });
}
