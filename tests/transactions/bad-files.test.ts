import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { readTransactions } from "../../src/transactions/read";
import { header, read, refusal, removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

const row = (i: number) => `${1 + (i % 7)},${i},2011-12-${10 + (i % 9)} 08:26,P${i % 5},2,2.55,France`;
const table = (rows: number) => [header, ...Array.from({ length: rows }, (_, i) => row(i))].join("\n");

describe("a file that is no table is refused with what it is", () => {
  test("an empty file", async () => {
    expect(await refusal("")).toContain("is empty");
  });
  test("an empty file in gzip", async () => {
    expect(await refusal(gzipSync(""))).toContain("holds no text");
  });
  test("blank lines alone", async () => {
    expect(await refusal("\n\n\n")).toContain("no header row");
  });
  test("a header alone", async () => {
    expect(await refusal(`${header}\n`)).toContain("header but no rows");
  });
  test("random bytes", async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255);
    expect(await refusal(bytes)).toContain("not a text file");
  });
  test("a NUL byte far into the file, with the row before it", async () => {
    const bytes = Buffer.from(table(30_000));
    bytes[bytes.length - 5] = 0;
    expect(await refusal(bytes)).toMatch(/not a text file: it holds NUL bytes, the first after row 30000\./);
  });
  test("a picture, an old workbook and a zip archive of several files", async () => {
    expect(await refusal(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0))).toContain("PNG");
    expect(await refusal(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0, 0))).toContain(".xlsx");
    const csv = Buffer.from(table(3));
    expect(await refusal(zipSync({ "may.csv": csv, "june.csv": csv }))).toContain(
      'holds 2 files: "may.csv", "june.csv"',
    );
    expect(await refusal(zipSync({}))).toContain("is empty");
    expect(await refusal(zipSync({ "a.csv.gz": gzipSync(csv) }))).toContain("holds another archive");
    expect(await refusal(zipSync({ mimetype: csv, "content.xml": csv }))).toContain(".ods");
  });
  test("a file that does not exist", async () => {
    await expect(readTransactions("/nonexistent/orders.csv")).rejects.toThrow("does not exist");
  });
});

describe("a file that is broken or too large is refused with the row", () => {
  test("a gzip that is cut short", async () => {
    const packed = gzipSync(table(50_000));
    const message = await refusal(packed.subarray(0, packed.length >> 1));
    expect(message).toMatch(/cut short: it breaks off after row \d{3,}/);
  });
  test("a gzip that is damaged", async () => {
    const packed = gzipSync(table(50_000));
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 100);
    expect(await refusal(packed)).toMatch(/breaks off after row \d+/);
  });
  test("a gzip bomb", async () => {
    const bomb = gzipSync(Buffer.alloc(80 << 20, `${row(1)}\n`));
    const limits = { maxUnpackRatio: 100 };
    expect(await refusal(Buffer.concat([gzipSync(`${header}\n`), bomb]), { limits })).toContain(
      "looks like an attack",
    );
  });
  test("an XLSX bomb", async () => {
    const sheet = Buffer.alloc(8 << 20, "<row><c><v>1</v></c><c><v>40000</v></c><c><v>2</v></c></row>");
    const bomb = zipSync({
      "xl/workbook.xml": Buffer.from('<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'),
      "xl/_rels/workbook.xml.rels": Buffer.from(
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>',
      ),
      "xl/s.xml": Buffer.concat([
        Buffer.from(
          '<worksheet><sheetData><row><c t="str"><v>Customer</v></c><c t="str"><v>Date</v></c><c t="str"><v>Total</v></c></row>',
        ),
        sheet,
      ]),
    });
    expect(await refusal(bomb, { limits: { unpackGraceBytes: 1 << 20, maxUnpackRatio: 50 } })).toContain(
      "looks like an attack",
    );
  });
  test("more unpacked bytes than the limit", async () => {
    const limits = { maxUnpackedBytes: 100_000 };
    expect(await refusal(gzipSync(table(50_000)), { limits })).toContain("100000 bytes");
  });
  test("a line of 10 MB", async () => {
    expect(await refusal(`${table(3)}\n${"x".repeat(10 << 20)}\n`)).toContain(
      "Row 5 is longer than 1048576 bytes",
    );
  });
  test("a quote that is never closed", async () => {
    expect(await refusal(`${table(3)}\n"1,2,3\n4,5,6\n`)).toContain("Row 5: the quoted field in column 1");
  });
  test("100,000 columns", async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(",");
    expect(await refusal(`${names}\n1,2,3\n`)).toContain("100000 columns");
  });
  test("more distinct ids than fit into memory, on one thread or two", async () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, n) => `c${n},${n}-${"x".repeat(40)},2011-12-09 10:00,p,1,1,UK`,
    );
    for (const divideBytes of [0, Number.POSITIVE_INFINITY])
      expect(
        await refusal(`${header}\n${rows.join("\n")}`, { limits: { maxIdBytes: 2 ** 24 }, divideBytes }),
      ).toMatch(
        /more distinct ids and texts than fit into 16 MiB, the limit; they did up to row \d{5,6}\. Split it/,
      );
  });
  test("more rows than the limit", async () => {
    expect(await refusal(table(20), { limits: { maxRows: 10 } })).toContain("more than 10 rows");
  });
});

