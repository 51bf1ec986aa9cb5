import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { examine } from "../../src/commands/doctor/examine";
import { leftovers, namedBy } from "../../src/jobs/start-sweep";
import { Random } from "../../src/learning/random";
import type { BlobStore } from "../../src/store/blobs";
import type { BucketSettings } from "../../src/store/bucket/bucket-settings";
import { groupOf } from "../../src/store/bucket/publish-folder";
import { openBlobs } from "../../src/store/open-blobs";
import { Store, storePath } from "../../src/store/store";
import { ArmedServer, type Death, type Fate } from "./armed-server";
import type { Receivers } from "./receivers";
import { Shop } from "./shop";

interface CampaignOptions {
  /** The folder with the program, perhaps one with a planted defect. */
  readonly program: string;
  readonly dataDir: string;
  readonly seed: number;
  readonly tell: (line: string) => void;
  readonly receivers: Receivers;
  /** Where processes die, in turn; drawn from the seed if it is not given. */
  readonly deaths?: readonly Death[];
  readonly onlyUploads?: boolean;
  /** A bucket and a Firestore, which stay while the server dies. */
  readonly services?: Services;
}

interface Services {
  readonly bucket: BucketSettings;
  readonly environment: Readonly<Record<string, string>>;
}

/** How a campaign ended. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What the first cycle that failed has found. */
  readonly wrong: readonly string[];
}

const TENANTS = ["north", "south"];
/** The bucket is looked at once a minute. */
const SWEPT_MS = 75_000;
/** A shop sends this many requests in a cycle, if nobody dies. */
const REQUESTS = 24;

type Place = readonly [Death["role"], Death["op"], most: number];

const PLACES: readonly Place[] = [
  ["server", "commit", 60],
  ["server", "commit", 12],
  ["server", "rename", 6],
  ["server", "remove", 6],
  ["server", "flush", 12],
  ["worker", "rename", 2],
  ["worker", "remove", 3],
  ["worker", "flush", 20],
  ["worker", "message", 2],
  ["server", "message", 3],
  ["server", "send", 12],
];
/** Where a bucket and a Firestore are asked; only then files get a second name. */
const PLACES_OF_SERVICES: readonly Place[] = [
  ["server", "link", 6],
  ["worker", "link", 12],
  ["server", "send", 60],
  ["worker", "send", 20],
];

/** Cycles of one data folder: start, check what the last one left, work, die. */
export class Campaign {
  readonly #random: Random;
  readonly #shops: Shop[];
  readonly #server: ArmedServer;
  readonly #places = new Map<string, number>();

