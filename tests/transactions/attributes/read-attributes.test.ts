import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { readAttributes } from "../../../src/transactions/attributes/read-attributes";
import { removeFilesAfterwards, temporaryFile } from "../temporary-files";

removeFilesAfterwards();

const CUSTOMERS = ["11", "12", "13", "14", "15", "16"];
const EMAILS = ["ann@example.org", "ben@example.org", null, "dan@example.org", null, "fay@example.org"];
const PEOPLE = { customers: CUSTOMERS, customerEmails: EMAILS };

async function readAll(contents: readonly (string | Uint8Array)[], people = PEOPLE) {
  const files = contents.map((content, i) => ({
    path: temporaryFile(content, `people-${i}.csv`),
    name: `people-${i}.csv`,
  }));
  return await readAttributes(files, people as never);
}

/** Each column's cells, and its kind. */
async function read(...contents: readonly (string | Uint8Array)[]) {
  const { attributes } = await readAll(contents);
  return Object.fromEntries(attributes.map(({ name, kind, cells }) => [`${name} ${kind}`, cells]));
}

async function refusal(content: string): Promise<string> {
  const { attributes, reports } = await readAll([content]);
  expect(attributes).toEqual([]);
  const [warning] = reports[0]!.warnings;
  expect(warning!.code).toBe("refused");
  return warning!.message;
}

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

describe("a customers' file", () => {
  test("is joined by id, its columns read by what they hold", async () => {
    const text = `Customer ID;consent;birthday;cost;channel;postcode
12;ja;31.01.1980;1.234,50 €;Ads;01067
11;nein;01.02.1991;7,25 €;Shop;10115
16;;n/a;;Ads;
99;ja;01.01.2000;1,00 €;Ads;20095
`;
    expect(await read(text)).toEqual({
      "consent yes_no": [false, true, null, null, null, null],
      "birthday date": [day("1991-02-01"), day("1980-01-31"), null, null, null, null],
      "cost number": [7.25, 1234.5, null, null, null, null],
      "channel text": ["Shop", "Ads", null, null, null, "Ads"],
      "postcode text": ["10115", "01067", null, null, null, null],
    });
    const { reports } = await readAll([text]);
    expect(reports[0]).toMatchObject({
      rows_read: 4,
      rows_matched: 3,
      rows_unmatched: 1,
      rows_replaced: 0,
      customers: 6,
      customers_with_row: 3,
      id_column: "Customer ID",
      email_column: null,
      warnings: [{ code: "unmatched_rows", samples: [{ row: 5, column: "Customer ID", value: "99" }] }],
    });
  });

  test("is joined by e-mail address, in whatever case, and by id where there is one", async () => {
    const text =
      "email,id,vip\nANN@example.org,,yes\n,13,no\nmailto:dan@example.org,,yes\nx@example.org,,no\n";
    const { attributes, reports } = await readAll([text]);
    expect(attributes).toEqual([
      { name: "vip", kind: "yes_no", cells: [true, null, false, true, null, null] },
    ]);
    expect(reports[0]).toMatchObject({ rows_matched: 3, id_column: "id", email_column: "email" });
  });

  test("may come packed, as JSON lines, and without leading zeros", async () => {
    const lines = '{"id":11,"tier":"gold"}\n{"id":12,"tier":"silver"}\n';
    expect(await read(gzipSync(lines))).toEqual({ "tier text": ["gold", "silver", null, null, null, null] });
    const padded = { customers: ["0011", "0012"], customerEmails: null };
    const { attributes } = await readAll(["id,tier\n11,gold\n12,silver\n"], padded as never);
    expect(attributes[0]!.cells).toEqual(["gold", "silver"]);
  });

  test("says which rows a later row about the same customer replaces, and the last one counts", async () => {
    const { attributes, reports } = await readAll(["id,tier\n11,gold\n12,silver\n11,bronze\n"]);
    expect(attributes[0]!.cells.slice(0, 2)).toEqual(["bronze", "silver"]);
    expect(reports[0]!.warnings[0]).toMatchObject({
      code: "replaced_rows",
      rows: 1,
      samples: [{ row: 2, value: "11" }],
    });
  });

  test("overwrites what earlier files said, and keeps what it does not mention", async () => {
    const first = "id,tier,consent\n11,gold,yes\n12,silver,yes\n13,gold,no\n";
    const second = "id,Consent,city\n11,no,Oslo\n12,,Bergen\n";
    expect(await read(first, second)).toEqual({
      "tier text": ["gold", "silver", "gold", null, null, null],
      // The blank cell of 12 says that it is no longer known.
      "consent yes_no": [false, null, false, null, null, null],
      "city text": ["Oslo", "Bergen", null, null, null, null],
    });
  });

  test("of another kind than before says so, and the newest kind counts", async () => {
    const { attributes, reports } = await readAll([
      "id,score\n11,1.5\n12,2\n13,3.5\n",
      "id,score\n11,high\n12,low\n",
    ]);
    expect(attributes[0]).toMatchObject({ kind: "text", cells: ["high", "low", null, null, null, null] });
    expect(reports[1]!.warnings[0]!.message).toBe(
      '"score" is text here and a number in an earlier file, whose values were left out.',
    );
  });

  test("about nobody is refused, with samples of both sides", async () => {
    expect(await refusal("customer,tier\nA-1,gold\nA-2,silver\n")).toBe(
      'people-0.csv: No row belongs to a customer of this data set. The column "customer" has "A-1" and "A-2", while the customers of the order lines are called "11", "12", and "13". Send a file with their ids or e-mail addresses as the order lines write them.',
    );
  });

  test("is not joined by a number that happens to be somebody's id", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `X${i},${i},gold`).join("\n");
    expect(await refusal(`customer id,points,tier\n${rows}\n`)).toContain('"customer id" has "X0"');
  });

  test("with nothing but names of customers is refused", async () => {
    expect(await refusal("id,email\n11,ann@example.org\n12,ben@example.org\n")).toContain("it tells nothing");
  });
});

