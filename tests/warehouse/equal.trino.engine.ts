import { afterAll } from "bun:test";
import { equalSuite } from "./equal-suite";
import { sharedCases } from "./shared-cases";
import { trinoTables } from "./trino-tables";
import { writtenCases } from "./written-cases";

const written = writtenCases();
afterAll(() => written.remove());

equalSuite("Trino", [...written.generated, ...sharedCases()], trinoTables);
