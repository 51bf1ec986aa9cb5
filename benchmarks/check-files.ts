/**
 * `bun run check:files`: reads files modelled on public bug reports and on the exports of shop systems through
 * `perennial check`, and compares what it says with the right answer of each. Prints a line a file and `N of N`; exits
 * with 1 where one differs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { check } from "./files/ask";
import { checkCase } from "./files/cases";
import { Differences } from "./files/compare";
import { compareExport, exportChecks } from "./files/exports";
import { sharedFile } from "./reference";

/** Files that are checked at a time. */
const workers = 2;

interface Item {
  readonly name: string;
  run(): Promise<string[]>;
}

const cases = sharedFile("cases");
const exports = sharedFile("exports");
if (cases === null || exports === null) {
  console.error("The cases and exports are not on this machine; set PERENNIAL_SHARED to their folder.");
  process.exit(1);
}

const items = [...caseItems(cases), ...exportItems(exports)];
let right = 0;
const queue = items.map((item, i) => ({ item, i }));
const lines: string[] = [];
await Promise.all(Array.from({ length: workers }, work));
console.log(lines.join("\n"));
console.log(`${right} of ${items.length}`);
process.exitCode = right === items.length ? 0 : 1;

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const wrong = await next.item.run().catch((error: Error) => [error.message]);
    if (wrong.length === 0) right++;
    lines[next.i] =
      wrong.length === 0 ? `ok   ${next.item.name}` : `MISS ${next.item.name}: ${wrong.join("; ")}`;
  }
}

function caseItems(folder: string): Item[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const expected = json(join(folder, name, "expected.json"));
      const files = readdirSync(join(folder, name)).filter((file) => file in expected);
      return files.map((file) => ({
        name: `${name}/${file}`,
        run: () => checkCase(join(folder, name), name.slice(0, 2), file, expected),
      }));
    });
}

function exportItems(folder: string): Item[] {
  const expected = json(join(folder, "expected.json")) as Record<string, Record<string, number>>;
  return Object.keys(exportChecks).map((file) => ({
    name: `${basename(folder)}/${file}`,
    run: async () => {
      const checked = await check([join(folder, file)]);
      if ("refused" in checked) return [`it was refused: ${checked.refused}`];
      const differences = new Differences();
      compareExport(file, checked.answer, expected[file]!, differences);
      return differences.found;
    },
  }));
}

function json(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8"));
}
