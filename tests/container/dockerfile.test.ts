import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseAssignments, parseDockerfile } from "./dockerfile";

const ROOT = resolve(import.meta.dir, "..", "..");
const stages = parseDockerfile(readFileSync(join(ROOT, "Dockerfile"), "utf8"));
const image = stages.at(-1)!;
const rests = (name: string) => image.instructions.filter((one) => one.name === name).map(({ rest }) => rest);

describe("the image", () => {
  test("is built in stages on the runtime that the project names", () => {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const version = packageManager.split("@")[1];
    expect(stages.length).toBeGreaterThan(1);
    for (const { base } of stages) expect(base).toBe(`oven/bun:${version}-slim`);
  });

  test("runs as a user that is not root, behind keys, with a health check", () => {
    expect(rests("USER")).toEqual(["bun"]);
    const environment = Object.fromEntries(rests("ENV").flatMap(parseAssignments));
    expect(environment).toMatchObject({ HOST: "0.0.0.0", AUTH: "keys", DATA_DIR: "/data" });
    expect(rests("HEALTHCHECK")[0]).toContain("/health");
    expect(JSON.parse(rests("VOLUME")[0]!)).toEqual([
      "/data/datasets",
      "/data/artifacts",
      "/data/artifacts_cache",
    ]);
  });

  test("copies only what is there", () => {
    for (const { instructions } of stages) {
      for (const { name, rest } of instructions) {
        const words = rest.split(/\s+/);
        if (name !== "COPY" || words[0]!.startsWith("--from=")) continue;
        for (const source of words.slice(0, -1))
          expect({ source, there: existsSync(join(ROOT, source)) }).toEqual({ source, there: true });
      }
    }
  });
});

test("the image has every folder that the program is made of", () => {
  const files = [...new Bun.Glob("{src,views,workers}/**/*.{ts,tsx}").scanSync(ROOT)];
  const folders = new Set(["src", "workers"]);
  for (const file of files) {
    for (const [, path] of readFileSync(join(ROOT, file), "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g))
      folders.add(relative(ROOT, join(ROOT, dirname(file), path!)).split("/")[0]!);
  }
  const copied = rests("COPY").flatMap((rest) => rest.split(/\s+/).slice(0, -1));
  expect([...folders].filter((folder) => !copied.includes(folder))).toEqual([]);
});

describe("the reader of Dockerfiles", () => {
  test("joins lines, knows stages and their names, and leaves comments out", () => {
    const [first, second] = parseDockerfile('# c\nFROM a AS b\nRUN x \\\n  y\n\nfrom c\nCMD ["z"]\n');
    expect(first).toEqual({ base: "a", name: "b", instructions: [{ name: "RUN", rest: "x    y" }] });
    expect(second).toEqual({ base: "c", name: null, instructions: [{ name: "CMD", rest: '["z"]' }] });
  });

  test("refuses an instruction before the first stage", () => {
    expect(() => parseDockerfile("RUN x")).toThrow("RUN before FROM");
  });

  test("reads assignments with and without quotes", () => {
    expect(parseAssignments('A=1 B="two words"')).toEqual([
      ["A", "1"],
      ["B", "two words"],
    ]);
  });
});
