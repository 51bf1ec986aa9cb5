import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { buildAhead } from "../../src/commands/ahead/build";
import { builtProgram, ENGINE, RECORD } from "../../src/commands/ahead/built";

const ROOT = resolve(import.meta.dir, "../..");
mkdirSync(join(ROOT, "artifacts_cache"), { recursive: true });
// Beside the libraries, where the program finds them.
const folder = mkdtempSync(join(ROOT, "artifacts_cache", "ahead-test-"));
const built = join(folder, "built");
afterAll(() => rmSync(folder, { recursive: true }));

describe("the commands that train, put together ahead", () => {
  beforeAll(() => buildAhead(built), 300_000);

  test("write the same model as from their source", async () => {
    const data = join(folder, "orders.csv");
    await run([join(ROOT, "src/cli.ts"), "generate", "--rows", "6000", "--out", data]);
    const models = ["source", "ahead"].map((name) => join(folder, name));
    for (const [i, program] of [join(ROOT, "src/cli.ts"), builtProgram(built)!].entries())
      await run([program, "train", "--tenant-id", "t", "--quick", "--data-path", data, "--out", models[i]!]);
    const names = readdirSync(models[0]!).sort();
    expect(names).toContain("model.json");
    expect(readdirSync(models[1]!).sort()).toEqual(names);
    for (const name of names)
      expect(readFileSync(join(models[1]!, name)).equals(readFileSync(join(models[0]!, name)))).toBe(true);
  }, 300_000);

  test("start their threads from what was put together", () => {
    const program = readFileSync(builtProgram(built)!, "utf8");
    for (const thread of ["learning-thread", "apart-worker", "second-thread"]) {
      expect(program).toContain(join(built, `${thread}.js`));
      expect(program).not.toContain(`"./${thread}.ts"`);
    }
  });
});

test("what was put together is used until a file, the place or the engine changes", () => {
  const root = join(folder, "root");
  mkdirSync(root);
  const file = join(root, "a.ts");
  const write = (text: string, second: number) => {
    writeFileSync(file, text);
    utimesSync(file, second, second);
  };
  const record = (changes: object) =>
    writeFileSync(
      join(root, RECORD),
      JSON.stringify({ engine: ENGINE, root, inputs: [["a.ts", 3, 1_000_000]], ...changes }),
    );
  expect(builtProgram(root, root)).toBeNull();
  write("one", 1000);
  record({});
  expect(builtProgram(root, root)).toBe(join(root, "entry.js"));
  write("two", 1001);
  expect(builtProgram(root, root)).toBeNull();
  write("four", 1000);
  expect(builtProgram(root, root)).toBeNull();
  write("one", 1000);
  record({ engine: "another" });
  expect(builtProgram(root, root)).toBeNull();
  record({});
  const elsewhere = join(folder, "elsewhere");
  cpSync(root, elsewhere, { recursive: true, preserveTimestamps: true });
  expect(builtProgram(elsewhere, elsewhere)).toBeNull();
  rmSync(file);
  expect(builtProgram(root, root)).toBeNull();
});

/** Runs a command of the program from the file given, not from what may have been put together in this checkout. */
async function run(command: readonly string[]): Promise<void> {
  const env = { ...process.env, BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: "1000000" };
  const child = Bun.spawn([process.execPath, ...command], { env, stdout: "ignore", stderr: "pipe" });
  const errors = await new Response(child.stderr).text();
  expect(await child.exited, errors).toBe(0);
}
