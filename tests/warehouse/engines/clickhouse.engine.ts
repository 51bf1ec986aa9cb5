import { ask, startClickhouse } from "../counterparts/clickhouse";
import { engineSuite } from "./engine-suite";

engineSuite("ClickHouse", async () => {
  const server = await startClickhouse();
  if (!server) return null;
  const { port } = server;
  await ask(port, "CREATE TABLE kept (a Int32) ENGINE = TinyLog");
  await ask(port, "INSERT INTO kept VALUES (1)");
  const running = () =>
    ask(
      port,
      "SELECT query_id FROM system.processes WHERE query LIKE '%AS slow%' AND query NOT LIKE '%processes%'",
    );
  return {
    warehouse: {
      ...{ kind: "clickhouse", tenants: "*", url: `http://127.0.0.1:${port}` },
      ...{ user: "owner", password: "hush" },
    },
    numbers: (rows) => `SELECT number + 1 AS n FROM (SELECT number FROM system.numbers LIMIT ${rows})`,
    failing: "intDiv(1, toInt64(n) - 90000)",
    slow: "SELECT toString(sum(sleep(3))) AS slow FROM (SELECT number FROM system.numbers LIMIT 100000000)",
    isOneSnapshot: false,
    running: async () => (await running()).length,
    text: (expression) => `toString(${expression})`,
    float: (expression) => `toFloat64(${expression})`,
    typed:
      "'x' AS a_text, toFloat64(1.5) AS `a number`, toInt64(1) AS whole, toDecimal64(1.5, 2) AS exact, today() AS a_day, now() AS a_moment, CAST(NULL AS Nullable(String)) AS `nothing_but_é`",
    writes: [
      "INSERT INTO kept VALUES (2)",
      "DROP TABLE kept",
      "CREATE TABLE copied (a Int32) ENGINE = Memory",
      "SELECT 1 AS a INTO OUTFILE 'perennial-out'",
      "SELECT 1 AS a SETTINGS readonly = 0",
      "SET readonly = 0",
    ],
    isUntouched: async () => {
      const rows = await ask(port, "SELECT count() FROM kept");
      return rows[0] === "1" && (await ask(port, "SHOW TABLES")).length === 1;
    },
    cut: async () => {
      await ask(port, "KILL QUERY WHERE query LIKE '%AS slow%' AND query NOT LIKE '%KILL%'");
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
    },
  };
});
