import { afterAll } from "bun:test";
import { duckdbTables } from "./duckdb-tables";
import { equalSuite } from "./equal-suite";
import { hostileSuite } from "./hostile-suite";
import { mysqlTables } from "./mysql-tables";
import { postgresTables } from "./postgres-tables";
import { onlineRetail, sharedCases } from "./shared-cases";
import { writtenCases } from "./written-cases";

const written = writtenCases();
afterAll(() => written.remove());

/** Of the invented shops, in short. */
const SHARE = 4;
const isShort = process.env.SHORT === "1";
const small = isShort
  ? // One invented shop of each kind of trouble is read with DuckDB by every `bun run test`.
    [...written.generated.filter((_, i) => i % SHARE === 0), ...sharedCases()]
  : [...written.generated, ...written.exports, ...sharedCases()];
const all = [...small, ...onlineRetail()];
equalSuite("DuckDB", all, async () => duckdbTables);
// Half a million lines take row stores minutes.
equalSuite("PostgreSQL", isShort ? small : all, postgresTables);
equalSuite("MariaDB", isShort ? small : all, mysqlTables);
hostileSuite("PostgreSQL", postgresTables);
hostileSuite("MariaDB", mysqlTables);
