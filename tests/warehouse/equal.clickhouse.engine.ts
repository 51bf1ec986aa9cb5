import { afterAll } from "bun:test";
import { clickhouseTables } from "./clickhouse-tables";
import { equalSuite } from "./equal-suite";
import { hostileSuite } from "./hostile-suite";
import { sharedCases } from "./shared-cases";
import { writtenCases } from "./written-cases";

const written = writtenCases();
afterAll(() => written.remove());

equalSuite("ClickHouse", [...written.generated, ...sharedCases()], clickhouseTables);
hostileSuite("ClickHouse", clickhouseTables);
