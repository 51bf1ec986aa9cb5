import { afterAll } from "bun:test";
import { duckdbTables } from "./duckdb-tables";
import { equalSuite } from "./equal-suite";
import { sharedCases } from "./shared-cases";
import { writtenCases } from "./written-cases";

const written = writtenCases();
afterAll(() => written.remove());

const shared = sharedCases();
if (shared.length === 0) console.warn("the shared cases are absent: only generated ones are compared");
equalSuite("DuckDB", [...written.generated, ...shared], async () => duckdbTables);
