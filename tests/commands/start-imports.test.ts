import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../..");
const scanner = new Bun.Transpiler({ loader: "tsx" });

/** The files and packages that are loaded with `file`; types and `import()` are not. */
function loadedWith(file: string): Set<string> {
  const found = new Set<string>();
  const visit = (path: string) => {
    const name = relative(ROOT, path);
    if (found.has(name)) return;
    found.add(name);
    for (const { path: specifier, kind } of scanner.scanImports(
      readFileSync(path, "utf8").replace(/^#!.*/, ""),
    )) {
      if (kind !== "import-statement") continue;
      if (specifier.startsWith(".")) visit(Bun.resolveSync(specifier, dirname(path)));
      else found.add(specifier);
    }
  };
  visit(join(ROOT, file));
  return found;
}

describe("what a start loads", () => {
  const loaded = loadedWith("src/commands/server-process.ts");

  test("has the first routes, so this test looks at the right files", () => {
    for (const name of ["src/api/resources/predict/route.ts", "src/answers/open-model.ts", "elysia", "pino"])
      expect(loaded).toContain(name);
  });

  // Each of these took tens of milliseconds: docs/decisions/0027-starts-loads-and-lists.md.
  test("is no page, no reader of files, no training, and no library that only those need", () => {
    const late =
      /^(views|src\/transactions\/(read|formats)|src\/learning\/(kmeans|library)|src\/pipeline\/train)/;
    const libraries = [
      "arquero",
      "ml-kmeans",
      "onnxruntime-node",
      "write-excel-file/node",
      "marked",
      "inngest",
      "@modelcontextprotocol/server",
    ];
    expect([...loaded].filter((name) => late.test(name) || libraries.includes(name))).toEqual([]);
  });

  test("is for each command what that command needs: the command line alone imports none of them", () => {
    const cli = [...loadedWith("src/cli.ts")].filter((name) => name.startsWith("src/commands/"));
    expect(cli).toEqual(["src/commands/ahead/built.ts", "src/commands/patient-compiler.ts"]);
  });
});
