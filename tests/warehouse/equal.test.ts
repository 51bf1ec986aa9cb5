import { duckdbTables } from "./duckdb-tables";
import { equalSuite } from "./equal-suite";
import { sharedCases } from "./shared-cases";

equalSuite("DuckDB", sharedCases(), async () => duckdbTables);
