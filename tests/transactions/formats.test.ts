import { expect, test } from "bun:test";
import { parquetWriteBuffer } from "hyparquet-writer";
import { isDateFormat, readDateStyles } from "../../src/transactions/formats/xlsx-styles";
import { inspectFile } from "../../src/transactions/inspect";
import { header, read, refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";
import { workbook } from "./workbook";

removeFilesAfterwards();

const expected = [
  "12583 536370 22728 2010-12-01T08:45:00 24 3.75 France & Co",
  "17850 536365 85123A 2010-12-01T08:26:00 6 2.55 United Kingdom",
];

const names = header.split(",");
const headerRow = (r: number) =>
  `<row r="${r}">${names.map((_, i) => `<c r="${"ABCDEFG"[i]}${r}" t="s"><v>${i}</v></c>`).join("")}</row>`;
const sheet = (serials: [number, number]) =>
  `<row r="1"><c r="A1" t="inlineStr"><is><t>Orders of 2010</t></is></c></row>${headerRow(3)}` +
  `<row r="4"><c r="A4"><v>17850</v></c><c r="B4"><v>536365</v></c><c r="C4" s="1"><v>${serials[0]}</v></c><c r="D4" t="str"><f>X</f><v>85123A</v></c><c r="E4"><v>6</v></c><c r="F4"><v>2.5499999999999998</v></c><c r="G4" t="s"><v>7</v></c></row>` +
  `<row r="5"/><row r="6"><c r="A6"><v>12583</v></c><c r="B6"><v>536370</v></c><c r="C6" s="1"><v>${serials[1]}</v></c><c r="D6" t="inlineStr"><is><r><t>227</t></r><r><t>28</t></r></is></c><c r="E6"><v>2.4E1</v></c><c r="F6"><v>3.75</v></c><c r="G6" t="s"><v>8</v></c></row>` +
  `<row r="7"><c r="A7"><v>1</v></c><c r="H7"><v>9</v></c></row>`;
const strings = [...names, "United Kingdom", "France &amp; Co"];

test("a workbook is read from its first sheet with a header: shared, inline and formula texts, dates by style", async () => {
  const content = workbook(
    [`<row r="1"><c r="A1"><v>1</v></c></row>`, sheet([40513.351388888892, 40513.364583333336])],
    strings,
  );
  const transactions = await read(content, { limits: { maxUnreadableShare: 0.5 } });
  expect(rowsOf(transactions)).toEqual(expected);
  expect(transactions.report).toMatchObject({ format: "xlsx", rows_read: 3 });
  expect(transactions.report.dropped.malformed_row?.samples[0]?.row).toBe(7);
  expect(transactions.report.notes.join()).toContain('Read the sheet "S1"; skipped "S0" (no table)');
});

// ECMA-376, part 1, 18.2.28 and 22.9.2.1: an xsd:boolean may be written as a word.
for (const [said, days] of [
  ["1", 1462],
  ["true", 1462],
  ["0", 0],
  ["false", 0],
] as const)
  test(`a workbook whose date1904 is ${said} gives the same dates`, async () => {
    const content = workbook([sheet([40513.351388888892 - days, 40513.364583333336 - days])], strings, said);
    expect(rowsOf(await read(content, { limits: { maxUnreadableShare: 0.5 } }))).toEqual(expected);
  });

test("shared rich text is all of its runs, without the readings of Japanese words", async () => {
  const rich = strings.with(
    7,
    '<r><t xml:space="preserve">United </t></r><r><rPr><b/></rPr><t>King</t></r><rPh sb="0" eb="1"><t>ou</t></rPh><r><t>dom</t></r>',
  );
  const content = workbook([sheet([40513.351388888892, 40513.364583333336])], rich);
  expect(rowsOf(await read(content, { limits: { maxUnreadableShare: 0.5 } }))).toEqual(expected);
});

test("a workbook without a header or cut short is refused", async () => {
  expect(await refusal(workbook(["<row><c><v>1</v></c></row>"], []))).toContain("has a header row");
  const whole = workbook([sheet([1, 2])], strings);
  expect(await refusal(whole.subarray(0, whole.length - 100))).toContain("damaged or cut short");
});

test("the built-in formats of dates and times are those of the standard", async () => {
  // ECMA-376, part 1, 18.8.30; 27 to 36 and 50 to 58 are those of East Asia.
  const dates = [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ] as const;
  const styles = Array.from({ length: 60 }, (_, id) => `<xf numFmtId="${id}"/>`).join("");
  async function* xml() {
    yield Buffer.from(`<styleSheet><cellXfs>${styles}</cellXfs></styleSheet>`);
  }
  expect(await readDateStyles(xml())).toEqual(
    Array.from({ length: 60 }, (_, id) => dates.some(([from, to]) => id >= from && id <= to)),
  );
});

test("formats are told to be dates by their letters outside of quotes and colours", () => {
  for (const code of ["m/d/yy h:mm", "[$-409]d-mmm-yy", "[h]:mm", 'yyyy"Jahr"'])
    expect(isDateFormat(code)).toBe(true);
  for (const code of ["General", "0.00", "[Red]0.00", '0 "days"', "#,##0\\ \\d"])
    expect(isDateFormat(code)).toBe(false);
});

test("Parquet is read by row group: numbers, big integers, timestamps and nulls", async () => {
  const content = new Uint8Array(
    parquetWriteBuffer({
      rowGroupSize: 2,
      columnData: [
        { name: "CustomerID", data: [17850, null, 12583], type: "DOUBLE" },
        { name: "InvoiceNo", data: [536365n, 536366n, 536370n], type: "INT64" },
        {
          name: "InvoiceDate",
          data: ["2010-12-01T08:26Z", "2010-12-01T08:28Z", "2010-12-01T08:45Z"].map((d) => new Date(d)),
          type: "TIMESTAMP",
        },
        { name: "StockCode", data: ["85123A", "71053", "22728"], type: "STRING" },
        { name: "Quantity", data: [6, 6, 24], type: "INT32" },
        { name: "UnitPrice", data: [2.55, 3.39, 3.75], type: "DOUBLE" },
        { name: "Country", data: ["United Kingdom", "France", "France & Co"], type: "STRING" },
      ],
    }),
  );
  const transactions = await read(content);
  expect(rowsOf(transactions)).toEqual(expected);
  expect(transactions.report).toMatchObject({ format: "parquet", rows_read: 3 });
  expect(transactions.report.dropped.missing_customer?.samples[0]?.row).toBe(3);
  const broken = content.slice();
  broken.fill(255, 4, 60);
  expect(await refusal(broken)).toContain("The Parquet file cannot be read");
  expect(await refusal(content.subarray(0, content.length - 20))).toContain(
    "The Parquet file cannot be read",
  );
});

test("JSON lines are read, also packed, with objects inside flattened", async () => {
  const lines = [
    '{"customer": {"id": 17850}, "order_id": "536365", "created_at": "2010-12-01T08:26:00Z", "sku": "85123A", "quantity": 6, "price": 2.55, "country": "United Kingdom"}',
    "",
    '{"quantity": 24, "customer": {"id": 12583}, "order_id": "536370", "created_at": "2010-12-01T08:45:00Z", "sku": "22728", "price": "3.75", "country": "France & Co", "extra": [1]}',
  ].join("\n");
  for (const content of [lines, Bun.gzipSync(Buffer.from(lines))]) {
    const transactions = await read(content);
    expect(rowsOf(transactions)).toEqual(expected);
    expect(transactions.report).toMatchObject({ format: "jsonl", rows_read: 2 });
    expect(transactions.report.mapping.customer_id).toBe("customer.id");
  }
  expect(await refusal(`${lines}\n{"quantity": `)).toContain("Row 4 is no JSON");
});

test("an inspection shows format, delimiter, columns, proposal and first rows", async () => {
  const path = temporaryFile(
    `${header.replaceAll(",", ";")}\n1;A;2011-12-09;P;1;1,5;F\n2;B;2011-12-10;P;1;1,5;F\n`,
  );
  const inspection = await inspectFile(path, { rows: 1 });
  expect(inspection).toMatchObject({
    format: "csv",
    delimiter: ";",
    encoding: "utf-8",
    columns: header.split(","),
  });
  expect(inspection.preview).toEqual([["1", "A", "2011-12-09", "P", "1", "1,5", "F"]]);
  expect(inspection.proposal.unit_price?.column).toBe("UnitPrice");
});
