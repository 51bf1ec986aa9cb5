import { openEngine } from "../../src/warehouse/open-engine";
import { ask, startTrino } from "./counterparts/trino";
import type { TableCounterpart } from "./equal";
import { tableStatements } from "./sql-tables";

const words = {
  types: { text: "varchar", number: "double", moment: "timestamp(3)", day: "date" },
  name: (name: string) => `"${name.replaceAll('"', '""')}"`,
  text: (text: string) => `'${text.replaceAll("'", "''")}'`,
};

/** Tables in the memory of a Trino cluster of their own; null if it is not among the counterparts. */
export async function trinoTables(): Promise<(TableCounterpart & AsyncDisposable) | null> {
  const cluster = await startTrino();
  if (cluster === null) return null;
  let tables = 0;
  return {
    name: "Trino",
    async load(table) {
      const name = `order_lines_${++tables}`;
      for (const statement of tableStatements(name, table, words)) await ask(cluster.port, statement);
      const engine = await openEngine("lake", {
        ...{ kind: "trino", tenants: "*", url: `http://127.0.0.1:${cluster.port}` },
        ...{ catalog: "memory", schema: "default", user: "perennial" },
      });
      return {
        engine,
        query: `SELECT * FROM ${name}`,
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
