/**
 * `bun run test:planted`: plants realistic defects, one at a time, in copies of the project and runs the tests that must
 * notice them. Without arguments a sample of 40 of the whole table, drawn by `--seed` (by default the commit's number);
 * `--all` takes every one, `--room` those of one room, `--match` those whose file or description has the word.
 * First, the tests must pass as things are, and defects that no test can notice or that do not load must be reported as
 * such. At least 95 % must be caught. `--tested`: all tests have just passed, so that is not done again. `--stale` only says which defects no longer fit the source.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../../src/learning/random";
import { Copy, type Fate, type Outcome } from "./copies";
import { type Defect, stale } from "./defect";
import { DEFECTS, ROOMS } from "./defects";

const ROOT = resolve(import.meta.dir, "../..");
const SAMPLE = 40;
const LEAST_CAUGHT = 0.95;
const COPIES = 2;

/** The harness must report these as they are. */
const SELF_TEST: readonly (readonly [Fate, Defect])[] = [
  [
    "missed",
    {
      file: "src/figures.ts",
      from: "export",
      to: "\nexport",
      what: "a blank line",
      tests: ["tests/retry.test.ts"],
    },
  ],
  [
    "broken",
    {
      file: "src/retry.ts",
      from: "export",
      to: "export {",
      what: "no TypeScript",
      tests: ["tests/retry.test.ts"],
    },
  ],
];

const { values } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    seed: { type: "string" },
    room: { type: "string" },
    match: { type: "string" },
    tested: { type: "boolean", default: false },
    stale: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? numberOfCommit());
const run = DEFECTS.filter(({ equivalent }) => equivalent === undefined);
const misfits = DEFECTS.flatMap((defect) => {
  const reason = stale(defect, readFileSync(join(ROOT, defect.file), "utf8"));
  return reason ? [`${defect.file}: ${defect.what}: ${reason}`] : [];
});
for (const misfit of misfits) console.log(`stale: ${misfit}`);
if (misfits.length > 0) fail(misfits.length, "Bring tests/planted/defects up to date with the source.");
if (values.stale) process.exit(0);

const chosen = choose();
if (chosen.length === 0) fail(1, `No defect is called so. The rooms are ${Object.keys(ROOMS).join(", ")}.`);
const copies = Array.from({ length: COPIES }, () => new Copy());
let outcomes: ReadonlyMap<Defect, Outcome>;
try {
  await selfTest(copies[0]!);
  outcomes = await outcomesOf(chosen);
} finally {
  for (const copy of copies) copy.remove();
}
const of = (fate: Fate, among = chosen) => among.filter((defect) => outcomes.get(defect)!.fate === fate);
for (const { file, what, tests } of of("missed"))
  console.log(`MISS ${file}: ${what} (${tests.join(", ")} all pass)`);
for (const { file, what } of of("broken"))
  console.log(`MISS ${file}: ${what}: the tests do not load with it`);
for (const [room, defects] of Object.entries(ROOMS)) {
  const planted = defects.filter((defect) => outcomes.has(defect));
  if (planted.length > 0) console.log(`${room}: ${of("caught", planted).length} of ${planted.length}`);
}
const share = of("caught").length / chosen.length;
const drawn = isSample() ? ` (of ${run.length}, seed ${seed})` : "";
console.log(
  `${chosen.length} defects planted${drawn}, ${of("caught").length} caught, ${(100 * share).toFixed(1)} %; ${DEFECTS.length - run.length} equivalent`,
);
const lost = of("broken").length + (share < LEAST_CAUGHT ? of("missed").length : 0);
console.log(`${chosen.length - lost} pass\n${lost} fail`);
process.exit(lost === 0 ? 0 : 1);

function isSample(): boolean {
  return !values.all && !values.room && !values.match;
}

function choose(): readonly Defect[] {
  if (isSample()) {
    const random = new Random(seed);
    const left = [...run];
    return Array.from({ length: SAMPLE }, () => left.splice(random.integer(left.length), 1)[0]!);
  }
  const { room, match = "" } = values;
  const among = room ? (ROOMS[room] ?? []) : DEFECTS;
  return run.filter((defect) => among.includes(defect) && `${defect.file} ${defect.what}`.includes(match));
}

async function outcomesOf(defects: readonly Defect[]): Promise<ReadonlyMap<Defect, Outcome>> {
  const waiting = [...defects];
  const done = new Map<Defect, Outcome>();
  const work = async (copy: Copy) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await copy.outcome(next);
      done.set(next, outcome);
      console.log(`${outcome.fate} by ${outcome.by}: ${next.file}: ${next.what}`);
    }
  };
  await Promise.all(copies.map(work));
  return done;
}

async function selfTest(copy: Copy): Promise<void> {
  for (const [expected, defect] of SELF_TEST) {
    const { fate } = await copy.outcome(defect);
    if (fate !== expected) fail(1, `The harness calls ${defect.what} ${fate} and not ${expected}.`);
  }
  if (stale({ from: "not in the file", to: "" }, "") === null) fail(1, "The harness takes stale entries.");
  console.log("self-test: what no test notices is reported as missed, and what does not load as broken");
  if (values.tested) return;
  // A test that fails anyway would seem to notice every defect.
  const failing = await copy.failing([...new Set(chosen.flatMap(({ tests }) => tests))]);
  if (failing !== null) fail(1, `Without any defect this fails: ${failing}.`);
}

/** Changes from commit to commit, so that over time the samples cover the table. */
function numberOfCommit(): number {
  const { exitCode, stdout } = Bun.spawnSync(["git", "rev-parse", "--short=7", "HEAD"], { cwd: ROOT });
  return exitCode === 0 ? Number.parseInt(stdout.toString(), 16) : 1;
}

function fail(count: number, why: string): never {
  console.log(`${why}\n0 pass\n${count} fail`);
  process.exit(1);
}
