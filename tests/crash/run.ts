/**
 * `bun run test:crash`: kills a server and its workers at seeded places (`failpoints.ts`) under mixed traffic, lets the
 * power fail, starts it again, and compares everything with a book of what was acknowledged. `--cycles 20`, `--seed 1`:
 * the same seed sends the same requests and dies at the same places. `--services` gives it a bucket and a Firestore, which must equal the store
 * in the end. `--self-test` plants defects in copies of the
 * program, and each must be found; `--defect <part of its name>` plants only some.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Emulator, freePort } from "../integrations/mirror/emulator";
import { environmentOf } from "../integrations/storage/client";
import { ifLeftBehind } from "../left-behind";
import { plainServer } from "../store/bucket/plain-server";
import { Campaign } from "./campaign";
import { DEFECTS, type PlantedDefect } from "./defects";
import { type Defect, programCopy } from "./program-copy";
import { Receivers } from "./receivers";

const { values } = parseArgs({
  options: {
    cycles: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    "self-test": { type: "boolean", default: false },
    defect: { type: "string", default: "" },
    services: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
/** Of one data folder. */
const MOST_CYCLES = 20;

const { passed, failed } = values["self-test"] ? await selfTest() : await campaigns(Number(values.cycles));
console.log(`${passed} pass\n${failed} fail`);
process.exit(failed === 0 ? 0 : 1);

/** Each of a new folder and with a seed of its own, so that the lists of the API show everything. */
async function campaigns(cycles: number): Promise<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0];
  for (let done = 0; done < cycles; done += MOST_CYCLES) {
    const outcome = await campaign(seed + done, [], {}, Math.min(MOST_CYCLES, cycles - done), console.log);
    passed += outcome.passed;
    failed += outcome.failed;
  }
  return { passed, failed };
}

async function campaign(
  seed: number,
  defects: readonly Defect[],
  given: Partial<PlantedDefect>,
  cycles: number,
  tell: (line: string) => void,
) {
  const place = mkdtempSync(join(tmpdir(), "perennial-crash-"));
  const dataDir = join(place, "data");
  const program = programCopy(defects);
  const remove = () => {
    for (const folder of [place, program]) rmSync(folder, { recursive: true, force: true });
  };
  const isRemoved = ifLeftBehind(remove);
  const { deaths = [], onlyUploads = false } = given;
  await using receivers = await new Receivers().open();
  await using services = values.services || given.services ? await openServices() : null;
  const options = {
    program,
    dataDir,
    seed,
    tell,
    deaths,
    onlyUploads,
    receivers,
    ...(services && { services }),
  };
  const outcome = await new Campaign(options).run(cycles);
  remove();
  isRemoved();
  return outcome;
}

/** An S3 server and a Firestore emulator, in processes that are not killed. */
async function openServices() {
  const bucket = await plainServer();
  const emulator = new Emulator(freePort());
  await emulator.listen();
  return {
    bucket: bucket.settings,
    environment: {
      ...environmentOf(bucket.settings),
      FIRESTORE_EMULATOR_HOST: emulator.host,
      FIREBASE_PROJECT_ID: "perennial-crash",
    },
    [Symbol.asyncDispose]: async () => {
      await emulator.end();
      await bucket[Symbol.asyncDispose]();
    },
  };
}

/** Each defect must be found by what it breaks, within three cycles. */
async function selfTest(): Promise<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0];
  for (const [name, defect] of Object.entries(DEFECTS)) {
    if (!name.includes(values.defect)) continue;
    const told: string[] = [];
    const { wrong } = await campaign(seed, defect.changes, defect, 3, (line) => told.push(line));
    const sign = wrong.find((line) => defect.finds.test(line));
    if (sign) passed++;
    else failed++;
    console.log(sign ? `found: ${name}: ${sign}` : `(fail) not found: ${name}\n${told.join("\n")}`);
  }
  return { passed, failed };
}
