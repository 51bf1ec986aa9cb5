import { describe, expect, test } from "bun:test";
import { table as arqueroTable } from "arquero";
import { zipSync } from "fflate";
import { Random } from "../../src/learning/random";
import { decodeText } from "../../src/transactions/bytes/text-decoding";
import { detectDelimiter } from "../../src/transactions/formats/csv-dialect";
import { CsvTokenizer } from "../../src/transactions/formats/csv-tokenizer";
import { defaultReadLimits } from "../../src/transactions/limits";
import { header, read, removeFilesAfterwards, rowsOf } from "./temporary-files";

removeFilesAfterwards();

/** All records with their row numbers, from the bytes of each chunk. */
function numberedRecords(
  chunks: readonly Uint8Array[],
  delimiter: string,
): [row: number, ...cells: string[]][] {
  const out: [number, ...string[]][] = [];
  const tokenizer = new CsvTokenizer(delimiter.charCodeAt(0), defaultReadLimits, (fields) => {
    const cells = Array.from({ length: fields.count }, (_, i) =>
      decodeText(fields.bytes, fields.starts[i]!, fields.ends[i]!),
    );
    out.push([fields.row, ...cells]);
    return true;
  });
  // Copies, because the tokenizer may overwrite what it reads.
  for (const chunk of chunks) tokenizer.write(Uint8Array.from(chunk));
  tokenizer.end();
  return out;
}

/** All records as text, the bytes handed over in chunks of the given size. */
function records(bytes: Uint8Array, delimiter: string, chunkBytes: number): string[][] {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
    bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
  return numberedRecords(chunks, delimiter).map(([, ...cells]) => cells);
}

describe("random tables written by arquero are read back equal", () => {
  const alphabet = ["a", "Z", "7", " ", ",", ";", "\t", "|", '"', "\n", "\r\n", "é", "£", "日", ""];
  const random = new Random(20_101_201);
  for (const delimiter of [",", ";", "\t", "|"]) {
    test(`with ${JSON.stringify(delimiter)}, whatever the size of the chunks`, () => {
      for (let round = 0; round < 40; round++) {
        const width = 2 + random.integer(5);
        const height = 1 + random.integer(8);
        const cell = () =>
          Array.from({ length: random.integer(7) }, () => alphabet[random.integer(alphabet.length)]).join("");
        const names = Array.from({ length: width }, (_, i) => `n${i}`);
        // arquero quotes only for its delimiter, quotes and line ends; a lone CR ends a row for us and so is left out.
        const rows = Array.from({ length: height }, () => names.map(cell));
        const columns = Object.fromEntries(names.map((name, i) => [name, rows.map((row) => row[i])]));
        const text = arqueroTable(columns).toCSV({ delimiter });
        const bytes = Buffer.from(text);
        const expected = [names, ...rows];
        for (const size of [1, 2, 3, 1 + random.integer(bytes.length), bytes.length])
          expect(records(bytes, delimiter, size)).toEqual(expected);
        expect(detectDelimiter(bytes, true, defaultReadLimits)).toBe(delimiter as ",");
      }
    });
  }
});

test("a chunk may end at every byte of a file, and rows keep their numbers", () => {
  const bytes = Buffer.from('\na,"b ""x""",c\r\n"1\r\n2",,"",\r\r\n""\rlast,"",z');
  const whole: ReturnType<typeof numberedRecords> = [
    [2, "a", 'b "x"', "c"],
    [3, "1\r\n2", "", "", ""],
    [5, ""],
    [6, "last", "", "z"],
  ];
  expect(numberedRecords([bytes], ",")).toEqual(whole);
  for (let cut = 1; cut < bytes.length; cut++)
    for (let next = cut; next < bytes.length; next++)
      expect(
        numberedRecords([bytes.subarray(0, cut), bytes.subarray(cut, next), bytes.subarray(next)], ","),
      ).toEqual(whole);
});

test("what is too long for a record is refused as it comes, and not when its end is there", () => {
  const tokenizer = new CsvTokenizer(0x2c, { ...defaultReadLimits, maxRecordBytes: 100 }, () => true);
  const piece = new Uint8Array(60).fill(0x61);
  expect(tokenizer.write(piece.slice())).toBe(true);
  expect(() => tokenizer.write(piece.slice())).toThrow(
    "Row 1 is longer than 100 bytes, the limit for a row.",
  );
});

test("text behind a closing quote makes a record malformed, and no other", () => {
  const malformed: boolean[] = [];
  const tokenizer = new CsvTokenizer(0x2c, defaultReadLimits, (fields) => {
    malformed.push(fields.malformed);
    return true;
  });
  tokenizer.write(Buffer.from('a,"b"\n"a" b,c\na,"b"c\na,"b",\n'));
  tokenizer.end();
  expect(malformed).toEqual([false, true, true, false]);
});

