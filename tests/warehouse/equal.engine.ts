import { duckdbTables } from "./duckdb-tables";
import { equalSuite } from "./equal-suite";
import { mysqlTables } from "./mysql-tables";
import { postgresTables } from "./postgres-tables";
import { onlineRetail, sharedCases } from "./shared-cases";

const cases = [...sharedCases(), ...onlineRetail()];
equalSuite("DuckDB", cases, async () => duckdbTables);
equalSuite("PostgreSQL", cases, postgresTables);
equalSuite("MariaDB", cases, mysqlTables);
