/**
 * `bun run test:fuzz`: faulty files of every format (`--runs`, 20,000 each by default) within 1 GB of memory, requests
 * made of the OpenAPI document by Schemathesis (for `--seconds`; `--install` fetches it), and properties over drawn
 * values. At last, plants a defect for each of the first two in a copy of the project and checks that it is found.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installCounterparts } from "../integrations/counterparts";
import { ifLeftBehind } from "../left-behind";
import { startLimited } from "../load/limited-server";
import { memoryGroup } from "../memory-group";
import { Copy } from "../planted/copies";

const ROOT = resolve(import.meta.dir, "../..");
const MEMORY_MB = 1024;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "600" },
    install: { type: "boolean", default: false },
  },
});
if (values.install) installCounterparts(import.meta.dir);
// Looks for what was installed when it is loaded.
const { fuzzApi, hasSchemathesis } = await import("./api");

const failed: string[] = [];
let passed = 0;
told("faulty files", await files(ROOT, values.runs));
told(
  "properties",
  await run([process.execPath, "test", "--timeout", "120000", "./tests/fuzz/properties.test.ts"]),
);
if (hasSchemathesis) told("requests", await requests(ROOT, Number(values.seconds)));
else console.log("left out: requests, as Schemathesis is not installed (--install)");
await selfTest();
for (const name of failed) console.log(`MISS ${name}`);
console.log(`${passed} pass\n${failed.length} fail`);
process.exit(failed.length === 0 ? 0 : 1);

function told(name: string, isSound: boolean): void {
  if (isSound) passed++;
  else failed.push(name);
}

async function files(root: string, runs: string, format?: string): Promise<boolean> {
  const group = memoryGroup(MEMORY_MB);
  if (root === ROOT)
    console.log(
      group ? `files: ${MEMORY_MB} MB of memory (${group.kind})` : "files: no memory cgroup can be made here",
    );
  const words = [process.execPath, join(root, "tests/fuzz/files.ts"), "--runs", runs, "--seed", values.seed];
  const all = [...words, ...(format ? ["--format", format] : [])];
  try {
    return await run(group?.command(all) ?? all, root);
  } finally {
    group?.remove();
  }
}

async function run(words: readonly string[], cwd = ROOT): Promise<boolean> {
  const program = Bun.spawn([...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const hasEnded = ifLeftBehind(() => program.kill());
  const [out, err] = await Promise.all([
    new Response(program.stdout).text(),
    new Response(program.stderr).text(),
  ]);
  const code = await program.exited;
  hasEnded();
  // The lines that count belong to the end.
  const lines = `${out}${err}`
    .split("\n")
    .filter((line) => line !== "" && !/^ *[0-9]+ (pass|fail)$/.test(line));
  if (cwd === ROOT) console.log(lines.slice(-25).join("\n"));
  return code === 0;
}

async function requests(root: string, seconds: number): Promise<boolean> {
  const server = await startLimited({ root, limitMb: MEMORY_MB });
  try {
    const found = await fuzzApi(server.url, Number(values.seed), seconds);
    const isSound = found.isSound && server.isAlive();
    if (root === ROOT)
      console.log(`requests: ${found.requests} made of the document, ${isSound ? "no defect" : "defects"}`);
    if (!isSound && root === ROOT) console.log(found.printed.slice(0, 10_000));
    return isSound;
  } finally {
    await server.stop();
  }
}

async function selfTest(): Promise<void> {
  const copy = new Copy();
  try {
    await planted(
      copy,
      "src/transactions/formats/csv-tokenizer.ts",
      "        throw new InputError(\n          `Row $",
      "        throw new TypeError(\n          `Row $",
    );
    told(
      "self-test: a reader's error that is none of the user's is found",
      !(await files(copy.root, "300", "csv")),
    );
    if (!hasSchemathesis) return;
    await planted(
      copy,
      "src/api/schema-check.ts",
      "if (this.#compiled.Check(value)) return [];",
      "if (!this.#compiled.Check(value)) throw new TypeError(this.whole);",
    );
    told(
      "self-test: a route that fails over what it should refuse is found",
      !(await requests(copy.root, 45)),
    );
  } finally {
    copy.remove();
  }
}

async function planted(copy: Copy, file: string, from: string, to: string): Promise<void> {
  const path = join(copy.root, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2)
    throw new RangeError(`${file} no longer has the text to plant a defect in`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}
