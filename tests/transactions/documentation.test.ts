import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseMapping } from "../../src/transactions/columns/mapping-file";
import { roles } from "../../src/transactions/columns/roles";
import { defaultReadLimits } from "../../src/transactions/limits";
import { dropReasons, reasonMeanings } from "../../src/transactions/lines/verdict";
import { profiles } from "../../src/transactions/profiles/all-profiles";

const page = readFileSync(join(resolve(import.meta.dir, "..", ".."), "docs", "input.md"), "utf8");

/** Cells of the table in a section, without its head; the code marks of the first column are taken off. */
function tableOf(section: string): string[][] {
  const text = page.split(`\n## ${section}\n`)[1]!.split("\n## ")[0]!;
  return text
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replace(/^`([^`]+)`$/, "$1")),
    );
}

describe("docs/input.md", () => {
  test("names every reason for which a row is dropped, in order, with its meaning", () => {
    expect(tableOf("Cleaning")).toEqual(dropReasons.map((reason) => [reason, reasonMeanings[reason]]));
  });

  test("names every limit with its default", () => {
    const limits = tableOf("Limits").map(([name, value]) => [name, Number(value)]);
    expect(limits).toEqual(Object.entries(defaultReadLimits));
  });

  test("names every field that a column can be mapped to", () => {
    expect(
      tableOf("Columns")
        .flatMap(([names]) => names!.replaceAll("`", "").split(", "))
        .sort(),
    ).toEqual([...roles].sort());
  });

  test("says of every shop system that is known how its export is read", () => {
    const section = page.split("\n## Shop systems\n")[1]!.split("\n## ")[0]!;
    for (const { name } of profiles) {
      const vendor = name.split(/,| or /)[0]!.replace(/ (?:Stores|2)$/, "");
      expect([vendor, section.includes(vendor)]).toEqual([vendor, true]);
    }
  });

  test("gives the same mapping as JSON and as YAML, and it is one", () => {
    const examples = [...page.matchAll(/```(?:json|yaml)\n([\s\S]*?)```/g)].map(([, text]) => text!);
    expect(examples).toHaveLength(2);
    expect(parseMapping(examples[0]!)).toEqual(parseMapping(examples[1]!));
  });
});
