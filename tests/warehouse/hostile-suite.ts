import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { personAlike } from "../../src/transactions/lines/id-list";
import { choose, column, equal, number, text } from "../../src/warehouse/plan/expressions";
import { printed } from "../../src/warehouse/plan/print";
import { Rows } from "../../src/warehouse/plan/relations";
import { readWarehouse } from "../../src/warehouse/read-warehouse";
import type { TableCounterpart } from "./equal";
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
export const table: TypedTable = {
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

/** Reads hostile names and values with an engine. */
export function hostileSuite(
  name: string,
  open: () => Promise<(TableCounterpart & Partial<AsyncDisposable>) | null>,
): void {
  describe(`hostile names and values in ${name}`, () => {
    let counterpart: Awaited<ReturnType<typeof open>> = null;
    beforeAll(async () => {
      counterpart = await open();
      if (counterpart === null) console.warn(`${name} is not installed: it has read nothing hostile`);
    });
    afterAll(async () => {
      await counterpart?.[Symbol.asyncDispose]?.();
    });

    test("are read as they are", async () => {
      if (counterpart === null) return;
      await using loaded = await counterpart.load(table);
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

    test("are literals that equal what they were made of", async () => {
      if (counterpart === null) return;
      await using loaded = await counterpart.load(table);
      for (const value of hostile) {
        const same = choose([[equal(column("a"), text(value)), number(1)]], number(0));
        const rows = Rows.of("SELECT 1 AS one")
          .select({ a: text(value) })
          .select({ a: column("a"), same });
        for await (const { columns } of loaded.engine.run(printed(rows, loaded.engine.dialect)))
          expect(columns).toEqual([[value], [1]]);
      }
    });
  });
}
