import { expect, test } from "bun:test";
import { personAlike } from "../../src/transactions/lines/id-list";
import { dialects } from "../../src/warehouse/engine";
import { choose, column, equal, noText, number, text } from "../../src/warehouse/plan/expressions";
import { printed } from "../../src/warehouse/plan/print";
import { Rows } from "../../src/warehouse/plan/relations";
import { readWarehouse } from "../../src/warehouse/read-warehouse";
import { duckdbTables } from "./duckdb-tables";
import type { TypedTable } from "./typed-table";

/** What ends a literal, a name or a statement in one kind of SQL or another. */
export const hostile = [
  "'; DROP TABLE order_lines; --",
  "\\'; DROP TABLE order_lines; --",
  '"; DROP TABLE order_lines; --',
  "`; DROP TABLE order_lines; --",
  "\\",
  "''",
  "$$; SELECT 1; $$",
  "/* */ -- #",
  "tab\tand\nline",
  "naïve ☃ 𝒳 ‮",
  "%_[]^",
];

const rows = hostile.flatMap((id, i) =>
  [1, 2, 3].map((order) => [id, `${id}${order}`, Date.UTC(2024, i, order), 2, 2.5, id] as const),
);
const [customer, order, date, quantity, price, product] = [
  "customer'id",
  'order "id\\',
  "date`; DROP",
  "quantity $$",
  "unit price /*",
  "product 'x' --",
];
const table: TypedTable = {
  name: "hostile",
  columns: [
    { name: customer!, type: "text" },
    { name: order!, type: "text" },
    { name: date!, type: "moment" },
    { name: quantity!, type: "number" },
    { name: price!, type: "number" },
    { name: product!, type: "text" },
  ],
  rows,
  malformed: 0,
};

test("hostile names and values of columns are read as they are", async () => {
  await using loaded = await duckdbTables.load(table);
  await using parts = await readWarehouse(loaded.engine, loaded.query, {
    mapping: {
      ...{ customer_id: customer, order_id: order, order_datetime: date, quantity, unit_price: price },
      product_id: product,
    },
  });
  const { report, products } = parts.shared;
  expect(report).toMatchObject({ rows_kept: 33, customers: 11, orders: 33, products: 11, revenue: 165 });
  expect(products).toEqual([...hostile].sort());
  const part = await parts.part(0);
  // Customers are compared without invisible signs and a quote before them, here as in a file.
  expect(part.customers).toEqual(hostile.map(personAlike).sort());
});

test("a literal equals what it was made of, also with a NUL", async () => {
  await using loaded = await duckdbTables.load(table);
  for (const value of [...hostile, "nul\0in it"]) {
    const same = choose([[equal(column("a"), text(value)), number(1)]], number(0));
    const statement = printed(
      Rows.of("SELECT 1 AS one")
        .select({ a: text(value) })
        .select({ a: column("a"), same }),
      "duckdb",
    );
    for await (const { columns } of loaded.engine.run(statement)) expect(columns).toEqual([[value], [1]]);
  }
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
