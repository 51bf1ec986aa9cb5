import { afterAll, expect, test } from "bun:test";
import { askAgain } from "../../../src/pipeline/ask-again";
import type { Warehouse } from "../../../src/warehouse/connections";
import { openEngine } from "../../../src/warehouse/open-engine";
import { ask, startTrino, type TrinoCluster } from "../counterparts/trino";
import { engineSuite, rowsOf, until } from "./engine-suite";

const SLOW =
  "SELECT CAST(sum(a.orderkey % 7 * (b.orderkey % 5)) AS varchar) AS slow FROM tpch.sf10.lineitem a, tpch.sf10.lineitem b";
const running = async (port: number, text: string) =>
  ask(
    port,
    `SELECT query_id, state FROM system.runtime.queries WHERE state IN ('RUNNING', 'FINISHING', 'STARTING', 'PLANNING', 'QUEUED') AND source = 'perennial' AND query LIKE '%${text}%'`,
  );
const warehouseAt = (port: number): Warehouse => ({
  ...{ kind: "trino", tenants: "*", url: `http://127.0.0.1:${port}` },
  ...{ catalog: "memory", schema: "default", user: "perennial" },
});

let starting: Promise<TrinoCluster | null> | null = null;
const started = () => (starting ??= startTrino());

engineSuite("Trino", async () => {
  const cluster = await started();
  if (!cluster) return null;
  const { port } = cluster;
  await ask(port, "CREATE TABLE kept AS SELECT 1 AS a");
  return {
    warehouse: warehouseAt(port),
    numbers: (rows) =>
      `SELECT a * 1000 + b AS n FROM UNNEST(sequence(0, ${Math.ceil(rows / 1000) - 1})) AS x (a) CROSS JOIN UNNEST(sequence(1, 1000)) AS y (b) WHERE a * 1000 + b <= ${rows} ORDER BY n`,
    failing: "1 / (n - 90000)",
    slow: SLOW,
    isOneSnapshot: false,
    running: async () => (await running(port, "AS slow")).length,
    text: (expression) => `CAST(${expression} AS varchar)`,
    float: (expression) => `CAST(${expression} AS double)`,
    typed: `VARCHAR 'x' AS a_text, DOUBLE '1.5' AS "a number", BIGINT '1' AS whole, DECIMAL '1.50' AS exact, current_date AS a_day, now() AS a_moment, CAST(NULL AS varchar) AS "nothing_but_é"`,
    writes: [
      "INSERT INTO kept VALUES (2)",
      "CREATE TABLE copied AS SELECT 1 AS a",
      "SELECT 1 AS a; DROP TABLE kept",
      "DROP TABLE kept",
    ],
    isUntouched: async () => {
      const [row] = await ask(port, "SELECT count(*) FROM kept");
      return row![0] === 1 && (await ask(port, "SHOW TABLES")).length === 1;
    },
    cut: async () => {
      for (const [id] of await running(port, "AS slow"))
        await ask(
          port,
          `CALL system.runtime.kill_query(query_id => '${id}', message => 'the operator ended it')`,
        );
    },
    async [Symbol.asyncDispose]() {
      // The tests below go on with it.
    },
  };
});

afterAll(async () => (await starting)?.[Symbol.asyncDispose]());

const SUM =
  "SELECT CAST(count(*) AS varchar) AS c, CAST(sum(quantity) AS varchar) AS q FROM tpch.sf1.lineitem";
/** Of the TPC-H benchmark at scale 1: table lineitem has 6,001,215 rows. */
const LINES = "6001215";

test("a worker that dies in the middle of a statement: the statement is run again, with the whole answer", async () => {
  const { port, workers, addWorker } = (await started())!;
  const expected = await ask(port, SUM);
  expect(expected[0]![0]).toBe(LINES);
  await using engine = await openEngine("shop", warehouseAt(port));
  const answer = rowsOf(engine, `${SUM} WHERE 'mark' <> 'killed'`);
  await until(async () => (await running(port, "killed")).some(([, state]) => state === "RUNNING"));
  workers[0]!.kill("SIGKILL");
  expect(await answer).toEqual(expected as string[][]);
  const again = await ask(
    port,
    "SELECT state, error_code FROM system.runtime.queries WHERE query LIKE '%<> ''killed''%' AND source = 'perennial' ORDER BY created",
  );
  expect(again.map(([state]) => state)).toEqual(["FAILED", "FINISHED"]);
  await addWorker();
}, 180_000);

test("workers that die while a large answer is read: it is asked for again, and the whole answer comes", async () => {
  const { port, workers, addWorker, nodes } = (await started())!;
  await until(async () => (await nodes()) === 2);
  const tries: number[] = [];
  const whole = await askAgain(
    async () => {
      await using engine = await openEngine("shop", warehouseAt(port));
      const wide = "SELECT CAST(orderkey AS varchar) AS k, comment AS c FROM tpch.sf1.lineitem";
      const place = tries.push(0) - 1;
      for await (const { length } of engine.run(wide)) {
        if (tries[0] === 0) for (const worker of workers) worker.kill("SIGKILL");
        tries[place]! += length;
      }
      return tries[place]!;
    },
    AbortSignal.timeout(280_000),
    async () => {
      if (tries.length === 1) for (const _ of [1, 2]) await addWorker();
      await until(async () => (await nodes()) === 2);
    },
  );
  expect(whole).toBe(Number(LINES));
  // The first answer had begun, and was half of one.
  expect(tries[0]!).toBeGreaterThan(0);
  expect(tries[0]!).toBeLessThan(Number(LINES));
}, 300_000);
