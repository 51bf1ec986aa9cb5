import { afterEach, describe, expect, test } from "bun:test";
import { LocalHands } from "../../../src/jobs/hands";
import type { JobHandler } from "../../../src/jobs/job-handler";
import { Pool } from "../../../src/jobs/pool";
import { RemoteHands } from "../../../src/jobs/steps/remote-hands";
import {
  packed,
  parseRequest,
  type StepEnd,
  type StepRequest,
  type StepResult,
  stepKeys,
  stepName,
} from "../../../src/jobs/steps/step";
import { StepDoer } from "../../../src/jobs/steps/step-doer";
import type { WrittenBlob } from "../../../src/store/blobs";
import { DiskBlobs } from "../../../src/store/blobs";
import { InUse } from "../../../src/store/bucket/in-use";
import { type Exchange, exchangeOf } from "../../../src/store/exchange";
import type { JobRow } from "../../../src/store/job-row";
import { Store, storePath } from "../../../src/store/store";
import { cleanUpAfterwards, newFolder } from "../../store/open-store";
import { STAGED_WORKER, Stage } from "../stage";

cleanUpAfterwards();

const HOUR = 3_600_000;
const NEVER = { silenceMs: HOUR, patienceMs: HOUR };
/** Divides a task into its two halves. */
const HALVES: NonNullable<JobHandler["elsewhere"]> = {
  split: (task) => (task as { halves: object[] }).halves,
  headStart: () => 120,
  join: (_, parts) => ({ outcome: parts.map(({ outcome }) => outcome) }),
};
const PARTS = [1, 2].map((half) => stepName("training", JSON.stringify({ half })));

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A job that is being done elsewhere, and the test as its workers. */
function job(
  { silenceMs, patienceMs }: { silenceMs: number; patienceMs: number } = NEVER,
  { elsewhere }: { readonly elsewhere: typeof HALVES } = { elsewhere: HALVES },
) {
  const folder = newFolder();
  const store = Store.open(storePath(folder));
  const blobs = new DiskBlobs(folder);
  const real = exchangeOf(blobs);
  let looked = 0;
  const exchange: Exchange = {
    put: (key, bytes) => real.put(key, bytes),
    putFile: (key, path, about) => real.putFile(key, path, about),
    get: (key) => real.get(key),
    has: (key) => real.has(key),
    getFile: (key, to, sha256) => real.getFile(key, to, sha256),
    delete: (prefix) => real.delete(prefix),
    keys: async (prefix) => {
      looked++;
      return real.keys(prefix);
    },
  };
  const pool = new Pool(STAGED_WORKER);
  const local = new LocalHands(pool, 1);
  const log = { info() {}, warn() {}, error() {} };
  const doer = new StepDoer({
    ...{ exchange, log, silenceMs },
    place: blobs.place,
    work: new InUse(folder),
    hands: local,
    name: "the server",
  });
  const tools = { store, blobs, exchange, local, doer, log, silenceMs, patienceMs, lookMs: 1, now: () => 1 };
  store.jobs.insert("t", { id: "j", kind: "training", status: "queued", payload: {}, runnable: true }, 1);
  const row: JobRow = { ...store.jobs.find("t", "j")!, attempt: 1 };
  const hands = new RemoteHands(tools);
  const handler = { elsewhere } as JobHandler;
  const begin = () => hands.begin(row, handler, { halves: [{ half: 1 }, { half: 2 }] }, LISTENER);
  const works = [begin()];
  open.push(async () => {
    for (const work of works) work.end();
    await Promise.all(works.map(({ ending }) => ending));
    await pool.end();
    store.close();
  });
  const events = (name: string) =>
    store.outbox
      .claim("inngest", { atOnce: 100, now: 2, lostAt: 1 })
      .filter(({ event }) => event === name)
      .map(({ payload }) => parseRequest(payload)!);
  return {
    ...{ blobs, exchange, hands, ending: works[0]!.ending },
    again: () => {
      works.push(begin());
      return works.at(-1)!.ending;
    },
    /** Resolves after so many more looks at the exchange. */
    async looks(count: number): Promise<void> {
      for (const until = looked + count; looked < until; ) await Bun.sleep(1);
    },
    /** The requests, when there are so many in all: by turn, and then by part. */
    async asked(count: number, name = "step.requested"): Promise<StepRequest[]> {
      for (;;) {
        const all = events(name);
        if (all.length >= count)
          return all.sort((a, b) => a.turn - b.turn || PARTS.indexOf(a.step) - PARTS.indexOf(b.step));
        await Bun.sleep(1);
      }
    },
    handIn: (request: StepRequest, result: Partial<StepResult>) =>
      exchange.put(stepKeys(request).result, packed({ outcome: null, files: [], ...result })),
    endStep: (request: StepRequest, end: StepEnd) => exchange.put(stepKeys(request).ended, packed(end)),
    beat: (request: StepRequest, count: number) =>
      exchange.put(
        stepKeys(request).beat,
        new TextEncoder().encode(JSON.stringify({ worker: "w", count, progress: null })),
      ),
    /** What a worker made for this key, as it lies there. */
    made: (request: StepRequest, content: string): Promise<WrittenBlob> =>
      blobs.writeStream(stepKeys(request).file(sha256(content)), new Blob([content]).stream()),
  };
}

