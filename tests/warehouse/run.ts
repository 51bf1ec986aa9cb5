/**
 * Asks the drivers of warehouses to do what they promise, with the real engines: PostgreSQL, MariaDB and DuckDB, and with
 * `--all` Trino and ClickHouse, too; reads the schemas of shops with the ready-made queries; and compares what each engine
 * reads with the local reader: `--short` leaves out some invented shops, and the large file on row stores. `--install` first
 * installs what is missing. Prints the counts of `bun test` and, for each engine, how many cases are equal.
 */
import { join, resolve } from "node:path";
import { COUNTERPARTS, installCounterparts } from "../integrations/counterparts";

const HERE = import.meta.dir;
const isShort = process.argv.includes("--short");
const isAll = process.argv.includes("--all");
const counterparts = join(HERE, "counterparts");
if (process.argv.includes("--install")) {
  installCounterparts(counterparts);
  if (isAll) installCounterparts(join(counterparts, "large"));
}
const files = [...new Bun.Glob("**/*.engine.ts").scanSync(HERE)]
  .filter((file) => isAll || !/(trino|clickhouse)/.test(file))
  .sort()
  .map((file) => `./tests/warehouse/${file}`);
const run = Bun.spawnSync(
  [process.execPath, "test", "--timeout", "180000", ...files, "./tests/warehouse/engines/duckdb.test.ts"],
  {
    cwd: resolve(HERE, "../.."),
    env: { ...process.env, COUNTERPARTS, ...(isShort && { SHORT: "1" }) },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(run.exitCode ?? 1);
