import { expect, test } from "bun:test";
import { InputError } from "../../src/errors";
import { Random } from "../../src/learning/random";
import { readTransactions } from "../../src/transactions/read";
import { removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

interface Order {
  readonly number: number;
  /** Days since the first of January 2026, with a time of day. */
  readonly day: number;
  readonly customer: string;
  readonly email: string;
  readonly status: string;
  readonly refund: number;
  readonly units: readonly number[];
}

const columns = [
  "Order",
  "Customer ID",
  "Email",
  "Date",
  "SKU",
  "Quantity",
  "Unit price",
  "Refund",
  "Status",
];
const german = [
  "Bestellnummer",
  "Kundennummer",
  "E-Mail",
  "Datum",
  "Artikelnummer",
  "Menge",
  "Preis",
  "Erstattet",
  "Status",
];

function at(day: number): string {
  return new Date(Date.UTC(2026, 0, 1) + Math.round(day * 1440) * 60_000).toISOString();
}

function rowsOf({ number, day, customer, email, status, refund, units }: Order): string[][] {
  return units.map((quantity, i) => [
    `A${number}`,
    customer,
    email,
    at(day).slice(0, 16).replace("T", " "),
    `S${i}`,
    String(quantity),
    `${10 + i}.50`,
    i === 0 ? refund.toFixed(2) : "",
    status,
  ]);
}

function english(orders: readonly Order[]): string {
  return `${[columns, ...orders.flatMap(rowsOf)].map((row) => row.join(",")).join("\n")}\n`;
}

/** The same in other words: newest first, columns turned round, decimal commas. */
function other(orders: readonly Order[]): string {
  const rows = [german, ...[...orders].reverse().flatMap(rowsOf)];
  return rows
    .map((row) =>
      [...row]
        .reverse()
        .join(";")
        .replace(/(\d)\.(\d\d)(?=;)/g, "$1,$2"),
    )
    .join("\n");
}

function shop(random: Random): Order[] {
  return Array.from({ length: 60 }, (_, i) => {
    const person = random.integer(12);
    const isGuest = person < 4;
    return {
      number: 1001 + i,
      day: i * 2 + random.uniform(),
      customer: isGuest ? "0" : `C${person}`,
      email: person === 0 ? "" : `p${person}@example.org`,
      status: ["paid", "paid", "paid", "pending", "cancelled"][random.integer(5)]!,
      refund: random.integer(5) === 0 ? 2 : 0,
      units: Array.from({ length: 1 + random.integer(3) }, () => 1 + random.integer(4)),
    };
  });
}

/** How an order that a later export has again may have looked in an earlier one. */
function earlier(order: Order, random: Random): Order {
  switch (random.integer(4)) {
    case 0:
      return { ...order, status: "pending", refund: 0 };
    case 1:
      return { ...order, refund: 0 };
    case 2:
      return order.status === "paid" ? { ...order, units: order.units.slice(0, 1) } : order;
    default:
      return order;
  }
}

/**
 * Exports of `count` equal spans; each begins `overlap` days early and may have what the next one has again in an
 * earlier state.
 */
function cut(orders: readonly Order[], count: number, overlap: number, random: Random): Order[][] {
  const span = 122 / count;
  return Array.from({ length: count }, (_, k) =>
    orders
      .filter(({ day }) => day >= k * span - overlap && day < (k + 1) * span)
      .map((order) =>
        k + 1 < count && order.day >= (k + 1) * span - overlap ? earlier(order, random) : order,
      ),
  );
}

async function check(texts: readonly string[]) {
  const { report } = await readTransactions(
    texts.map((text, k) => ({ path: temporaryFile(text, `${k}.csv`) })),
  );
  return report;
}

type Report = Awaited<ReturnType<typeof check>>;

function figures(report: Report) {
  const money = (amount: number) => Math.round(amount * 100);
  return {
    customers: report.customers,
    orders: report.orders,
    guests: report.guest_orders,
    revenue: money(report.revenue),
    refunds: money(report.refunds),
    net: money(report.net_revenue),
    first: report.first_order,
    last: report.last_order,
  };
}

/** Every row read is kept or counted under one reason, over all files and in each. */
function expectAccount(report: Report): void {
  const dropped = Object.values(report.dropped).reduce((sum, { rows }) => sum + rows, 0);
  expect(report.rows_kept + dropped).toBe(report.rows_read);
  const sum = (field: "rows_read" | "rows_kept" | "rows_replaced" | "orders") =>
    report.files.reduce((total, file) => total + file[field], 0);
  expect(sum("rows_read")).toBe(report.rows_read);
  expect(sum("rows_kept")).toBe(report.rows_kept + (report.dropped.guest_order?.rows ?? 0));
  expect(sum("rows_replaced")).toBe(report.dropped.replaced_row?.rows ?? 0);
  expect(sum("orders")).toBe(report.orders);
}

test("overlapping exports in any form give the same figures as one file with the latest state of every order", async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = new Random(seed);
    const orders = shop(random);
    const whole = figures(await check([english(orders)]));
    for (const [count, overlap] of [
      [2, 0],
      [3, 4],
      [4, 40],
    ] as const) {
      const parts = cut(orders, count, overlap, random);
      const texts = parts.map((part, k) => (k % 2 === 1 ? other(part) : english(part)));
      const report = await check(texts);
      expect(figures(report)).toEqual(whole);
      expectAccount(report);
      const again = await check([...texts, texts.at(-1)!]);
      expect(figures(again)).toEqual(whole);
      expectAccount(again);
    }
  }
});

const header = "order_id,customer_id,order_date,sku,quantity,unit_price";

function lines(...rows: string[]): string {
  return `${[header, ...rows].join("\n")}\n`;
}