const LISTENER = { onProgress() {}, onStep: () => true };

function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

describe("a job that is done elsewhere", () => {
  test("asks for each part, and is done when all have their results, whoever was first", async () => {
    const { asked, exchange, handIn, ending } = job();
    const [first, second] = await asked(2);
    expect(JSON.parse(new TextDecoder().decode((await exchange.get(stepKeys(first!).task))!))).toEqual({
      half: 1,
    });
    await handIn(second!, { outcome: { loss: Number.NaN } });
    await handIn(first!, { outcome: new Float64Array([1, 2]) });
    expect(await ending).toEqual({
      type: "done",
      outcome: [new Float64Array([1, 2]), { loss: Number.NaN }],
    });
  });

  test("does first what only this machine can, and gives the rest to others", async () => {
    const stage = new Stage();
    open.push(() => stage.close());
    const elsewhere: typeof HALVES = {
      ...HALVES,
      first: () => ({ door: stage.door, tenant: "t", id: "j", attempt: 1 }),
      split: (_, found) => found as object[],
    };
    const { asked, handIn, ending } = job(NEVER, { elsewhere });
    const visit = await stage.next();
    visit.tell({ do: "finish", outcome: [{ half: 1 }, { half: 2 }] });
    for (const request of await asked(2)) await handIn(request, { outcome: request.step === PARTS[0] });
    expect(await ending).toEqual({ type: "done", outcome: [true, false] });
  });

  test("is done when what was first is the whole, and ends as that ends", async () => {
    const stage = new Stage();
    open.push(() => stage.close());
    const first = () => ({ door: stage.door, tenant: "t", id: "j", attempt: 1 });
    const split = (_: unknown, found?: unknown) => (found === "whole" ? [] : [{ half: 1 }]);
    const elsewhere: typeof HALVES = { ...HALVES, first, split };
    const { ending, again } = job(NEVER, { elsewhere });
    (await stage.next()).tell({ do: "finish", outcome: "whole" });
    expect(await ending).toEqual({ type: "done", outcome: "whole" });
    const second = again();
    (await stage.next()).tell({ do: "refuse", message: "No rows." });
    expect(await second).toEqual({ type: "refused", message: "No rows." });
  });

  test("may overtake by the head start of its kind, and each further part stands back behind the one before", async () => {
    const { asked } = job();
    expect((await asked(2)).map(({ priority }) => priority)).toEqual([120, 90]);
  });

  test("is published as if it had been made here, and parts of one file are joined in order", async () => {
    const { asked, made, handIn, ending, blobs } = job();
    const [first, second] = await asked(2);
    const list = "tenants/t/outputs/j.csv";
    for (const [request, content] of [
      [second!, "rows"],
      [first!, "header\n"],
    ] as const) {
      const { sha256, sizeBytes } = await made(request, content);
      await handIn(request, { files: [{ key: list, sha256, sizeBytes }] });
    }
    await ending;
    expect(new TextDecoder().decode((await blobs.read(list))!)).toBe("header\nrows");
  });

  test("asks again for a part whose worker goes silent or leaves, and gives the turn before up", async () => {
    const silent = job({ silenceMs: 0, patienceMs: HOUR });
    const [first] = await silent.asked(2);
    await silent.beat(first!, 1);
    const again = (await silent.asked(3)).at(-1)!;
    expect(again).toEqual({ ...first!, turn: 2 });
    expect(await silent.asked(1, "step.abandoned")).toEqual([first!]);

    const left = job();
    const [one] = await left.asked(2);
    await left.endStep(one!, { type: "left" });
    expect((await left.asked(3)).at(-1)).toEqual({ ...one!, turn: 2 });
  });

  test("does not take what a dead worker has left for the sign of life of the next one", async () => {
    const { asked, beat, handIn, ending, looks } = job({ silenceMs: 0, patienceMs: HOUR });
    const [first, second] = await asked(2);
    await beat(first!, 1);
    await asked(3);
    // Nobody has taken the second turn, and no third one begins.
    await looks(5);
    expect(await asked(3)).toHaveLength(3);
    await handIn(first!, { outcome: 1 });
    await handIn(second!, { outcome: 2 });
    expect(await ending).toEqual({ type: "done", outcome: [1, 2] });
  });

  test("asks for nothing that a worker is still at, though the server is another one", async () => {
    const { asked, beat, handIn, again, looks } = job({ silenceMs: HOUR, patienceMs: HOUR });
    const [first, second] = await asked(2);
    for (const request of [first!, second!]) await beat(request, 1);
    await looks(3);
    const later = again();
    await looks(6);
    for (const request of [first!, second!]) await beat(request, 2);
    await looks(6);
    expect(await asked(2)).toHaveLength(2);
    for (const request of [first!, second!]) await handIn(request, { outcome: request.turn });
    expect(await later).toEqual({ type: "done", outcome: [1, 1] });
  });

  test("has died when three workers of a part have", async () => {
    const { asked, beat, ending } = job({ silenceMs: 0, patienceMs: HOUR });
    for (let turn = 1; turn <= 3; turn++) {
      const request = (await asked(turn + 1)).find((each) => each.turn === turn)!;
      await beat(request, turn);
    }
    expect(await ending).toEqual({ type: "died", reason: "ran on the worker w, which went silent" });
  });

  test("ends as the part that is refused", async () => {
    const { asked, endStep, ending } = job();
    const [, second] = await asked(2);
    await endStep(second!, { type: "refused", message: "No orders." });
    expect(await ending).toEqual({ type: "refused", message: "No orders." });
  });

  test("has a part done again whose files are not what was handed in", async () => {
    const { asked, handIn, made, exchange } = job();
    const [first, second] = await asked(2);
    await handIn(second!, {});
    const { key, sizeBytes } = await made(first!, "damaged");
    await exchange.put(stepKeys(first!).file(sha256("whole")), new TextEncoder().encode("damaged"));
    expect(key).toContain(sha256("damaged"));
    await handIn(first!, { files: [{ key: "tenants/t/outputs/j.csv", sha256: sha256("whole"), sizeBytes }] });
    expect((await asked(4)).map(({ turn }) => turn)).toEqual([1, 1, 2, 2]);
    expect(await exchange.has(stepKeys(first!).result)).toBe(false);
  });

  test("takes what an earlier server was handed in, and asks for nothing twice", async () => {
    const { asked, handIn, ending, again } = job();
    for (const request of await asked(2)) await handIn(request, { outcome: request.turn });
    expect(await ending).toEqual({ type: "done", outcome: [1, 1] });
    expect(await again()).toEqual({ type: "done", outcome: [1, 1] });
    expect(await asked(2)).toHaveLength(2);
  });

  test("leaves nothing of what was exchanged when it has ended", async () => {
    const { asked, handIn, ending, hands, exchange } = job();
    for (const request of await asked(2)) await handIn(request, {});
    await ending;
    expect((await exchange.keys("tenants/t/steps")).size).toBe(4);
    await hands.clear({ tenant: "t", id: "j" });
    expect((await exchange.keys("tenants/t/steps")).size).toBe(0);
  });
});
