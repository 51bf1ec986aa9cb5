/**
 * `bun run bench [--pairs 5] [--only ROW]… [--page docs/performance.md]`: every row of the table in docs/performance.md
 * against its peer. Checks the answers, then runs everybody in turn, and writes the page with the medians. Rows that are
 * left out with `--only` keep the figures of their last run. Exits with 1 where a bar is missed.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { peersPython } from "./quality/python-peers";
import { rows } from "./rows";
import { measure } from "./rows/measure";
import { performancePage } from "./rows/page";
import { Results } from "./rows/results";

const ROOT = join(import.meta.dir, "..");
const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    only: { type: "string", multiple: true },
    page: { type: "string", default: join(ROOT, "docs", "performance.md") },
  },
});
const pairs = Number(values.pairs);
const unknown = values.only?.filter((key) => !rows.some((row) => row.key === key)) ?? [];
if (unknown.length > 0 || !(pairs >= 1)) {
  console.error(`--only takes ${rows.map(({ key }) => key).join(", ")}; --pairs a number from 1`);
  process.exit(2);
}

const cache = join(ROOT, "artifacts_cache", "bench");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
const results = new Results(cache);
const started = performance.now();
let failed = 0;
try {
  const place = { cache, folder, python: await peersPython() };
  for (const row of rows) {
    if (values.only && !values.only.includes(row.key)) continue;
    try {
      results.keep(await measure(row, place, pairs));
    } catch (error) {
      failed++;
      console.error(`${row.key}: not measured: ${(error as Error).message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
await Bun.write(values.page, await performancePage(results, cache));
console.log(`${values.page} written after ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
process.exitCode = failed > 0 || results.missed > 0 ? 1 : 0;