test("numbers that begin again every day are other orders in the next day's file", async () => {
  const days = Array.from({ length: 5 }, (_, d) =>
    lines(
      ...Array.from(
        { length: 6 },
        (_, k) => `${k + 1},C${(d + k) % 7},2026-03-0${d + 1} ${9 + k}:15,S1,1,10`,
      ),
    ),
  );
  const report = await check([...days, days[2]!]);
  expect(figures(report)).toMatchObject({ orders: 30, customers: 7, revenue: 30_000 });
  expectAccount(report);
});

test("numbers that begin again every month are told apart where exports overlap", async () => {
  const month = (m: number) =>
    Array.from({ length: 14 }, (_, k) => `${k + 1},C${(m * k) % 5},2026-0${m}-${10 + k},S1,1,10`);
  const [jan, feb, mar] = [month(1), month(2), month(3)] as const;
  const report = await check([
    lines(...jan),
    lines(...jan.slice(-6), ...feb),
    lines(...feb.slice(-6), ...mar),
  ]);
  expect(figures(report)).toMatchObject({ orders: 42, revenue: 42_000 });
  expectAccount(report);
});

test("a return in a later file takes nothing of its order away and counts once", async () => {
  const jan = ["1,C1,2026-01-05 10:00,A,2,10", "2,C2,2026-01-31 10:00,A,1,10"];
  const feb = [
    "2,C2,2026-02-01 09:00,A,-1,10",
    "1,C1,2026-02-20 09:00,A,-1,10",
    "3,C2,2026-02-21 09:00,A,1,10",
  ];
  const wanted = { orders: 3, revenue: 4000, refunds: 2000 };
  for (const files of [
    [jan, feb],
    [jan, feb, feb],
    [jan, feb, [...jan, ...feb]],
    [[...jan, ...feb], feb],
  ]) {
    const report = await check(files.map((rows) => lines(...rows)));
    expect(figures(report)).toMatchObject(wanted);
    expect(report.rows_returned).toBe(2);
    expectAccount(report);
  }
});

test("two shops that count from the same number keep their orders", async () => {
  const branch = (name: string) =>
    lines(...Array.from({ length: 9 }, (_, k) => `${1001 + k},${name}${k % 4},2026-01-0${1 + k},S1,1,10`));
  expect(figures(await check([branch("A"), branch("B")]))).toMatchObject({ orders: 18, customers: 8 });
});

test("numbers that lost their leading zeros in a later file are the same orders and customers", async () => {
  const report = await check([
    lines("000004012,00123,2026-01-05 10:00,A,2,10", "000004013,00124,2026-01-31 10:00,A,1,10"),
    lines("4013,124,2026-01-31 10:00,A,1,10", "4014,123,2026-02-02 10:00,A,1,10"),
  ]);
  expect(figures(report)).toMatchObject({ orders: 3, customers: 2, revenue: 4000 });
  expect(report.warnings.map(({ code }) => code)).toContain("padded_ids_joined");
});

test.each([
  ["most of the short ones are others", ["00123", "00456", "00789"]],
  ["the long ones have several lengths", ["00123", "0555", "000666"]],
])(
  "ids that differ in leading zeros over two files stay apart where %s, and that is said",
  async (_, long) => {
    const bought = (ids: readonly string[], first: number, month: string) =>
      lines(...ids.map((id, k) => `${first + k},${id},2026-${month}-1${k} 10:00,A,1,10`));
    const report = await check([bought(long, 1, "01"), bought(["123", "777", "888"], 101, "02")]);
    expect(figures(report)).toMatchObject({ orders: 6, customers: 6 });
    expect(report.warnings).toEqual([
      expect.objectContaining({
        code: "padded_ids_apart",
        rows: 1,
        message: expect.stringContaining(
          'in "customer_id" differ only in leading zeros, such as "00123" and "123"',
        ),
      }),
    ]);
  },
);

test("files without a currency or without order ids among others are named", async () => {
  const withCurrency = `${header},currency\n1,C1,2026-01-05,A,1,10,EUR\n2,C2,2026-01-06,A,1,10,EUR\n`;
  const plain = "customer_id,order_date,sku,quantity,unit_price\nC1,2026-02-05,A,1,10\n";
  const { warnings } = await check([withCurrency, plain]);
  expect(warnings.map(({ code }) => code)).toEqual(["order_ids_in_some_files", "currency_of_some_files"]);
});

test("a file in another currency is refused, and another currency in a file set aside", async () => {
  const file = (currency: string, number: number, also = "") =>
    `${header},currency\n${number},C1,2026-01-05,A,1,10,${currency}\n${number + 1},C2,2026-01-06,A,1,10,${currency}\n${also}`;
  expect(check([file("EUR", 1), file("USD", 3)])).rejects.toBeInstanceOf(InputError);
  const mixed = await check([file("EUR", 1), file("USD", 3, "9,C1,2026-02-06,A,1,10,EUR\n")]);
  expect(figures(mixed)).toMatchObject({ orders: 3, revenue: 3000 });
  expect(mixed.warnings.map(({ code }) => code)).toContain("several_currencies");
});

test("an order without a customer is nobody's where its number was used months before", async () => {
  const report = await check([
    lines(
      "1,C1,2026-01-05,A,1,10",
      "2,C2,2026-01-06,A,1,10",
      "3,C1,2026-02-01,A,1,10",
      "1,,2026-03-05,A,1,10",
      "4,C3,2026-03-06,A,1,10",
    ),
  ]);
  expect(figures(report)).toMatchObject({ orders: 4, revenue: 4000 });
  expect(report.dropped.missing_customer?.rows).toBe(1);
});
