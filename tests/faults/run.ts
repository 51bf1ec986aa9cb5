/**
 * `bun run test:faults`: full, read-only and forbidden disks, few descriptors, little memory, stopped processes, clocks
 * that step, and damaged files of every kind, with real servers. `--self-test` plants a defect for some of them in a
 * copy of the program; its tests must then fail.
 */
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Defect, programCopy } from "../crash/program-copy";
import { ifLeftBehind } from "../left-behind";

const ROOT = resolve(import.meta.dir, "../..");

/** A defect, and which tests must notice it. */
const DEFECTS: Readonly<Record<string, { change: Defect; file: string; name: string }>> = {
  "a result without its fence": {
    change: {
      file: "src/store/job-runs.ts",
      from: "AND id = $id AND attempt = $attempt AND runnable = 1 AND status = 'processing'",
      to: "AND id = $id AND $attempt = $attempt AND runnable = 1",
    },
    file: "time",
    name: "longer than its lease",
  },
  "a damaged model that is a defect": {
    change: {
      file: "src/answers/damaged-model.ts",
      from: "    throw new DamagedModelError(error);",
      to: "    throw error;",
    },
    file: "corrupt",
    name: "any damaged file",
  },
  "a full disk that is a defect": {
    change: { file: "src/disk.ts", from: 'return "is full";', to: "return null;" },
    file: "disk",
    name: "fills up",
  },
};

const TIMEOUT = ["--timeout", "180000"];
if (process.argv.includes("--self-test")) await selfTest();
const files = [...new Bun.Glob("*.fault.ts").scanSync(import.meta.dir)].sort();
const tests = Bun.spawn(
  [process.execPath, "test", ...TIMEOUT, ...files.map((name) => `./tests/faults/${name}`)],
  {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  },
);
ifLeftBehind(() => tests.kill());
process.exit(await tests.exited);

async function selfTest(): Promise<never> {
  let [passed, failed] = [0, 0];
  for (const [what, { change, file, name }] of Object.entries(DEFECTS)) {
    const program = programCopy([change]);
    cpSync(join(ROOT, "tests"), join(program, "tests"), { recursive: true });
    const run = Bun.spawn(
      [process.execPath, "test", ...TIMEOUT, `./tests/faults/${file}.fault.ts`, "-t", name],
      {
        cwd: program,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const printed = await new Response(run.stderr).text();
    const isFound = (await run.exited) !== 0 && /^\(fail\)/m.test(printed);
    if (isFound) passed++;
    else failed++;
    console.log(isFound ? `found: ${what}` : `(fail) not found: ${what}\n${printed}`);
    rmSync(program, { recursive: true, force: true });
  }
  console.log(`${passed} pass\n${failed} fail`);
  process.exit(failed === 0 ? 0 : 1);
}