  constructor(private readonly options: CampaignOptions) {
    const { seed, program, dataDir, receivers, onlyUploads = false } = options;
    this.#random = new Random(seed).fork("deaths");
    this.#shops = TENANTS.map((tenant) => new Shop(tenant, seed, receivers, onlyUploads));
    this.#server = new ArmedServer(program, dataDir, {
      ...receivers.environment,
      ...options.services?.environment,
    });
  }

  async run(cycles: number): Promise<Outcome> {
    const { seed, tell } = this.options;
    tell(`seed ${seed}, ${cycles} cycles`);
    let [passed, failed] = [0, 0];
    let found: readonly string[] = [];
    if (!(await this.#server.start())) throw new Error(`the server did not start: ${this.#server.defects}`);
    // Files of tenants that the store does not know stay until it knows them: it may be the wrong store.
    for (const shop of this.#shops) await shop.begin(this.#server.url);
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const { fate, wrong, lost } = await this.#cycle(cycle);
      const where = fate
        ? `${fate.all ? "power failed" : `${fate.role} killed`} ${fate.when} ${fate.op} (${fate.what.split("/").at(-1)})`
        : "killed at the end";
      tell(
        `${wrong.length === 0 ? "ok" : "(fail)"} ${cycle}: ${where}${lost.length > 0 ? `, ${lost.length} unflushed` : ""}`,
      );
      for (const line of wrong.slice(0, 20)) tell(`  ${line}`);
      if (wrong.length === 0) passed++;
      else {
        failed++;
        found = wrong;
        for (const line of lost) tell(`  unflushed: ${line}`);
        break;
      }
    }
    this.#server.kill("SIGKILL");
    await this.#server.dead(false);
    for (const line of this.#server.defects) tell(`  log: ${line}`);
    const total = { acknowledged: 0, unanswered: 0, repeated: 0 };
    for (const { book } of this.#shops)
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += book.counts[name];
    tell(
      `${total.acknowledged} writes acknowledged, ${total.unanswered} requests cut off, ${total.repeated} sent again; ${failed === 0 ? "0 lost" : "see above"}`,
    );
    tell(
      `places: ${[...this.#places]
        .map(([place, times]) => `${place} ${times}`)
        .sort()
        .join(", ")}`,
    );
    if (failed === 0 && cycles > 5 && this.#places.size < 2)
      throw new Error("nobody died at a failpoint: they are not loaded");
    return { passed, failed, wrong: found };
  }

  #death(cycle: number): Death {
    const { deaths = [] } = this.options;
    if (deaths.length > 0) return deaths[(cycle - 1) % deaths.length]!;
    const places = this.options.services ? [...PLACES, ...PLACES_OF_SERVICES] : PLACES;
    const [role, op, most] = places[this.#random.integer(places.length)]!;
    const when = this.#random.uniform() < 0.5 ? "before" : "after";
    return { role, op, when, nth: 1 + this.#random.integer(most), all: this.#random.uniform() < 0.4 };
  }

  async #cycle(cycle: number): Promise<{ fate: Fate | null; wrong: string[]; lost: string[] }> {
    const server = this.#server;
    const death = this.#death(cycle);
    server.arm(death);
    await Promise.all(this.#shops.map((shop) => shop.work(server.url, REQUESTS)));
    // A worker alone dies while the server goes on.
    if (death.role === "worker" && !death.all) await this.#idle();
    if (server.isAlive) server.kill("SIGKILL");
    await server.exited();
    const at = performance.now();
    const fate = server.takeFate();
    const lost = await server.dead(fate?.all ?? false);
    for (const { book } of this.#shops) book.died(at);
    this.#count(fate);
    return { fate, lost, wrong: await this.#check() };
  }

  #count(fate: Fate | null): void {
    const place = fate ? `${fate.role} ${fate.op} ${fate.when}` : "end";
    this.#places.set(place, (this.#places.get(place) ?? 0) + 1);
  }

  /** Waits a moment for the jobs, in which the worker dies. */
  async #idle(): Promise<void> {
    for (let i = 0; i < 40 && this.#server.isAlive; i++) await Bun.sleep(50);
  }

  async #check(): Promise<string[]> {
    const server = this.#server;
    if (!(await server.start())) return ["the server did not start again", ...server.defects];
    const wrong: string[] = [];
    try {
      for (const shop of this.#shops) wrong.push(...(await shop.check(server.url)));
    } catch (error) {
      wrong.push(String((error as Error).stack));
    }
    wrong.push(...(await this.#checkFolder()));
    wrong.push(...server.defects.splice(0));
    return wrong;
  }

  /** What differs between the store and its copy in Firestore once nothing waits any more. */
  async #unequalMirror(): Promise<string[]> {
    const { program, dataDir, services } = this.options;
    let told = "";
    for (let i = 0; i < 60; i++) {
      const run = Bun.spawn([process.execPath, join(program, "src/cli.ts"), "mirror", "verify"], {
        env: { ...process.env, DATA_DIR: dataDir, ...services?.environment },
        stdio: ["ignore", "ignore", "pipe"],
      });
      told = await new Response(run.stderr).text();
      if ((await run.exited) === 0) return [];
      await Bun.sleep(500);
    }
    return [`the copy in Firestore differs: ${told.slice(0, 500)}`];
  }

  /** No file without a row, no row without its file, a sound store, and nothing of people who were erased. */
  async #checkFolder(): Promise<string[]> {
    const { dataDir, services } = this.options;
    const path = storePath(dataDir);
    const blobs = openBlobs({ dataDir, ...(services && { bucket: services.bucket }) });
    const { findings } = await examine({ dataDir, path, blobs }, { repair: false });
    const store = Store.look(path);
    const left = leftovers(store, dataDir);
    store.close();
    return [
      ...(services ? [...(await this.#unequalMirror()), ...(await unnamedIn(blobs, path))] : []),
      ...findings.map(({ message }) => message),
      ...left.map(({ path, kind }) => `${kind}: ${path}`),
      ...this.#shops
        .flatMap(({ book }) => [...book.erased])
        .flatMap((canary) =>
          filesWith(dataDir, canary).map((file) => `${canary} was erased and is in ${file}`),
        ),
    ];
  }
}

/** Groups of objects in the bucket that no row names although the server had time to sweep. */
async function unnamedIn(blobs: BlobStore, path: string): Promise<string[]> {
  const until = performance.now() + SWEPT_MS;
  for (;;) {
    const store = Store.look(path);
    const found: string[] = [];
    for (const tenant of store.tenants.list()) {
      const named = namedBy(store, tenant);
      const groups = new Set((await blobs.elsewhere(`tenants/${tenant}`)).map(groupOf));
      found.push(...[...groups].filter((group) => !named.has(group)));
    }
    store.close();
    if (found.length === 0 || performance.now() > until)
      return found.map((group) => `in the bucket, and no row names it: ${group}`);
    await Bun.sleep(250);
  }
}

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
