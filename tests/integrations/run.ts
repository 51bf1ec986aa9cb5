/**
 * Tests each outside part against a real counterpart, and prints a line a part. `--install` first installs the
 * counterparts that are no packages of npm, by `install-{part}.sh`. A part whose counterpart is missing says what it
 * left out.
 */
import { basename, resolve } from "node:path";
import { COUNTERPARTS, installCounterparts } from "./counterparts";

const HERE = import.meta.dir;
const ROOT = resolve(HERE, "../..");
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));

const parts = [...new Bun.Glob("*.integration.ts").scanSync(HERE)]
  .map((file) => basename(file, ".integration.ts"))
  .filter((part) => asked.length === 0 || asked.includes(part))
  .sort();

if (process.argv.includes("--install")) installCounterparts(HERE);

const lines: string[] = [];
let failed = 0;
for (const part of parts) {
  const run = Bun.spawnSync(
    [process.execPath, "test", "--timeout", "180000", `./tests/integrations/${part}.integration.ts`],
    { cwd: ROOT, env: { ...process.env, COUNTERPARTS }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const printed = `${run.stdout}${run.stderr}`;
  // A part says in a line of its own what it leaves out and why; hooks of tests that are left out are none.
  const skipped = printed.match(/^\(skip\) (?!.*\(unnamed\)$).*$/gm) ?? [];
  process.stdout.write(printed.replace(/^\(skip\) .*\n/gm, ""));
  const count = (word: string) => Number(new RegExp(`^ *(\\d+) ${word}$`, "m").exec(printed)?.[1] ?? 0);
  const leftOut = skipped.length > 0 ? `, ${skipped.length} left out` : "";
  lines.push(`${part}: ${count("pass")} passed, ${count("fail")} failed${leftOut}`);
  if (run.exitCode !== 0) failed++;
}
console.log(["", ...lines].join("\n"));
process.exit(failed === 0 ? 0 : 1);
