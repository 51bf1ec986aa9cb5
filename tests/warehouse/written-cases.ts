import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shopExports } from "../transactions/profiles/exports";
import type { EqualCase } from "./equal";

/** Small exports of all systems that are known, written to files until they are disposed of. */
export function exportCases(): readonly EqualCase[] & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "perennial-exports-"));
  const cases = shopExports.map(({ profile, text }, i) => {
    const path = join(folder, `${i}-${profile}.csv`);
    writeFileSync(path, text);
    return { name: `${profile} (${i})`, path };
  });
  return Object.assign(cases, { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) });
}
