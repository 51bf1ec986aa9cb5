import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ordinaryShop, writeOrders } from "./pipeline/small-files";

const MAIN = resolve(import.meta.dir, "..", "src", "main.ts");
const folder = mkdtempSync(join(tmpdir(), "perennial-"));
const models = join(folder, "artifacts", "tenants", "demo", "models");

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program as `bun start` does. */
async function start() {
  const child = Bun.spawn([process.execPath, MAIN], {
    env: { ...process.env, DATA_DIR: folder },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code, report: stdout.match(/^report: (.+)$/m)?.[1] };
}

test("the program trains the demo tenant on the default data set, says where the report is, and does it once", async () => {
  mkdirSync(join(folder, "datasets"));
  renameSync(writeOrders(folder, ordinaryShop(200, 300)), join(folder, "datasets", "OnlineRetail.csv"));
  const first = await start();
  expect(first.code).toBe(0);
  expect(existsSync(first.report!)).toBe(true);
  expect(readdirSync(models)).toHaveLength(1);

  const second = await start();
  expect(second.report).toBe(first.report!);
  expect(readdirSync(models)).toHaveLength(1);
});

test("the program ends with 1 and a sentence where the default data set cannot be used, and leaves no model", async () => {
  rmSync(join(folder, "artifacts"), { recursive: true });
  writeFileSync(join(folder, "datasets", "OnlineRetail.csv"), "");
  const { code, stderr } = await start();
  expect(code).toBe(1);
  expect(stderr).toMatch(/error: OnlineRetail\.csv: /);
  expect(existsSync(models)).toBe(false);
});
