import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mariadbOwner, startMariadb } from "../counterparts/mariadb";
import { engineSuite } from "./engine-suite";

engineSuite("MariaDB", async () => {
  const server = await startMariadb();
  if (!server) return null;
  const owner = await mariadbOwner(server.port);
  await owner.ask("CREATE TABLE kept (a int) ENGINE=InnoDB; INSERT INTO kept VALUES (1)");
  const outfile = join(tmpdir(), `perennial-outfile-${server.port}`);
  const running = () =>
    owner.ask("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT CAST(SLEEP(600)%'");
  return {
    warehouse: {
      ...{ kind: "mysql", tenants: "*", host: "127.0.0.1", port: server.port, database: "shop" },
      ...{ user: "owner", password: "hush", tls: "off" },
    },
    numbers: (rows) => `SELECT seq AS n FROM seq_1_to_${rows}`,
    // A scalar subquery with two rows fails.
    failing: "IF(n = 90000, (SELECT seq FROM seq_1_to_2), n)",
    slow: "SELECT CAST(SLEEP(600) AS CHAR) AS slow",
    isOneSnapshot: true,
    running: async () => (await running()).length,
    text: (expression) => `CAST(${expression} AS CHAR)`,
    float: (expression) => `CAST(${expression} AS DOUBLE)`,
    typed:
      "'x' AS a_text, CAST(1.5 AS DOUBLE) AS `a number`, CAST(1 AS SIGNED) AS whole, CAST(1.50 AS DECIMAL(10, 2)) AS exact, CURRENT_DATE AS a_day, NOW() AS a_moment, CAST(NULL AS CHAR) AS `nothing_but_é`",
    writes: [
      "INSERT INTO kept VALUES (2)",
      "SELECT 1; COMMIT; DELETE FROM kept",
      "DELETE FROM kept",
      "CREATE TABLE copied (a int)",
      "SELECT a FROM kept FOR UPDATE",
      "COMMIT",
      `SELECT a INTO OUTFILE '${outfile}' FROM kept`,
      `SELECT 1 AS a) AS x INTO OUTFILE '${outfile}' -- `,
    ],
    isUntouched: async () => {
      const [row] = await owner.ask("SELECT count(*) AS c FROM kept");
      const copied = await owner.ask("SHOW TABLES LIKE 'copied'");
      return row!.c === 1 && copied.length === 0 && !existsSync(outfile);
    },
    cut: async () => {
      for (const { id } of await running()) await owner.ask(`KILL ${id}`);
    },
    async [Symbol.asyncDispose]() {
      owner[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
});
