import { SQL } from "bun";
import { ownerAt, startPostgres } from "../counterparts/postgres";
import { engineSuite } from "./engine-suite";

engineSuite("PostgreSQL", async () => {
  const server = await startPostgres();
  if (!server) return null;
  const owner = new SQL({ ...ownerAt(server.port), max: 1 });
  await owner.unsafe("CREATE TABLE kept (a int); INSERT INTO kept VALUES (1)");
  // A cursor's statement is its FETCH.
  const fetching = () =>
    owner`SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'FETCH%'`;
  return {
    warehouse: {
      ...{ kind: "postgres", tenants: "*", host: "127.0.0.1", port: server.port, database: "postgres" },
      ...{ user: "owner", password: "hush", tls: "off" },
    },
    numbers: (rows) => `SELECT n::bigint AS n FROM generate_series(1, ${rows}) AS n`,
    failing: "1 / (n - 90000)",
    slow: "SELECT pg_sleep(600)::text AS slow",
    isOneSnapshot: true,
    running: async () => (await fetching()).length,
    text: (expression) => `CAST(${expression} AS text)`,
    float: (expression) => `CAST(${expression} AS float8)`,
    typed: `'x'::text AS a_text, 1.5::float8 AS "a number", 1::bigint AS whole, 1.50::numeric AS exact, current_date AS a_day, now() AS a_moment, NULL::varchar AS "nothing_but_é"`,
    writes: [
      "INSERT INTO kept VALUES (2)",
      "SELECT 1; COMMIT; DELETE FROM kept",
      "WITH gone AS (DELETE FROM kept RETURNING a) SELECT a FROM gone",
      "SELECT set_config('transaction_read_only', 'off', false); DELETE FROM kept",
      "SELECT set_config('transaction_read_only', 'off', false) AS a",
      "SELECT 1 AS a INTO copied",
    ],
    isUntouched: async () => {
      const [row] = await owner`SELECT count(*)::int AS rows, to_regclass('copied') AS copied FROM kept`;
      return row.rows === 1 && row.copied === null;
    },
    cut: async () => {
      for (const { pid } of await fetching()) await owner`SELECT pg_terminate_backend(${pid})`;
    },
    async [Symbol.asyncDispose]() {
      await owner.close();
      await server[Symbol.asyncDispose]();
    },
  };
});
