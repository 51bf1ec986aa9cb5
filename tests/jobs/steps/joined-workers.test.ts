import { afterEach, describe, expect, test } from "bun:test";
import { VERSION } from "../../../src/config";
import { JoinedWorkers } from "../../../src/jobs/steps/joined-workers";
import { type Presence, PresenceSigns, presenceKey } from "../../../src/jobs/steps/presence";
import { DiskBlobs } from "../../../src/store/blobs";
import { exchangeOf } from "../../../src/store/exchange";
import type { JobKind } from "../../../src/store/job-row";
import { cleanUpAfterwards, newFolder } from "../../store/open-store";

cleanUpAfterwards();

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const LOG = { info() {}, warn() {}, error() {} };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that looks when the test says so, and the bucket that its workers sign in. */
function server() {
  const exchange = exchangeOf(new DiskBlobs(newFolder()));
  const clock = { time: 1_000_000 };
  const joined = new JoinedWorkers({ exchange, log: LOG, everyMs: 15 * SECOND, now: () => clock.time });
  return { exchange, clock, joined };
}

/** What a worker of any release has left. */
function sign(name: string, more: Partial<Presence> = {}): [string, Uint8Array] {
  const presence = { name, release: VERSION, since: 5, count: 1, doing: [], ...more };
  return [presenceKey(name), new TextEncoder().encode(JSON.stringify(presence))];
}

describe("a server whose workers sign in a bucket", () => {
  test("knows who has joined, since when, and what each does, until it leaves", async () => {
    const { exchange, clock, joined } = server();
    const doing: JobKind[] = ["training"];
    const signs = new PresenceSigns({ exchange, name: "b", doing: () => doing, now: () => 7 });
    signs.start();
    open.push(() => signs.end(SECOND, { stays: false }));
    await exchange.put(...sign("a"));
    while (joined.list().length < 2) await joined.look();
    expect(joined.list()).toEqual([
      { name: "a", release: VERSION, since: 5, doing: [], heardAt: clock.time, state: "joined" },
      { name: "b", release: VERSION, since: 7, doing: ["training"], heardAt: clock.time, state: "joined" },
    ]);
    doing.pop();
    signs.changed();
    while (joined.list()[1]!.doing.length > 0) await joined.look();
    await signs.end(SECOND, { stays: false });
    await joined.look();
    expect(joined.list().map(({ name }) => name)).toEqual(["a"]);
  });

  test("takes one for silent that says nothing new for a minute, and forgets it after a day", async () => {
    const { exchange, clock, joined } = server();
    await exchange.put(...sign("a", { doing: ["training"] }));
    await joined.look();
    clock.time += 60 * SECOND;
    await joined.look();
    expect(joined.list()).toMatchObject([{ state: "joined", doing: ["training"] }]);
    clock.time += 1;
    expect(joined.list()).toMatchObject([{ state: "silent", doing: [], heardAt: 1_000_000 }]);
    await exchange.put(...sign("a", { count: 2 }));
    await joined.look();
    expect(joined.list()).toMatchObject([{ state: "joined", heardAt: clock.time }]);
    clock.time += DAY + 1;
    await joined.look();
    expect(joined.list()).toEqual([]);
    expect(await exchange.has(presenceKey("a"))).toBe(false);
  });

  test("names one of another release as refused, also after that has ended", async () => {
    const { exchange, joined } = server();
    await exchange.put(...sign("a", { release: "9.9.9" }));
    await joined.look();
    expect(joined.list()).toMatchObject([{ name: "a", release: "9.9.9", state: "refused" }]);
    const signs = new PresenceSigns({ exchange, name: "b", doing: () => [], now: () => 7 });
    signs.start();
    while (!(await exchange.has(presenceKey("b")))) await Bun.sleep(1);
    await signs.end(SECOND, { stays: true });
    expect(await exchange.has(presenceKey("b"))).toBe(true);
  });

  test("is not kept from its work by a sign that it cannot read", async () => {
    const { exchange, joined } = server();
    const [key] = sign("a");
    await exchange.put(key, new TextEncoder().encode("{"));
    await exchange.put(...sign("b"));
    await joined.look();
    expect(joined.list().map(({ name }) => name)).toEqual(["b"]);
  });
});
