/**
 * `bun run test:planted`: plants realistic defects, one at a time, in copies of the project and runs the tests that must
 * notice them. Without arguments a sample of 40, drawn by `--seed` (by default the commit's number); `--all` takes every
 * one, `--match` those whose file or description has the word. Also plants what no test can notice and what does not fit
 * the source, and checks that both are reported. At least 95 % must be caught.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../../src/learning/random";
import { Copy, type Fate } from "./copies";
import { type Defect, KNOWN_GAPS, stale } from "./defect";
import { DEFECTS, PROVEN } from "./defects";

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
    match: { type: "string" },
  },
});
const seed = Number(values.seed ?? numberOfCommit());
const run = DEFECTS.filter(({ equivalent }) => equivalent === undefined);
const misfits = DEFECTS.flatMap((defect) => {
  const reason = stale(defect, readFileSync(join(ROOT, defect.file), "utf8"));
  return reason ? [`${defect.file}: ${defect.what}: ${reason}`] : [];
});
for (const misfit of misfits) console.log(`stale: ${misfit}`);
if (misfits.length > 0) fail(misfits.length, "Bring the table up to date with the source.");

const chosen = choose();
const copies = Array.from({ length: COPIES }, () => new Copy());
let fates: [Defect, Fate][];
try {
  await selfTest(copies[0]!);
  fates = await fatesOf(chosen);
} finally {
  for (const copy of copies) copy.remove();
}
const of = (fate: Fate) => fates.filter(([, each]) => each === fate);
for (const [{ file, what, tests }] of of("missed"))
  console.log(`MISS ${file}: ${what} (${tests.join(", ")} all pass)`);
for (const [{ file, what }] of of("broken"))
  console.log(`MISS ${file}: ${what}: the tests do not load with it`);
const caught = of("caught").length;
const share = caught / fates.length;
const drawn =
  values.all || values.match
    ? ""
    : ` (of ${run.length}, seed ${seed}; ${KNOWN_GAPS.size} known gaps are not drawn)`;
console.log(
  `${fates.length} defects planted${drawn}, ${caught} caught, ${(100 * share).toFixed(1)} %; ${DEFECTS.length - run.length} equivalent`,
);
const lost = of("broken").length + (share < LEAST_CAUGHT ? of("missed").length : 0);
console.log(`${fates.length - lost} pass\n${lost} fail`);
process.exit(lost === 0 ? 0 : 1);

function choose(): readonly Defect[] {
  const { all, match } = values;
  if (match) return run.filter(({ file, what }) => `${file} ${what}`.includes(match));
  if (all) return run;
  const random = new Random(seed);
  const left = PROVEN.filter(({ what, equivalent }) => !equivalent && !KNOWN_GAPS.has(what));
  return Array.from({ length: SAMPLE }, () => left.splice(random.integer(left.length), 1)[0]!);
}

async function fatesOf(defects: readonly Defect[]): Promise<[Defect, Fate][]> {
  const waiting = [...defects];
  const done: [Defect, Fate][] = [];
  const work = async (copy: Copy) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const fate = await copy.fate(next);
      done.push([next, fate]);
      if (process.stdout.isTTY || fate !== "caught") console.log(`${fate}: ${next.file}: ${next.what}`);
    }
  };
  await Promise.all(copies.map(work));
  return done;
}

async function selfTest(copy: Copy): Promise<void> {
  for (const [expected, defect] of SELF_TEST) {
    const fate = await copy.fate(defect);
    if (fate !== expected) fail(1, `The harness calls ${defect.what} ${fate} and not ${expected}.`);
  }
  if (stale({ from: "not in the file", to: "" }, "") === null) fail(1, "The harness takes stale entries.");
  console.log("self-test: what no test notices is reported as missed, and what does not load as broken");
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
