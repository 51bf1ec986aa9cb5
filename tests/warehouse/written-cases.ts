import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shopExports } from "../transactions/profiles/exports";
import type { EqualCase } from "./equal";
import { generatedCases } from "./generated-cases";

/** Invented shops, and small exports of all systems that are known, as files until they are removed. */
export function writtenCases(): {
  readonly generated: readonly EqualCase[];
  readonly exports: readonly EqualCase[];
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), "perennial-written-"));
  const written = (name: string, text: string) => {
    const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.csv`);
    writeFileSync(path, text);
    return path;
  };
  return {
    generated: generatedCases.map(({ text, ...each }) => ({ ...each, path: written(each.name, text) })),
    exports: shopExports.map(({ profile, text }, i) => ({
      name: `${profile} (${i})`,
      path: written(`${i}-${profile}`, text),
    })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
