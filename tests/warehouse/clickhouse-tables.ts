import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ColumnKind, Engine } from "../../src/warehouse/engine";
import { COUNTERPARTS } from "../integrations/counterparts";
import type { TableCounterpart } from "./equal";
import { tableStatements } from "./sql-tables";

const words = {
  types: {
    text: "Nullable(String)",
    number: "Nullable(Float64)",
    moment: "Nullable(DateTime64(3, 'UTC'))",
    day: "Nullable(Date32)",
  },
  name: (name: string) => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "``")}\``,
  text: (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
};

const kinds: readonly (readonly [type: RegExp, kind: ColumnKind])[] = [
  [/^(?:String|FixedString|Enum|UUID)/, "text"],
  [/^(?:U?Int|Float|Decimal)/, "number"],
  [/^DateTime/, "moment"],
  [/^Date/, "day"],
  [/^Bool/, "truth"],
];

/** Tables of ClickHouse in this process, for its dialect; null if it is not among the counterparts. */
export async function clickhouseTables(): Promise<(TableCounterpart & AsyncDisposable) | null> {
  const chdb = await import(join(COUNTERPARTS, "node_modules", "chdb")).catch(() => null);
  if (chdb === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "perennial-chdb-"));
  const session = new chdb.Session(folder);
  const ask = (statement: string) => session.query(statement, "JSONCompact") as string;
  const engine: Engine = {
    dialect: "clickhouse",
    async describe(query) {
      const found = JSON.parse(ask(`DESCRIBE (\n${query}\n)`)) as { data: [string, string][] };
      return found.data.map(([name, type]) => {
        const bare = type.replace(/^(?:LowCardinality\()?(?:Nullable\()?/, "");
        return { name, kind: kinds.find(([of]) => of.test(bare))?.[1] ?? "other", engineType: type };
      });
    },
    async *run(statement) {
      const { data } = JSON.parse(ask(statement)) as { data: (string | number | null)[][] };
      yield { length: data.length, columns: data[0]?.map((_, i) => data.map((row) => row[i]!)) ?? [] };
    },
    keep: async () => null,
    async forget() {},
    async [Symbol.asyncDispose]() {},
  };
  let tables = 0;
  return {
    name: "ClickHouse",
    async load(table) {
      const name = `order_lines_${++tables}`;
      for (const statement of tableStatements(name, table, words)) {
        const isTable = statement.startsWith("CREATE");
        ask(
          isTable
            ? `${statement} ENGINE = Memory`
            : statement.replaceAll("TIMESTAMP '", "'").replaceAll("DATE '", "'"),
        );
      }
      return { engine, query: `SELECT * FROM ${name}`, async [Symbol.asyncDispose]() {} };
    },
    async [Symbol.asyncDispose]() {
      session.cleanup();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