describe("a column of a customers' file", () => {
  const rows = (cells: readonly string[]) =>
    `id;x\n${cells.map((cell, i) => `${CUSTOMERS[i]};${cell}`).join("\n")}\n`;
  const one = async (...cells: string[]) => {
    const { attributes, reports } = await readAll([rows(cells)]);
    return {
      ...attributes[0]!,
      cells: attributes[0]!.cells.slice(0, cells.length),
      doubts: reports[0]!.warnings
        .filter(({ code }) => code === "doubtful_column")
        .map(({ message }) => message),
    };
  };

  test("of yes and no is one in many languages, and of ones and zeros", async () => {
    for (const [yes, no] of [
      "yes no",
      "Ja Nein",
      "oui non",
      "да нет",
      "evet hayır",
      "igen nem",
      "はい いいえ",
      "TRUE FALSE",
      "1 0",
    ].map((pair) => pair.split(" ") as [string, string]))
      expect(await one(yes, no, yes)).toMatchObject({
        kind: "yes_no",
        cells: [true, false, true],
        doubts: [],
      });
  });

  test("that only ever says yes is in doubt about its blank cells", async () => {
    const { kind, cells, doubts } = await one("x", "", "x");
    expect({ kind, cells }).toEqual({ kind: "yes_no", cells: [true, null, true] });
    expect(doubts[0]).toContain("Blank cells (1) count as unknown, not as no");
  });

  test("of dates is read in the order that all of them prove", async () => {
    expect(await one("03/04/1990", "25/12/1985", "01/02/2001")).toMatchObject({
      kind: "date",
      cells: [day("1990-04-03"), day("1985-12-25"), day("2001-02-01")],
    });
    expect(await one("03/04/1990", "12/25/1985", "01/02/2001")).toMatchObject({
      kind: "date",
      cells: [day("1990-03-04"), day("1985-12-25"), day("2001-01-02")],
    });
  });

  test("of dates whose order nothing tells stays text, and says so", async () => {
    const { kind, cells, doubts } = await one("03/04/1990", "05/12/1985", "01/02/1971");
    expect({ kind, cells }).toEqual({ kind: "text", cells: ["03/04/1990", "05/12/1985", "01/02/1971"] });
    expect(doubts[0]).toContain("are ambiguous");
  });

  test("of codes with leading zeros or a plus is text; of numbers with a few strays, numbers", async () => {
    expect(await one("+49 30 1", "+49 30 2")).toMatchObject({ kind: "text" });
    expect(await one("1,5", "2,25", "3")).toMatchObject({ kind: "number", cells: [1.5, 2.25, 3] });
    expect(await one("1.234", "2.500")).toMatchObject({ kind: "number", cells: [1.234, 2.5] });
    expect((await one("1.234", "2.500")).doubts[0]).toContain("may have a decimal sign or thousands");
  });
});
