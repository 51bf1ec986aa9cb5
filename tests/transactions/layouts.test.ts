import { describe, expect, test } from "bun:test";
import { findHeader } from "../../src/transactions/formats/header-search";
import { inspectFile } from "../../src/transactions/inspect";
import { header, read, refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

const rows = [
  "17850,536365,2010-12-01 08:26,85123A,6,2.55,France",
  "12583,536370,2010-12-02 08:45,22728,24,3.75,Italy",
  "12583,536371,2010-12-03 08:45,POST,1,18.00,Italy",
];
const table = [header, ...rows].join("\n");
const expected = [
  "12583 536370 22728 2010-12-02T08:45:00 24 3.75 Italy",
  "12583 536371 POST 2010-12-03T08:45:00 1 18 Italy",
  "17850 536365 85123A 2010-12-01T08:26:00 6 2.55 France",
];

describe("what stands above the header is passed over, and named", () => {
  const tops: [string, string, string][] = [
    ["a title", "Umsatzbericht", 'row 1 "Umsatzbericht"'],
    [
      "a title and a span of dates",
      'Sales report\n"1 Jan 2010, 00:00 - 31 Dec 2010, 23:59"\n\n',
      'row 2 "1 Jan 2010',
    ],
    ["a title padded by a spreadsheet", "Orders 2010,,,,,,\n,,,,,,", 'row 1 "Orders 2010"'],
    ["names and values", "Shop:,Tea shop\nFrom:,2010-12-01\nTo:,2010-12-31\n", 'row 3 "To: 2010-12-31"'],
    ["a row of four cells", "Report,Sales,2010,December", 'row 1 "Report Sales 2010 December"'],
    ["headings of groups", "Customer,Order,,Item,,,", 'row 1 "Customer Order Item"'],
    ["a small table of figures", "Figure,Value\nOrders,3\nRevenue,123.3\n", 'row 1 "Figure Value"'],
    ["many lines", Array.from({ length: 12 }, (_, i) => `Definition ${i} of a term`).join("\n"), "9 more"],
  ];
  for (const [what, top, note] of tops)
    test(what, async () => {
      for (const text of [`${top}\n${table}`, `${top}\n${table}`.replaceAll("\n", "\r\n")]) {
        const transactions = await read(text);
        expect(rowsOf(transactions)).toEqual(expected);
        expect(transactions.report.rows_read).toBe(3);
        expect(transactions.report.notes.join()).toContain(`Skipped above the header: row 1`);
        expect(transactions.report.notes.join()).toContain(note);
      }
    });

  test("rows of bare delimiters and of empty cells, without a word", async () => {
    const blank = '"","","","","","",""';
    const { report } = await read(
      `,,,,,,\n\n${header}\n${blank}\n${rows.join(`\n${blank}\n`)}\n,,,,,,\n${rows[0]}\n`,
    );
    expect(report).toMatchObject({ rows_read: 4, rows_kept: 3, notes: [] });
    expect(report.dropped.duplicate_row?.samples).toEqual([{ row: 11 }]);
  });
});

describe("a first row that is the header stays it", () => {
  const one = (text: string) => findHeader(text.split("\n").map((line) => line.split(",")));
  const headers: [string, string][] = [
    ["names with digits", "c1,c2,c3,c4\n7,2010-12-01,,12.5\n8,none,unknown,3"],
    ["a column without a name", ",id,day,total\n0,a,2010-12-01,1\n1,b,2010-12-02,2"],
    ["several columns without names", "id,,day,,total\n1,x,2010-12-01,y,2\n2,x,2010-12-02,y,2"],
    ["texts below alone", "name,town\nAnn,Rome\nBob,Bonn"],
    ["one column", "total\n1\n2"],
    ["years as names", "customer,2010,2011\na,1,2\nb,3,4"],
    ["a first row with faults", "id,day,total\nnone,soon,free\n2,2010-12-02,2\n3,2010-12-03,2"],
    ["no rows", "id,day,total"],
    ["rows with more cells", "id,day,total\n1,2010-12-01,2,,x\n2,2010-12-02,2,,"],
  ];
  for (const [what, text] of headers) test(what, () => expect(one(text)).toBe(0));

  test("and a table of nothing but blanks has none", () => expect(one(",,\n,,")).toBe(-1));
});

test("a file without a header is refused with its first row", async () => {
  expect(await refusal(rows.join("\n"))).toContain(
    'The file has no header: its first row, "17850 536365 2010-12-01 08:26 85123A…", looks like the rows below it',
  );
});

describe("a first line for Excel names the delimiter", () => {
  const semicolons = table.replaceAll(",", ";");
  const dresses: [string, string, string][] = [
    ["sep=;", `sep=;\n${semicolons}`, ";"],
    ["in capitals and CRLF", `SEP=;\r\n${semicolons.replaceAll("\n", "\r\n")}`, ";"],
    ["in quotes", `"sep=;"\n${semicolons}`, ";"],
    ["behind a byte order mark", `\uFEFFsep=;\n${semicolons}`, ";"],
    ["a tab", `sep=\t\n${table.replaceAll(",", "\t")}`, "\t"],
    ["one that is not looked for", `sep=^\n${table.replaceAll(",", "^")}`, "^"],
    ["padded by a spreadsheet", `sep=,,,,,,,\n${table}`, ","],
    ["the wrong one", `sep=;\n${table}`, ","],
  ];
  for (const [what, text, delimiter] of dresses)
    test(what, async () => {
      const transactions = await read(`${text}\n${text.split("\n").at(-1)}`);
      expect(rowsOf(transactions)).toEqual(expected);
      expect(transactions.report).toMatchObject({ delimiter, notes: [] });
      expect(transactions.report.dropped.duplicate_row?.samples).toEqual([{ row: 6 }]);
    });

  test("in UTF-16", async () => {
    expect(rowsOf(await read(Buffer.from(`\uFEFFsep=;\r\n${semicolons}`, "utf16le")))).toEqual(expected);
  });
});

test("the delimiter is found below titles that hold others", async () => {
  const european = table.replaceAll(",", ";").replaceAll(/(\d)\.(\d)/g, "$1,$2");
  const titles = ["Bericht, erstellt am Montag, 3. Januar | Shop", "a, b, c", 'x, "y; z"'].join("\n");
  const transactions = await read(`${titles}\n${european}`);
  expect(rowsOf(transactions)).toEqual(expected);
  expect(transactions.report.delimiter).toBe(";");
});

test("a header that stands again is skipped and named, also behind a byte order mark", async () => {
  const quoted = header.replaceAll(/([^,]+)/g, '"$1"');
  const { report } = await read([table, quoted, rows[0], `\uFEFF${quoted}`, `1${rows[1]}`].join("\n"));
  expect(report.rows_read).toBe(5);
  expect(report.dropped).toMatchObject({ duplicate_row: { rows: 1 } });
  expect(report.notes.join()).toContain("The header is repeated in rows 5, 7,");
});

test("a header that stands again in another order is refused with its row", async () => {
  const turned = (text: string) => text.split(",").reverse().join(",");
  expect(await refusal([table, turned(header), turned(rows[0]!)].join("\n"))).toContain(
    "Row 5 repeats the column names in another order",
  );
});

test("empty cells behind the last column, in the header or in the rows, change nothing", async () => {
  const padded = rows.map((row) => `${row},,`).join("\n");
  expect(rowsOf(await read(`${header}\n${padded}`))).toEqual(expected);
  const { report } = await read(`${header},,\n${rows.join("\n")}`);
  expect(report.columns).toHaveLength(7);
  expect(report.rows_kept).toBe(3);
});

test("rows of a second table and a footer below are malformed rows, with their numbers", async () => {
  const { report } = await read(
    `${table}\n\nReturned,Order\nYes,536365\n3,record(s) downloaded,\nSeller ID : tea\n`,
    { limits: { maxUnreadableShare: 0.8 } },
  );
  expect(report.dropped.malformed_row).toMatchObject({
    rows: 4,
    samples: [{ row: 6 }, { row: 7 }, { row: 8 }, { row: 9 }],
  });
});

test("an inspection shows the columns below the titles and says what it passed over", async () => {
  const { columns, preview, notes } = await inspectFile(temporaryFile(`Sales report\n\n${table}`), {
    rows: 1,
  });
  expect(columns).toEqual(header.split(","));
  expect(preview[0]?.[1]).toBe("536365");
  expect(notes).toEqual(['Skipped above the header: row 1 "Sales report".']);
});

describe("orders that are named on their first line only", () => {
  const products = ["Soap", "Total Care Shampoo", "Sum 41 CD"];
  const lines = Array.from({ length: 30 }, (_, i) => {
    const order = Math.floor(i / 3);
    const head = i % 3 === 0 ? `S${order},2025-01-${10 + order},c${order % 4}` : ",,";
    return `${head},${products[i % 3]},${1 + order},2.5`;
  });
  const columns = "Order,Date,Customer,Product,Quantity,Unit price";
  const revenue = 30 * 5.5 * 2.5;

  test("keep products whose name begins like a total", async () => {
    const { report } = await read([columns, ...lines].join("\n"));
    expect(report).toMatchObject({ orders: 10, rows_kept: 30, customers: 4, dropped: {} });
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });

  test.each([
    `,,,Total,165,${revenue}`,
    `,,,Grand total:,,${revenue}`,
    `,,,Total of all orders,,${revenue}`,
    `,,,,165,${revenue}`,
  ])("lose the row of totals below them: %s", async (total) => {
    const { report } = await read([columns, ...lines, total].join("\n"));
    expect(report).toMatchObject({
      rows_kept: 30,
      dropped: { missing_customer: { rows: 1, samples: [{ row: 32 }] } },
    });
    expect(report.revenue).toBeCloseTo(revenue, 9);
  });
});
