import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GROUPS } from "./groups";

const ROOT = resolve(import.meta.dir, "../..");

test("every promise and every fault of docs/reliability.md names tests that are there", () => {
  const rows = readFileSync(join(ROOT, "docs/reliability.md"), "utf8")
    .split("\n## Crashes")[0]!
    .split("\n")
    .filter((line) => /^\| (?!---|found|promise)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !/`(tests\/|bun run test:)/.test(row))).toEqual([]);
  const named = rows.flatMap((row) => [...row.matchAll(/`(tests\/[^`]+)`/g)].map(([, path]) => path!));
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("every point of docs/security.md names tests that are there, and so does every group", () => {
  const rows = readFileSync(join(ROOT, "docs/security.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| V"));
  expect(rows.length).toBeGreaterThan(25);
  const named = rows.map((row) => [...row.matchAll(/`(tests\/[^`]+)`/g)].map(([, path]) => path!));
  expect(named.filter((paths) => paths.length === 0)).toEqual([]);
  const all = [...named.flat(), ...Object.values(GROUPS).flat()];
  expect(all.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
