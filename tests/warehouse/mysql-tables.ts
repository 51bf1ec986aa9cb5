import { openEngine } from "../../src/warehouse/open-engine";
import { mariadbOwner, startMariadb } from "./counterparts/mariadb";
import type { TableCounterpart } from "./equal";
import { tableStatements } from "./sql-tables";

const words = {
  types: { text: "longtext", number: "double", moment: "datetime(3)", day: "date" },
  name: (name: string) => `\`${name.replaceAll("`", "``")}\``,
  text: (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
};

/** Tables of a MariaDB server of their own; null if none is installed. */
export async function mysqlTables(): Promise<(TableCounterpart & AsyncDisposable) | null> {
  const server = await startMariadb();
  if (server === null) return null;
  const owner = await mariadbOwner(server.port);
  let tables = 0;
  return {
    name: "MariaDB",
    async load(table) {
      const name = `order_lines_${++tables}`;
      for (const statement of tableStatements(name, table, words)) await owner.ask(statement);
      const engine = await openEngine("lake", {
        ...{ kind: "mysql", tenants: "*", host: "127.0.0.1", port: server.port, database: "shop" },
        ...{ user: "owner", password: "hush", tls: "off" },
      });
      return {
        engine,
        query: `SELECT * FROM ${name}`,
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {
      owner[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
