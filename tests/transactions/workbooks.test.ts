import { expect, test } from "bun:test";
import { decodeText } from "../../src/transactions/bytes/text-decoding";
import { openTable } from "../../src/transactions/formats/open-table";
import { placeText } from "../../src/transactions/formats/row-place";
import { defaultReadLimits } from "../../src/transactions/limits";
import { header, read, refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";
import { sheetOf, workbook } from "./workbook";

removeFilesAfterwards();

const names = header.split(",");
const first = [17850, 536365, "2010-12-01 08:26", "85123A", 6, 2.55, "France"];
const second = [12583, 536370, "2011-12-02 08:45", "22728", 24, 3.75, "Italy"];
const expected = [
  "12583 536370 22728 2011-12-02T08:45:00 24 3.75 Italy",
  "17850 536365 85123A 2010-12-01T08:26:00 6 2.55 France",
];

function file(tabs: readonly { name: string; state?: string; xml: string }[]): Uint8Array {
  return workbook(
    tabs.map(({ xml }) => xml),
    [],
    false,
    tabs,
  );
}

test("sheets of the same columns are one table, in whatever order their columns stand, each with titles of its own", async () => {
  const turned = (row: readonly (string | number)[]) => [...row].reverse();
  const content = file([
    { name: "2010", xml: sheetOf([names, first]) },
    { name: "2011", xml: sheetOf([["Orders of 2011"], [], turned(names), turned(second)]) },
  ]);
  const transactions = await read(content);
  expect(rowsOf(transactions)).toEqual(expected);
  expect(transactions.report.notes).toEqual([
    'Read the sheets "2010" and "2011" as one table.',
    'Sheet "2011": Skipped above the header: row 1 "Orders of 2011".',
  ]);
});

test("a row number of joined sheets leads back to its sheet and row", async () => {
  const content = file([
    { name: "2010", xml: sheetOf([names, first, first]) },
    { name: "2011", xml: sheetOf([[], names, second]) },
  ]);
  const source = await openTable(temporaryFile(content), defaultReadLimits, () => {});
  const numbers: number[] = [];
  await source.read({ columns: () => {}, record: ({ row }) => numbers.push(row) > 0 });
  expect(numbers).toEqual([2, 3, 6]);
  expect(numbers.map((row) => placeText(source.where(row)))).toEqual([
    'sheet "2010", row 2',
    'sheet "2010", row 3',
    'sheet "2011", row 3',
  ]);
});

test("hidden sheets, covers and sheets of other columns are passed over; the last are warned of", async () => {
  const cover = sheetOf([["Shop", "Tea"], [], ["From", "2010-12-01"], ["To", "2011-12-31"]]);
  const products = sheetOf([
    ["Code", "Name", "Price"],
    ["22728", "Clock", 3.75],
  ]);
  const content = file([
    { name: "Cover", xml: cover },
    { name: "Old", state: "hidden", xml: sheetOf([names, [1, ...first.slice(1)]]) },
    { name: "Older", state: "veryHidden", xml: sheetOf([names, [2, ...first.slice(1)]]) },
    { name: "Products", xml: products },
    { name: "Orders", xml: sheetOf([names, first, second]) },
    { name: "Empty", xml: "" },
  ]);
  const transactions = await read(content);
  expect(rowsOf(transactions)).toEqual(expected);
  expect(transactions.report.notes[0]).toBe(
    'Read the sheet "Orders"; skipped "Cover" and "Empty" (no table), "Old" and "Older" (hidden), "Products" (other columns).',
  );
  const source = await openTable(temporaryFile(content), defaultReadLimits, () => {});
  await source.read({ columns: () => {}, record: () => true });
  expect(source.warnings()).toMatchObject([
    { code: "sheets_not_read", message: expect.stringContaining('"Products" has other columns') },
  ]);
});

test("a workbook whose only table is hidden is refused with the name of the sheet", async () => {
  const content = file([
    { name: "Cover", xml: sheetOf([["Tea shop"]]) },
    { name: "Data", state: "hidden", xml: sheetOf([names, first]) },
  ]);
  expect(await refusal(content)).toContain('Hidden sheets are not read: "Data"');
});

test("errors are empty, booleans are words, hidden rows are read and a row of totals is no order", async () => {
  const error = '<c t="e"><v>#N/A</v></c>';
  const content = file([
    {
      name: "Orders",
      xml: sheetOf(
        [
          [...names, "Gift"],
          [...first, '<c t="b"><v>1</v></c>'],
          [...second, '<c t="b"><v>0</v></c>'],
          [error, 6, "2011-12-02", "P", 1, 1, "F", ""],
          [9, 5, "2011-12-02", "P", 1, error, "F", ""],
          ["Total", "", "", "", 31, "", "", ""],
        ],
        { 3: 'hidden="1"' },
      ),
    },
  ]);
  const transactions = await read(content, { limits: { maxUnreadableShare: 0.5 } });
  expect(rowsOf(transactions)).toEqual(expected);
  const { report } = transactions;
  expect(report.dropped.missing_customer?.samples[0]?.row).toBe(4);
  expect(report.dropped.unreadable_number?.samples[0]?.row).toBe(5);
  expect(report.dropped.unreadable_date?.samples[0]?.row).toBe(6);
  expect(report.notes[0]).toBe("Hidden rows, for example behind a filter, were read as well: 1.");
});

test("cells are the texts that CSV would have, in the columns of their references", async () => {
  const cells: [cell: string, text: string][] = [
    ['<c t="e"><v>#DIV/0!</v></c>', ""],
    ['<c t="e"><v>#REF!</v></c>', ""],
    ['<c t="b"><v>0</v></c>', "FALSE"],
    ['<c t="b"><v>1</v></c>', "TRUE"],
    ["<c><v>2.5499999999999998</v></c>", "2.55"],
    ["<c><v>1.785E4</v></c>", "17850"],
    ["<c><v>123456789012345</v></c>", "123456789012345"],
    ['<c t="str"><v>1.785E4</v></c>', "1.785E4"],
    ['<c r="Z2"><v>26</v></c>', "26"],
    ['<c r="AA2"><v>27</v></c>', "27"],
    ['<c r="AZ2"><v>52</v></c>', "52"],
    ['<c r="BA2"><v>53</v></c>', "53"],
    ["<c><v>54</v></c>", "54"],
  ];
  const columns = Array.from({ length: 54 }, (_, i) => `Name ${i + 1}`);
  const content = file([{ name: "S", xml: sheetOf([columns, cells.map(([cell]) => cell)]) }]);
  const source = await openTable(temporaryFile(content), defaultReadLimits, () => {});
  const texts: string[] = [];
  await source.read({
    columns: () => {},
    record: ({ bytes, starts, ends, count }) => {
      for (let i = 0; i < count; i++) texts.push(decodeText(bytes, starts[i]!, ends[i]!));
      return true;
    },
  });
  const expectedTexts = columns.map(() => "");
  for (const [i, [, text]] of cells.entries()) expectedTexts[i < 8 ? i : [25, 26, 51, 52, 53][i - 8]!] = text;
  expect(texts).toEqual(expectedTexts);
});

test("a damaged sheet is named", async () => {
  const content = file([
    { name: "2010", xml: sheetOf([names, first]) },
    { name: "2011", xml: `${sheetOf([names, second])}<row r="0.5"/>` },
  ]);
  expect(await refusal(content)).toContain('Sheet "2011": The sheet has a row numbered "0.5"');
});
