import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeModelFolder } from "../../src/models/model-folder";

/** A file name that cannot be written, because there is no folder of that name. */
const CANNOT_BE_WRITTEN = "no-such-folder/z.txt";

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "perennial-models-"));
});

afterEach(async () => {
  await rm(parent, { recursive: true });
});

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
}

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = Bun.spawn([process.execPath, "--version"], { stdout: "ignore" });
  await child.exited;
  return child.pid;
}

describe("a model folder", () => {
  test("holds the files that were handed in, text or bytes, and nothing else is beside it", async () => {
    await writeModelFolder(join(parent, "m1"), { "a.txt": "text", "b.onnx": Uint8Array.of(66, 67) });
    expect(await contents(join(parent, "m1"))).toEqual({ "a.txt": "text", "b.onnx": "BC" });
    expect(await readdir(parent)).toEqual(["m1"]);
  });

  test("is made with the folders above it", async () => {
    const folder = join(parent, "tenants", "demo", "models", "m1");
    await writeModelFolder(folder, { "a.txt": "text" });
    expect(await contents(folder)).toEqual({ "a.txt": "text" });
  });

  test("replaces an earlier one as a whole", async () => {
    const folder = join(parent, "m1");
    await writeModelFolder(folder, { "a.txt": "old", "only-before.txt": "old" });
    await writeModelFolder(folder, { "a.txt": "new" });
    expect(await contents(folder)).toEqual({ "a.txt": "new" });
    expect(await readdir(parent)).toEqual(["m1"]);
  });

  test("is not there at all where a file of it cannot be written", async () => {
    const files = { "a.txt": "text", [CANNOT_BE_WRITTEN]: "text" };
    await expect(writeModelFolder(join(parent, "m1"), files)).rejects.toThrow("ENOENT");
    expect(await readdir(parent)).toEqual([]);
  });

  test("stays as it was where its successor cannot be written", async () => {
    const folder = join(parent, "m1");
    await writeModelFolder(folder, { "a.txt": "old" });
    const files = { "a.txt": "new", [CANNOT_BE_WRITTEN]: "text" };
    await expect(writeModelFolder(folder, files)).rejects.toThrow("ENOENT");
    expect(await contents(folder)).toEqual({ "a.txt": "old" });
    expect(await readdir(parent)).toEqual(["m1"]);
  });

  test("is whole whoever of several writers comes last, and those who come too late leave nothing", async () => {
    const folder = join(parent, "m1");
    await writeModelFolder(folder, { "a.txt": "old", "b.txt": "old" });
    const writers = Array.from({ length: 24 }, (_, i) => `writer ${i}`).map((text) =>
      writeModelFolder(folder, { "a.txt": text, "b.txt": text }),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    const { "a.txt": a, "b.txt": b, ...others } = await contents(folder);
    expect(a).toBe(b!);
    expect(others).toEqual({});
    expect(await readdir(parent)).toEqual(["m1"]);
  });
});

describe("what a killed process has left", () => {
  const uuid = "0b5e3e9e-8e0f-4c7e-9a55-2f3c1a1f0c11";

  async function leave(name: string): Promise<string> {
    const folder = join(parent, name);
    await mkdir(folder);
    await writeFile(join(folder, "a.txt"), "half");
    return folder;
  }

  test("of the same folder is removed", async () => {
    const pid = await deadProcess();
    const half = await leave(`.m1.${pid}.${uuid}`);
    const replaced = await leave(`.m1.${pid}.${uuid}.replaced`);
    await writeModelFolder(join(parent, "m1"), { "a.txt": "text" });
    expect([existsSync(half), existsSync(replaced)]).toEqual([false, false]);
    expect(await readdir(parent)).toEqual(["m1"]);
  });

  test.each([
    ["of a process that still runs", () => `.m1.${process.pid}.${uuid}`],
    // Signals to process 1 are refused to all but its owner: refused is not dead.
    ["of a running process of another user", () => `.m1.1.${uuid}`],
    ["of another folder whose name goes on after a dot", () => `.m1.2147483646.${process.pid}.${uuid}`],
    ["of another folder", () => `.m10.2147483646.${uuid}`],
    ["that only looks alike", () => ".m1.2147483646"],
  ])("is left alone: a folder %s", async (_, name) => {
    const other = await leave(name());
    await writeModelFolder(join(parent, "m1"), { "a.txt": "text" });
    expect(existsSync(other)).toBe(true);
  });
});
