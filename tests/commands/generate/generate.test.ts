import { describe, expect, test } from "bun:test";
import { generate, worldOf } from "../../../src/commands/generate/generate";
import { makePlan } from "../../../src/commands/generate/plan";
import { ONLINE_RETAIL_PROCESS } from "../../../src/commands/generate/process";
import { slicesOf } from "../../../src/commands/generate/slices";
import { generated, rowsOf, timeOf } from "./generated-file";

const hash = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

describe("a generated file", async () => {
  const rows = 100_000;
  const file = await generated({ rows, seed: 7 });
  const lines = rowsOf(file.bytes);
  const share = (test: (line: (typeof lines)[number]) => boolean) => lines.filter(test).length / rows;

  test.each([1, 2, 3, 17, 400, 5000, 12_345])("has exactly %p rows when asked for so many", async (count) => {
    for (const seed of [0, 1, 2 ** 40 + 5]) {
      const text = Buffer.from((await generated({ rows: count, seed })).bytes).toString("latin1");
      expect(text.split("\r\n").length).toBe(count + 2);
    }
  });

  test("is the same to the byte for the same seed and another for another", async () => {
    const again = await generated({ rows, seed: 7 });
    expect(hash(again.bytes)).toBe(hash(file.bytes));
    expect(again.truth).toBe(file.truth);
    const other = await generated({ rows, seed: 8 });
    expect(hash(other.bytes)).not.toBe(hash(file.bytes));
    expect(other.truth).not.toBe(file.truth);
  });

  test("waits for a slow sink before it uses the chunk again", async () => {
    const chunks: Uint8Array[] = [];
    await generate({
      rows: 30_000,
      seed: 7,
      write: async (chunk) => {
        await Promise.resolve();
        chunks.push(chunk.slice());
      },
    });
    expect(chunks.length).toBeGreaterThan(1);
    expect(hash(Buffer.concat(chunks))).toBe(hash((await generated({ rows: 30_000, seed: 7 })).bytes));
  });

  test("has the columns of Online Retail, CRLF, and every row is whole", () => {
    const text = Buffer.from(file.bytes).toString("latin1");
    expect(
      text.startsWith(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n",
      ),
    ).toBe(true);
    for (const line of lines) {
      expect(line.invoice).toMatch(/^[CA]?\d{6}$/);
      expect(line.code).toMatch(/^(\d{5}[A-Z]?|POST|M|DOT|B|BANK CHARGES|gift_0001_\d0)$/);
      expect(Number.isInteger(line.quantity) && line.quantity !== 0).toBe(true);
      expect(line.date).toMatch(/^\d{1,2}\/\d{1,2}\/201[01] \d{1,2}:\d\d$/);
      expect(Number.isFinite(line.price)).toBe(true);
      expect(line.customer).toMatch(/^(\d{5})?$/);
      expect(line.country).toMatch(/^[A-Z]/);
    }
  });

  test("runs from 2010-12-01 8:26 to 2011-12-09 12:50 in order of time, with no Saturday", () => {
    const times = lines.map((line) => timeOf(line.date));
    expect(times[0]!).toBeGreaterThanOrEqual(Date.UTC(2010, 11, 1, 8, 26));
    expect(times[0]!).toBeLessThan(Date.UTC(2010, 11, 2));
    expect(times.at(-1)!).toBeLessThanOrEqual(Date.UTC(2011, 11, 9, 12, 50));
    expect(times.at(-1)!).toBeGreaterThan(Date.UTC(2011, 11, 9));
    expect(times.every((time, i) => i === 0 || time >= times[i - 1]!)).toBe(true);
    expect(times.some((time) => new Date(time).getUTCDay() === 6)).toBe(false);
    const first = (line: { invoice: string }) => Number(line.invoice.replace(/^[CA]/, ""));
    expect(lines.every((line, i) => i === 0 || first(line) >= first(lines[i - 1]!))).toBe(true);
  });

  // Shares in the real file: 24.9 % without a customer, 1.7 % cancelled, 1.0 % duplicates, 0.5 % at price 0, 91 % at
  // home.
  test("has the quirks of Online Retail in about their shares", () => {
    expect(Math.abs(share((line) => line.customer === "") - 0.25)).toBeLessThan(0.005);
    const cancelled = share((line) => line.invoice.startsWith("C"));
    expect(cancelled).toBeGreaterThan(0.012);
    expect(cancelled).toBeLessThan(0.022);
    const duplicates = 1 - new Set(lines.map((line) => JSON.stringify(line))).size / rows;
    expect(duplicates).toBeGreaterThan(0.007);
    expect(duplicates).toBeLessThan(0.014);
    const free = share((line) => line.price === 0);
    expect(free).toBeGreaterThan(0.002);
    expect(free).toBeLessThan(0.006);
    expect(share((line) => line.description === "")).toBe(free);
    expect(Math.abs(share((line) => line.country === "United Kingdom") - 0.91)).toBeLessThan(0.04);
    expect(share((line) => line.description.includes(","))).toBeGreaterThan(0.002);
    expect(share((line) => line.description.includes('"'))).toBeGreaterThan(0.001);
    expect(share((line) => line.quantity < 0 && !line.invoice.startsWith("C"))).toBeGreaterThan(0.001);
    for (const code of ["POST", "M", "DOT"])
      expect(share((line) => line.code === code)).toBeGreaterThan(1e-4);
    expect(share((line) => /^\d{5}[A-Z]$/.test(line.code))).toBeGreaterThan(0.1);
    const vouchers = lines.filter((line) => line.description.includes("\u00a3"));
    expect(vouchers.length).toBeGreaterThan(0);
    expect(vouchers.every((line) => line.code.startsWith("gift_0001_"))).toBe(true);
    expect(share((line) => line.description.includes("\u00c9"))).toBeGreaterThan(0.005);
  });

  test("is latin-1: as UTF-8 it is broken", () => {
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(file.bytes)).toThrow();
  });

  test("returns only what the same customer bought before", () => {
    const bought = new Map<string, number>();
    let returned = 0;
    for (const { invoice, customer, code, price, quantity } of lines) {
      const key = `${customer} ${code} ${price}`;
      if (customer !== "" && quantity > 0) bought.set(key, Math.max(quantity, bought.get(key) ?? 0));
      if (!invoice.startsWith("C")) continue;
      returned++;
      expect(-quantity).toBeGreaterThan(0);
      expect(bought.get(key) ?? 0).toBeGreaterThanOrEqual(-quantity);
    }
    expect(returned).toBeGreaterThan(1000);
  });

  test("has about the customers, orders and revenue of Online Retail for its size", () => {
    const kept = lines.filter((line) => line.customer !== "" && line.quantity > 0 && line.price > 0);
    const orders = new Map<string, Set<string>>();
    let revenue = 0;
    for (const { customer, invoice, quantity, price } of kept) {
      orders.set(customer, (orders.get(customer) ?? new Set()).add(invoice));
      revenue += quantity * price;
    }
    const scale = rows / 541_909;
    expect(orders.size).toBe(file.customers);
    expect(Math.abs(orders.size / (4338 * scale) - 1)).toBeLessThan(0.2);
    expect(Math.abs(revenue / (8_911_408 * scale) - 1)).toBeLessThan(0.2);
    const counts = [...orders.values()].map((invoices) => invoices.size);
    expect(Math.abs(counts.filter((count) => count === 1).length / counts.length - 0.34)).toBeLessThan(0.05);
    const all = counts.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(kept.length / all / 21.5 - 1)).toBeLessThan(0.08);
    expect(Math.abs(all / counts.length / 4.27 - 1)).toBeLessThan(0.1);
  });

  test("sells more in November than in February, unless season is off", async () => {
    const ratio = (of: typeof lines) =>
      of.filter((line) => line.date.startsWith("11/")).length /
      of.filter((line) => line.date.startsWith("2/")).length;
    // Without a season November still has more days, and more customers who have come by then.
    const plain = ratio(rowsOf((await generated({ rows, seed: 7, season: false })).bytes));
    expect(plain).toBeLessThan(2.2);
    expect(ratio(lines)).toBeGreaterThan(1.6 * plain);
  });

  test("is the same however the period is sliced", () => {
    const world = worldOf({ rows: 60_000, seed: 3 });
    const plan = makePlan(world);
    const collect = (mostInvoices?: number) => {
      const slices = [];
      // The arrays are used again: each slice is copied before the next.
      for (const { length, minute, customer, ordinal } of slicesOf(world, plan, mostInvoices)) {
        slices.push([minute, customer, ordinal].map((column) => [...column.subarray(0, length)]));
      }
      return slices;
    };
    const [whole] = collect();
    const parts = collect(200);
    expect(parts.length).toBeGreaterThan(5);
    for (const column of [0, 1, 2]) expect(parts.flatMap((part) => part[column]!)).toEqual(whole![column]!);
  });

  test("refuses impossible orders", async () => {
    const write = () => {};
    expect(generate({ rows: 0, seed: 1, write })).rejects.toThrow(RangeError);
    expect(generate({ rows: 1.5, seed: 1, write })).rejects.toThrow(RangeError);
    expect(generate({ rows: 10, seed: -1, write })).rejects.toThrow(RangeError);
    const process = { ...ONLINE_RETAIL_PROCESS, q: 0.5 };
    expect(generate({ rows: 10, seed: 1, write, process })).rejects.toThrow(/q is 0.5/);
  });
});
