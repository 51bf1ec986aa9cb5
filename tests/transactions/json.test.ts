import { describe, expect, test } from "bun:test";
import { read, refusal, removeFilesAfterwards, rowsOf } from "./temporary-files";

removeFilesAfterwards();

const orders = [
  {
    customer: { id: 17850 },
    order_id: "536365",
    created_at: "2010-12-01T08:26:00Z",
    sku: '85"{[123A',
    quantity: 6,
    price: 2.55,
    country: "France",
  },
  {
    customer: { id: 12583 },
    order_id: "536370",
    created_at: "2010-12-01T08:45:00Z",
    sku: "22728\\",
    quantity: 24,
    price: 3.75,
    country: "Italy",
  },
];
const expected = [
  "12583 536370 22728\\ 2010-12-01T08:45:00 24 3.75 Italy",
  '17850 536365 85"{[123A 2010-12-01T08:26:00 6 2.55 France',
];
const wrapped = { meta: { pages: [1, 2], next: null }, data: { orders }, count: 2 };

describe("objects in their many dresses give the same lines", () => {
  const dresses: [string, string][] = [
    ["a line each", orders.map((order) => JSON.stringify(order)).join("\n")],
    [
      "one after the other over several lines",
      orders.map((order) => JSON.stringify(order, null, 2)).join("\n"),
    ],
    ["a list", JSON.stringify(orders)],
    ["a list over several lines", JSON.stringify(orders, null, 2)],
    [
      "a list with an object a line",
      `[\r\n${orders.map((order) => JSON.stringify(order)).join(",\r\n")}\r\n]`,
    ],
    ["a list behind a byte order mark", `\uFEFF ${JSON.stringify(orders)}`],
    ["a list inside objects", JSON.stringify(wrapped)],
    ["a list inside objects over several lines", JSON.stringify(wrapped, null, 2)],
  ];
  for (const [dress, text] of dresses)
    test(dress, async () => {
      for (const content of [text, Bun.gzipSync(Buffer.from(text)), Buffer.from(text, "utf16le")]) {
        const { report, ...transactions } = await read(content);
        expect(rowsOf({ report, ...transactions })).toEqual(expected);
        expect(report).toMatchObject({ format: "jsonl", rows_read: 2 });
      }
    });
});

test("a list that is longer than a record may be is read object by object", async () => {
  const many = Array.from({ length: 500 }, (_, i) => ({ ...orders[i % 2], order_id: `A${i}` }));
  for (const text of [
    JSON.stringify(many),
    JSON.stringify({ orders: many }),
    JSON.stringify({ a: { b: many } }, null, 1),
  ]) {
    const { report } = await read(text, { limits: { maxRecordBytes: 1000 } });
    expect(report.rows_kept).toBe(500);
  }
});

test("the lines inside an order become rows, and the order's fields stand on each", async () => {
  const shop = [
    {
      id: 1,
      created_at: "2010-12-01T08:26:00Z",
      customer: { id: 17850 },
      tax_lines: [{ rate: 0.2 }],
      line_items: [
        { sku: "A", quantity: 2, price: "2.50", taxes: [{ id: 1 }] },
        { sku: "B", quantity: 1, price: "4.00" },
      ],
    },
    {
      id: 2,
      created_at: "2010-12-02T08:26:00Z",
      customer: { id: 12583 },
      line_items: [{ sku: "A", quantity: 1, price: "2.50" }],
    },
    { id: 3, created_at: "2010-12-03T08:26:00Z", customer: { id: 12583 }, line_items: [] },
  ];
  const mapping = {
    product_id: "line_items.sku",
    quantity: "line_items.quantity",
    unit_price: "line_items.price",
    order_id: "id",
  };
  const transactions = await read(JSON.stringify({ orders: shop }), {
    mapping,
    limits: { maxUnreadableShare: 0.5 },
  });
  expect(rowsOf(transactions)).toEqual([
    "12583 2 A 2010-12-02T08:26:00 1 2.5 -",
    "17850 1 A 2010-12-01T08:26:00 2 2.5 -",
    "17850 1 B 2010-12-01T08:26:00 1 4 -",
  ]);
  expect(transactions.report.columns).toContain("tax_lines");
  expect(transactions.report.dropped.unreadable_number?.samples[0]).toMatchObject({ row: 3 });
  expect(transactions.report.notes.join()).toContain('Each object in the list "line_items" became a row');
});

test("of several lists none of which is known, none becomes rows, and that is said", async () => {
  const text = JSON.stringify(orders.map((order) => ({ ...order, a: [{ x: 1 }, { x: 2 }], b: [{ y: 1 }] })));
  const { report } = await read(text);
  expect(report.rows_read).toBe(2);
  expect(report.notes.join()).toContain('Lists inside the objects were kept as text: "a", "b"');
});

describe("damaged JSON is refused with the row", () => {
  const text = JSON.stringify(orders);
  const damages: [string, string, string][] = [
    ["cut short in a record", text.slice(0, -30), "breaks off after row 1"],
    ["cut short behind a record", text.slice(0, -1), "breaks off after row 2"],
    ["something else in the list", text.replace("},{", "},7,{"), 'after row 1 comes "7"'],
    ["something else before the first", text.replace("[{", "[7,{"), "no text"],
    ["something behind the list", `${text} x`, 'after row 2 comes "x"'],
    ["a record that is no JSON", text.replace('"536370"', "nothing"), "Row 2 is no JSON"],
    ["two lists", `{"a":${text},"b":${text}}`, "several lists of objects, the second after row 2"],
    ["a line that is no JSON", `${JSON.stringify(orders[0])}\n{"a": }`, "Row 2 is no JSON"],
    [
      "lists inside lists without end",
      `[{"a":${"[".repeat(400_000)}${"]".repeat(400_000)}}]`,
      "nested too deeply",
    ],
  ];
  for (const [what, content, message] of damages)
    test(what, async () => {
      if (message === "no text") expect((await refusal(content)).length).toBeGreaterThan(0);
      else expect(await refusal(content)).toContain(message);
    });
  test("a record beyond the limit", async () => {
    expect(await refusal(text, { limits: { maxRecordBytes: 100 } })).toContain(
      "Row 1 is longer than 100 bytes",
    );
  });
});
