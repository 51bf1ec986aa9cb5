import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const THRESHOLD = "BUN_JSC_thresholdForFTLOptimizeAfterWarmUp";
const folder = mkdtempSync(join(tmpdir(), "perennial-"));
const script = join(folder, "start.ts");
writeFileSync(
  script,
  `import { withPatientCompiler } from ${JSON.stringify(join(import.meta.dir, "../../src/commands/patient-compiler.ts"))};
  withPatientCompiler();
  const threshold = process.env.${THRESHOLD};
  console.log(JSON.stringify({ pid: process.pid, threshold, asked: process.argv.slice(2) }));`,
);
afterAll(() => rmSync(folder, { recursive: true }));

async function start(threshold: string | undefined) {
  const child = Bun.spawn([process.execPath, script, "--out", "a folder"], {
    env: { ...process.env, [THRESHOLD]: threshold },
    stdout: "pipe",
  });
  return { child, told: JSON.parse(await new Response(child.stdout).text()) };
}

test("a program starts over once, as the same process with the same arguments", async () => {
  const { child, told } = await start(undefined);
  expect(told).toEqual({ pid: child.pid, threshold: "1000000", asked: ["--out", "a folder"] });
});

test("a patience that was asked for stays", async () => {
  expect((await start("7")).told.threshold).toBe("7");
});
