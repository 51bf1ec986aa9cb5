import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../src/errors";
import { requireWritable } from "../../src/store/data-folder";
import { withFolder } from "../pipeline/small-files";

/** What is said of a folder; null where it is taken. */
function refusalOf(dataDir: string): string | null {
  try {
    requireWritable(dataDir);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
}

describe("the data folder", () => {
  test("is made where it is not there", () =>
    withFolder(async (folder) => {
      expect(refusalOf(join(folder, "new"))).toBeNull();
      expect(existsSync(join(folder, "new", "artifacts"))).toBe(true);
      expect(refusalOf(join(folder, "new"))).toBeNull();
    }));

  test("that is a file, or has one in its place, is refused in a sentence", () =>
    withFolder(async (folder) => {
      writeFileSync(join(folder, "file"), "");
      expect(refusalOf(join(folder, "file"))).toMatch(
        /^DATA_DIR=.*file cannot be used: .* is a file\)\. Set DATA_DIR/,
      );
      mkdirSync(join(folder, "data"));
      writeFileSync(join(folder, "data", "artifacts"), "");
      expect(refusalOf(join(folder, "data"))).toMatch(/artifacts cannot be written \(it is a file\)/);
    }));

  // The kernel's own folders take no new ones, from nobody.
  test.skipIf(!existsSync("/proc/self"))("where nothing can be made is refused in a sentence", () => {
    expect(refusalOf("/proc/perennial")).toMatch(/cannot be written \(.+\)\. Set DATA_DIR to a folder/);
  });
});
