import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { S3Client } from "bun";
import { openEngine } from "../../../src/warehouse/open-engine";
import { readWarehouse } from "../../../src/warehouse/read-warehouse";
import { COUNTERPARTS } from "../../integrations/counterparts";
import { plainServer } from "../../store/bucket/plain-server";
import { rowsOf } from "./engine-suite";

const httpfs = join(COUNTERPARTS, "httpfs-1.5.5", "httpfs.duckdb_extension");
if (!existsSync(httpfs)) console.log("left out: Parquet in a bucket, for want of DuckDB's extension for it");

test.skipIf(!existsSync(httpfs))(
  "DuckDB reads Parquet files in a bucket, and nothing else there",
  async () => {
    await using server = await plainServer();
    const { bucket, endpoint, region, keyId, appKey } = server.settings;
    const client = new S3Client({ bucket, endpoint, region, accessKeyId: keyId, secretAccessKey: appKey });
    for (const year of [2025, 2026])
      await client.write(`shop/lines/year=${year}/a.parquet`, await parquet(LINES(year)));
    await client.write("other/secret.parquet", await parquet("SELECT 'secret' AS id"));
    await using engine = await openEngine("lake", {
      ...{ kind: "duckdb", tenants: "*", bucket, endpoint, region, path: "shop", httpfs },
      ...{ key_id: keyId, app_key: appKey },
    });
    expect(await rowsOf(engine, "SELECT year, count(*) AS n FROM lines GROUP BY 1 ORDER BY 1")).toEqual([
      [2025, 60],
      [2026, 60],
    ]);
    await using read = await readWarehouse(engine, "SELECT * EXCLUDE (year) FROM lines");
    expect([read.shared.report.rows_kept, read.shared.report.customers]).toEqual([120, 20]);
    expect(read.shared.report.revenue).toBe(120 * 5);
    await expect(rowsOf(engine, `SELECT * FROM 's3://${bucket}/other/secret.parquet'`)).rejects.toThrow(
      "lake",
    );
  },
);

/** 60 lines of 20 customers, each of one unit at 5. */
const LINES = (year: number) =>
  `SELECT ${year} * 1000 + range AS order_id, 'C' || range % 20 AS customer_id, 'P' || range % 7 AS product_id,
    1 AS quantity, 5.0 AS unit_price, TIMESTAMP '${year}-01-01 12:00:00' + INTERVAL (range) DAY AS order_date FROM range(60)`;

async function parquet(select: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-parquet-"));
  const path = join(folder, "a.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}'`);
  connection.closeSync();
  instance.closeSync();
  const bytes = await Bun.file(path).bytes();
  rmSync(folder, { recursive: true });
  return bytes;
}
