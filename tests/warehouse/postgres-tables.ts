import { SQL } from "bun";
import { openEngine } from "../../src/warehouse/open-engine";
import { ownerAt, startPostgres } from "./counterparts/postgres";
import type { TableCounterpart } from "./equal";
import { tableStatements } from "./sql-tables";

const words = {
  types: { text: "text", number: "double precision", moment: "timestamp", day: "date" },
  name: (name: string) => `"${name.replaceAll('"', '""')}"`,
  text: (text: string) => `'${text.replaceAll("'", "''")}'`,
};

/** Tables of a PostgreSQL server of their own; null if none is installed. */
export async function postgresTables(): Promise<(TableCounterpart & AsyncDisposable) | null> {
  const server = await startPostgres();
  if (server === null) return null;
  const owner = new SQL({ ...ownerAt(server.port), max: 1 });
  let tables = 0;
  return {
    name: "PostgreSQL",
    async load(table) {
      const name = `order_lines_${++tables}`;
      for (const statement of tableStatements(name, table, words)) await owner.unsafe(statement);
      const engine = await openEngine("lake", {
        ...{ kind: "postgres", tenants: "*", host: "127.0.0.1", port: server.port, database: "postgres" },
        ...{ user: "owner", password: "hush", tls: "off" },
      });
      return {
        engine,
        query: `SELECT * FROM ${name}`,
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {
      await owner.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
