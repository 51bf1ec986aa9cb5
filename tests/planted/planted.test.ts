import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { stale } from "./defect";
import { DEFECTS } from "./defects";

const ROOT = resolve(import.meta.dir, "../..");

test("at least 200 defects are planted, each in a file that is there, with tests that are there", () => {
  expect(DEFECTS.filter(({ equivalent }) => equivalent === undefined).length).toBeGreaterThanOrEqual(200);
  const named = DEFECTS.flatMap(({ file, tests }) => [file, ...tests]);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("a text that is gone, that is there twice or that stays the same cannot be planted", () => {
  expect(stale({ from: "a", to: "b" }, "c")).toBe("the text is no longer there");
  expect(stale({ from: "a", to: "b" }, "a a")).toBe("the text is there 2 times");
  expect(stale({ from: "a", to: "a" }, "a")).toBe("it changes nothing");
  expect(stale({ from: "a", to: "b" }, "a")).toBeNull();
});
