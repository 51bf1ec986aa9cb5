import { clickhouseTables } from "./clickhouse-tables";
import { equalSuite } from "./equal-suite";
import { sharedCases } from "./shared-cases";

equalSuite("ClickHouse", sharedCases(), clickhouseTables);
