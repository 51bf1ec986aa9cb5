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

const cases = [...written.generated, ...written.exports, ...sharedCases(), ...onlineRetail()];
equalSuite("DuckDB", cases, async () => duckdbTables);
equalSuite("PostgreSQL", cases, postgresTables);
equalSuite("MariaDB", cases, mysqlTables);
hostileSuite("PostgreSQL", postgresTables);
hostileSuite("MariaDB", mysqlTables);
