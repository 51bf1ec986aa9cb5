import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keepParts, partName } from "../../../src/pipeline/parts/keep-parts";
import { joinedParts } from "../../../src/transactions/joined-parts";
import type { TransactionParts } from "../../../src/transactions/parts";
import { readTransactions } from "../../../src/transactions/read";
import type { Transactions } from "../../../src/transactions/transactions";
import { inParts } from "../in-parts";
import { withFolder } from "../small-files";

const ORDERS = [
  "order,product,country,quantity,date,price,customer,email",
  ...Array.from({ length: 400 }, (_, i) => {
    const day = `2020-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")} 10:${10 + (i % 50)}`;
    const product = i % 9 === 0 ? "" : `P${i % 31}`;
    const country = ["NL", "BE", ""][i % 3];
    return `o${Math.floor(i / 2)},${product},${country},${i % 20 === 7 ? -1 : 1 + (i % 3)},${day},${1 + (i % 50)}.50,c${i % 37},C${i % 37}@example.com`;
  }),
].join("\n");

async function transactions(folder: string): Promise<Transactions> {
  const path = join(folder, "orders.csv");
  await Bun.write(path, ORDERS);
  return readTransactions(path);
}

/** Everything that a learner may look at. */
function seen({ orders, ...rest }: Transactions) {
  return { ...rest, orders: Array.from({ length: orders.length }, (_, i) => orders.at(i)) };
}

/** `parts` with a list of those that were asked for. */
function counted(parts: TransactionParts): TransactionParts & { asked: number[] } {
  const asked: number[] = [];
  return {
    ...parts,
    asked,
    part: (k) => {
      asked.push(k);
      return parts.part(k);
    },
  };
}

const nothing = async () => null;

describe("parts that are kept", () => {
  test("are what they were, to the last cent and order number", () =>
    withFolder(async (folder) => {
      const whole = await transactions(folder);
      expect(whole.returns.length).toBeGreaterThan(0);
      const parts = counted(inParts(whole, 5));
      const { parts: kept, readAnew } = await keepParts(parts, { folder, earlier: nothing, isErased: null });
      expect(readAnew).toEqual([0, 1, 2, 3, 4]);
      for (let k = 0; k < 5; k++)
        expect(seen(await kept.part(k))).toEqual(seen(await inParts(whole, 5).part(k)));
      expect(kept.customers).toEqual(parts.customers);
      expect(parts.asked).toEqual([0, 1, 2, 3, 4]);
      expect(() => kept.part(5)).toThrow("no part 5");
    }));

  test("are taken from the last reading where they have not changed, also beside other lists", () =>
    withFolder(async (folder) => {
      const whole = await transactions(folder);
      const first = join(folder, "first");
      await keepParts(inParts(whole, 4), { folder: first, earlier: nothing, isErased: null });
      // New products and countries stand before those that the kept parts know.
      const later: Transactions = {
        ...whole,
        products: ["new", ...whole.products],
        productNames: whole.productNames && [null, ...whole.productNames],
        countries: ["XX", ...whole.countries],
        lines: shifted(whole.lines),
        returns: shifted(whole.returns),
      };
      const parts = counted(inParts(later, 4));
      const earlier = async (k: number) => (k === 2 ? null : readFileSync(join(first, partName(k))));
      const { parts: kept, readAnew } = await keepParts(parts, {
        folder: join(folder, "second"),
        earlier,
        isErased: null,
      });
      expect([readAnew, parts.asked]).toEqual([[2], [2]]);
      expect(seen(await joinedParts(kept))).toEqual(seen(await joinedParts(inParts(later, 4))));
    }));

  test("are read again where an earlier one names a product that is gone", () =>
    withFolder(async (folder) => {
      const whole = await transactions(folder);
      await keepParts(inParts(whole, 2), { folder, earlier: nothing, isErased: null });
      const renamed = { ...whole, products: whole.products.map((name) => `${name}x`) };
      const { readAnew } = await keepParts(inParts(renamed, 2), {
        folder: join(folder, "second"),
        earlier: async (k) => readFileSync(join(folder, partName(k))),
        isErased: null,
      });
      expect(readAnew).toEqual([0, 1]);
    }));

  test("leave out who was erased, by id or by address, say so, and keep no trace of them", () =>
    withFolder(async (folder) => {
      const whole = await transactions(folder);
      const erased = ["c5", "c11@example.com"];
      const isErased = (name: string) => erased.includes(name);
      const { parts: kept } = await keepParts(inParts(whole, 3), { folder, earlier: nothing, isErased });
      const left = await joinedParts(kept);
      const gone = whole.customers.flatMap((id, i) =>
        isErased(id) || isErased(whole.customerEmails![i]!) ? [i] : [],
      );
      expect(gone.length).toBe(2);
      expect(left.customers).toEqual(whole.customers.filter((_, i) => !gone.includes(i)));
      const worth = ({ lines }: Transactions) =>
        lines.quantity.reduce((sum, quantity, i) => sum + quantity * lines.unitPrice[i]!, 0);
      const { report } = kept.shared;
      expect(report.customers).toBe(left.customers.length);
      expect(report.orders).toBe(new Set([...left.lines.order].map((order) => left.orders.at(order))).size);
      expect(report.revenue).toBeCloseTo(worth(left), 2);
      expect(report.warnings[0]).toMatchObject({ code: "erased_customers" });
      expect(report.warnings[0]!.message).toStartWith("2 customers who were erased here are still in");
      const bytes = Buffer.concat([0, 1, 2].map((k) => readFileSync(join(folder, partName(k))))).toString();
      expect(bytes).toContain("c12@example.com");
      for (const name of ["c5@example.com", "c11@example.com"]) expect(bytes).not.toContain(name);
    }));

  test("may be empty once everybody in one was erased", () =>
    withFolder(async (folder) => {
      const whole = await transactions(folder);
      const parts = inParts(whole, 37);
      const only = (await parts.part(3)).customers[0]!;
      const { parts: kept } = await keepParts(parts, {
        folder,
        earlier: nothing,
        isErased: (id) => id === only,
      });
      expect(kept.customers[3]).toBe(0);
      expect((await kept.part(3)).customers).toEqual([]);
      expect((await joinedParts(kept)).customers).toEqual(whole.customers.filter((id) => id !== only));
    }));
});

function shifted(lines: Transactions["lines"]): Transactions["lines"] {
  const up = (ids: Int32Array) => ids.map((id) => (id < 0 ? id : id + 1));
  return { ...lines, product: up(lines.product), country: up(lines.country) };
}
