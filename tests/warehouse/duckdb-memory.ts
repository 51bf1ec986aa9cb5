import { DuckDBInstance } from "@duckdb/node-api";
import type { ColumnKind, Engine } from "../../src/warehouse/engine";
import type { Counterpart } from "./equal";

const kinds: Record<string, ColumnKind> = { VARCHAR: "text", DOUBLE: "number", BIGINT: "number", TIMESTAMP: "moment", DATE: "day", BOOLEAN: "truth" };
export async function duckdbCounterpart(): Promise<Counterpart> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const engine: Engine = {
    dialect: "duckdb",
    async describe(query) {
      const prepared = await connection.prepare(`SELECT * FROM (\n${query}\n) t`);
      return Array.from({ length: prepared.columnCount }, (_, i) => ({ name: prepared.columnName(i), kind: kinds[String(prepared.columnType(i))] ?? "other", engineType: String(prepared.columnType(i)) }));
    },
    async *run(statement) {
      if (process.env.SHOW_SQL) console.error(statement);
      const began = performance.now();
      const answer = await connection.runAndReadAll(statement).catch((error) => {
        throw new Error(`${error.message}\n${statement.slice(0, 30000)}`);
      });
      if (process.env.TIMES) console.error(Math.round(performance.now() - began), "ms", statement.length, statement.slice(0, 150));
      const columns = answer.getColumns().map((c) => c.map((v) => (typeof v === "bigint" ? Number(v) : (v as string | number | null))));
      yield { length: columns[0]?.length ?? 0, columns };
    },
    async [Symbol.asyncDispose]() {},
  };
  let tables = 0;
  return {
    name: "duckdb",
    engine,
    async load(table) {
      const name = `t${tables++}`;
      const types = { text: "VARCHAR", number: "DOUBLE", moment: "TIMESTAMP", day: "DATE" };
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      await connection.run(`CREATE TABLE ${name} (${table.columns.map((c) => `${quoted(c.name)} ${types[c.type]}`).join(", ")})`);
      const appender = await connection.createAppender(name);
      const { DuckDBTimestampValue, DuckDBDateValue } = await import("@duckdb/node-api");
      for (const row of table.rows) {
        row.forEach((cell, i) => {
          if (cell === null) appender.appendNull();
          else if (table.columns[i]!.type === "text") appender.appendVarchar(String(cell));
          else if (table.columns[i]!.type === "number") appender.appendDouble(Number(cell));
          else if (table.columns[i]!.type === "moment") appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.floor(Number(cell))) * 1000n));
          else appender.appendDate(new DuckDBDateValue(Math.floor(Number(cell) / 86_400_000)));
        });
        appender.endRow();
      }
      appender.closeSync();
      return `SELECT * FROM ${name}`;
    },
  };
}
