import { expect, test } from "bun:test";
import { dialects } from "../../src/warehouse/engine";
import { column, noText, text } from "../../src/warehouse/plan/expressions";
import { printed } from "../../src/warehouse/plan/print";
import { Rows } from "../../src/warehouse/plan/relations";
import { duckdbTables } from "./duckdb-tables";
import { hostile, hostileSuite, table } from "./hostile-suite";

hostileSuite("DuckDB", async () => duckdbTables);

test("a literal with a NUL equals what it was made of in DuckDB", async () => {
  await using loaded = await duckdbTables.load(table);
  const rows = Rows.of("SELECT 1 AS one").select({ a: text("nul\0in it") });
  for await (const { columns } of loaded.engine.run(printed(rows, "duckdb")))
    expect(columns).toEqual([["nul\0in it"]]);
});

test.each([...dialects])("no value gets out of its literal: %s", (dialect) => {
  for (const value of hostile) {
    const statement = printed(Rows.of("SELECT 1 AS one").select({ a: text(value), b: noText }), dialect);
    expect(outsideOfQuotes(statement, dialect)).not.toMatch(/DROP|;|--|#|snow/);
  }
});

test.each([...dialects])("no name gets out of its quotes: %s", (dialect) => {
  for (const name of hostile) {
    const statement = printed(Rows.of("SELECT 1 AS one").select({ [name]: column(name) }), dialect);
    expect(outsideOfQuotes(statement, dialect)).not.toMatch(/DROP|;|--/);
  }
});

test("a name with a NUL is refused", () => {
  expect(() => printed(Rows.of("SELECT 1").select({ a: column("a\0b") }), "duckdb")).toThrow(/NUL/);
});

/** The statement without quoted texts and names, by the rules of the dialect. */
function outsideOfQuotes(statement: string, dialect: string): string {
  const isEscaped = dialect === "clickhouse";
  const quoted = isEscaped
    ? /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.|``)*`/gsu
    : dialect === "mysql"
      ? // Texts are plain or in bytes; a backslash would be a way out.
        /'[^'\\]*'|`(?:[^`]|``)*`/gsu
      : dialect === "postgres"
        ? /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/gsu
        : /'(?:[^']|'')*'|"(?:[^"]|"")*"/gsu;
  return statement.replace(quoted, "?");
}
