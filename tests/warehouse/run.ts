/**
 * Asks the drivers of warehouses to do what they promise, with the real engines: PostgreSQL, MariaDB and DuckDB, and with
 * `--all` Trino and ClickHouse, too. `--install` first installs what is missing, and `--short` leaves Online Retail out.
 * Prints the counts of `bun test` and, for each engine, how many cases it reads as the local reader does.
 */
import { join, resolve } from "node:path";
import { COUNTERPARTS, installCounterparts } from "../integrations/counterparts";

const HERE = import.meta.dir;
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
    env: {
      ...process.env,
      COUNTERPARTS,
      ...(process.argv.includes("--short") && { WAREHOUSE_SHORT: "1" }),
    },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(run.exitCode ?? 1);