describe("values that cannot be read", () => {
  test("refuse the file where all dates are unreadable, naming row, column and value", async () => {
    const message = await refusal(`${header}\n1,A1,31-02-2011,P,1,1,F\n2,A2,soon,P,1,1,F`);
    expect(message).toContain('row 2, column InvoiceDate: "31-02-2011"');
    expect(message).toContain("a date such as");
  });
  test("are counted with samples where they are few", async () => {
    const bad = [
      "1,A,soon,P,1,1,F",
      "1,A,2011-12-09,P,NaN,1,F",
      "1,A,2011-12-09,P,1,Infinity,F",
      "1,A,2011-12-09,P,1e300,1,F",
      "1,A,2011-12-09,P",
    ];
    const { report } = await read(`${table(40)}\n${bad.join("\n")}\n`);
    expect(report.dropped.unreadable_date).toMatchObject({
      rows: 1,
      samples: [{ row: 42, column: "InvoiceDate", value: "soon" }],
    });
    expect(report.dropped.unreadable_number).toMatchObject({
      rows: 3,
      samples: [
        { row: 43, column: "Quantity", value: "NaN" },
        { row: 44, column: "UnitPrice", value: "Infinity" },
        { row: 45, column: "Quantity", value: "1e300" },
      ],
    });
    expect(report.dropped.malformed_row).toMatchObject({
      rows: 1,
      samples: [{ row: 46, value: "4 fields" }],
    });
    expect(report.notes.join()).toContain("beyond 1e12");
    expect(report.rows_kept).toBe(40);
  });
  test("negative and zero numbers are no purchases, and negative quantities are returns", async () => {
    const rows = [
      "1,A,2011-12-09,P,-3,2,F",
      "1,A,2011-12-09,P,0,2,F",
      "1,A,2011-12-09,Q,5,-2,F",
      "1,A,2011-12-09,R,-4,-7,F",
      "1,A,2011-12-09,S,3,0,F",
      "1,C7,2011-12-09,P,-1,2,F",
    ];
    const { report, returns } = await read(`${table(10)}\n${rows.join("\n")}`);
    expect(report.rows_kept).toBe(10);
    expect(report.dropped.non_positive_quantity?.rows).toBe(3);
    expect(report.dropped.non_positive_price?.rows).toBe(2);
    expect(report.dropped.cancelled_order?.rows).toBe(1);
    // Whichever of the two is negative, what comes back counts as a negative quantity at its price.
    const back = Array.from(returns.quantity, (quantity, i) => `${quantity} at ${returns.unitPrice[i]}`);
    expect(back.sort()).toEqual(["-1 at 2", "-3 at 2", "-4 at 7", "-5 at 2"]);
    expect(report.rows_returned).toBe(4);
  });
  test("nothing left is an error that counts the reasons", async () => {
    expect(await refusal(`${header}\n,A,2011-12-09,P,1,1,F\n1,B,2011-12-09,P,-1,1,F`)).toContain(
      "1 missing customer, 1 non positive quantity",
    );
  });
});

describe("columns that do not fit", () => {
  test("a mapped column that is missing is named, with the nearest name and all columns", async () => {
    const message = await refusal(table(3), { mapping: { customer_id: "CustomerIdd" } });
    expect(message).toContain('"CustomerIdd", which the file does not have. Did you mean "CustomerID"?');
    expect(message).toContain('"UnitPrice"');
  });
  test("a duplicated name is renamed with a note, and refused where a mapping refers to it", async () => {
    const twice = table(3).replace("Country", "Quantity");
    const { report } = await read(twice);
    expect(report.columns[6]).toBe("Quantity (2)");
    expect(report.notes.join()).toContain('"Quantity"');
    expect(await refusal(twice, { mapping: { quantity: "Quantity" } })).toContain(
      "several columns of that name",
    );
  });
  test("a table without dates says what was not found", async () => {
    expect(await refusal("CustomerID,Quantity,UnitPrice\n1,2,3\n")).toContain(
      "No column was found for order_datetime",
    );
  });
  test("a word that a mapping gives no known meaning is refused with the meanings there are", async () => {
    const mappingPath = temporaryFile('words: {"on review": "perhaps"}\n', "mapping.yaml");
    expect(await refusal(table(3), { mappingPath })).toContain(
      '"on review" means "perhaps". A word means sale, return',
    );
  });
  test("an unknown field in a mapping file is refused", async () => {
    const mappingPath = temporaryFile("customer: CustomerID\n", "mapping.yaml");
    expect(await refusal(table(3), { mappingPath })).toContain('unknown field "customer"');
  });
});

test("a signal stops the reading", async () => {
  const controller = new AbortController();
  controller.abort(new Error("stopped by hand"));
  await expect(read(table(10), { signal: controller.signal })).rejects.toThrow("stopped by hand");
});