describe("CSV in its many dresses gives the same lines", () => {
  const rows = [
    header,
    '17850,A1,2010-12-01 08:26,"85123A",6,2.55,France',
    "17850,A1,2010-12-01 08:26,71053,6,3.39,France",
    "12583,A2,2011-12-31 09:00,22728,24,3.75,Italy",
  ];
  const expected = [
    "12583 A2 22728 2011-12-31T09:00:00 24 3.75 Italy",
    "17850 A1 85123A 2010-12-01T08:26:00 6 2.55 France",
    "17850 A1 71053 2010-12-01T08:26:00 6 3.39 France",
  ];
  const utf16 = (text: string, littleEndian: boolean, mark: boolean) => {
    const bytes = Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
    return littleEndian ? bytes : bytes.swap16();
  };
  const dresses: [string, string | Uint8Array, string][] = [
    ["LF", rows.join("\n"), "utf-8"],
    ["CRLF", `${rows.join("\r\n")}\r\n`, "utf-8"],
    ["lone CR", `${rows.join("\r")}\r`, "utf-8"],
    ["a byte order mark", `\uFEFF${rows.join("\n")}`, "utf-8"],
    ["tabs", rows.join("\n").replaceAll(",", "\t"), "utf-8"],
    ["bars", rows.join("\n").replaceAll(",", "|"), "utf-8"],
    ["blanks around ids", rows.join("\n").replaceAll("17850", " 17850  "), "utf-8"],
    ["customers as pandas floats", rows.join("\n").replaceAll(/^(\d{5}),/gm, "$1.0,"), "utf-8"],
    ["UTF-16 little endian with a mark", utf16(rows.join("\n"), true, true), "utf-16le"],
    ["UTF-16 big endian with a mark", utf16(rows.join("\n"), false, true), "utf-16be"],
    ["UTF-16 little endian without a mark", utf16(rows.join("\r\n"), true, false), "utf-16le"],
    ["UTF-16 big endian without a mark", utf16(rows.join("\r\n"), false, false), "utf-16be"],
    ["gzip", Bun.gzipSync(Buffer.from(rows.join("\n"))), "utf-8"],
    [
      "semicolons and decimal commas",
      rows
        .join("\n")
        .replaceAll(",", ";")
        .replaceAll(/(\d)\.(\d)/g, "$1,$2"),
      "utf-8",
    ],
  ];
  for (const [dress, content, encoding] of dresses) {
    test(dress, async () => {
      const transactions = await read(content);
      expect(rowsOf(transactions)).toEqual(expected);
      expect(transactions.report.encoding).toBe(encoding);
      expect(transactions.numericCustomerIds).toBe(true);
    });
  }
});

test("one file in a zip archive is read, whatever an operating system put beside it", async () => {
  const csv = Buffer.from(`${header}\n1,A,2011-12-09,P,1,1,F\n`);
  const { report } = await read(
    zipSync({
      "export/": new Uint8Array(),
      "export/may.csv": csv,
      "__MACOSX/._may.csv": csv,
      ".DS_Store": csv,
    }),
  );
  expect(report).toMatchObject({ format: "csv", rows_kept: 1 });
  expect(report.notes[0]).toBe('Read "export/may.csv" from the zip archive.');
});

test("quoted line breaks stay in their field, and row numbers count records", async () => {
  const { report, lines, products } = await read(
    `${header}\n1,A,2011-12-09,"two\nlines, and ""quotes""",1,1,F\n1,B,soon,P,1,1,F\n1,B,2011-12-10,P,1,1,F\n`,
    { limits: { maxUnreadableShare: 0.5 } },
  );
  expect(products[lines.product[0]!]).toBe('two\nlines, and "quotes"');
  expect(report.dropped.unreadable_date?.samples[0]?.row).toBe(3);
});

test("values in UTF-8 and in windows-1252 side by side are each decoded, and the report says so", async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${header}\n1,A,2011-12-09,Caf\u00e9,1,1,F\n1,A,2011-12-09,`),
    Buffer.from([0x80, 0x35]),
    Buffer.from(",1,1,F\n"),
  ]);
  const { products, report } = await read(bytes);
  expect([...products].sort()).toEqual(["Café", "€5"]);
  expect(report.notes.join()).toContain("mixes encodings");
});

test("exact duplicates are left out once each, also told apart by columns that are not mapped", async () => {
  const same = "1,A,2011-12-09,P,1,1,F";
  const { report } = await read(
    [`${header},Description`, `${same},x`, `${same},y`, `${same},x`, `"1",A,2011-12-09,P,1,1,F,"x"`].join(
      "\n",
    ),
  );
  expect(report.rows_kept).toBe(2);
  expect(report.dropped.duplicate_row).toMatchObject({ rows: 2, samples: [{ row: 4 }, { row: 5 }] });
});

test("a row of each reason is counted once, and all rows are accounted for", async () => {
  const { report } = await read(
    `${header}\n,C9,soon,P,-1,0,F\n1,C1,soon,P,-1,0,F\n1,C1,2011-12-09,P,x,0,F\n1,C1,2011-12-09,P,-1,0,F\n1,A,2011-12-09,P,-1,0,F\n1,A,2011-12-09,P,1,0,F\n1,A,2011-12-09,P,1,1,F\n1,A,2011-12-09,P,1,1,F`,
    {
      limits: { maxUnreadableShare: 0.5 },
    },
  );
  expect(
    Object.fromEntries(Object.entries(report.dropped).map(([reason, { rows }]) => [reason, rows])),
  ).toEqual({
    missing_customer: 1,
    unreadable_date: 1,
    unreadable_number: 1,
    cancelled_order: 1,
    non_positive_quantity: 1,
    non_positive_price: 1,
    duplicate_row: 1,
  });
  expect(report.rows_read).toBe(8);
  expect(report.rows_kept).toBe(1);
});
