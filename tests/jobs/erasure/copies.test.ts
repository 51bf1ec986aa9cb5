import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "arquero";
import { FileEraser } from "../../../src/jobs/erasure/erase-files";
import type { FileNote } from "../../../src/jobs/erasure/erasure-task";
import { arrowFile, tableOfArrow } from "../../../src/pipeline/arrow-file";
import { copyArrowWithout } from "../../../src/pipeline/erase/arrow-without";
import { copyCsvWithout } from "../../../src/pipeline/erase/csv-without";
import { emailsOf } from "../../../src/pipeline/erase/emails-of";
import { copyOrdersWithout } from "../../../src/pipeline/erase/orders-without";
import type { Person } from "../../../src/pipeline/erase/person";
import { copyTextWithout } from "../../../src/pipeline/erase/text-without";
import { DiskBlobs } from "../../../src/store/blobs";
import { datasetKey } from "../../../src/store/object-keys";
import { cleanUpAfterwards, newFolder } from "../../store/open-store";

cleanUpAfterwards();

function files(content: string | Uint8Array): { from: string; to: string; copy(): string } {
  const folder = newFolder();
  const [from, to] = [join(folder, "from.csv"), join(folder, "to.csv")];
  writeFileSync(from, content);
  return { from, to, copy: () => readFileSync(to, "utf8") };
}

describe("a copy of order lines without a customer", () => {
  const HEADER = "InvoiceDate,CustomerID,Total,Note";

  test("keeps the other rows' texts, quotes, commas, line breaks and umlauts too", async () => {
    const kept =
      '2011-01-05,2,3.50,"said ""no"", twice\nand left"\n2011-01-06,3,4.50,Müller\n2011-01-07,4,,\n';
    const { from, to, copy } = files(`${HEADER}\n2011-01-05,1,3.50,"a ""b"""\n${kept}`);
    expect((await copyOrdersWithout(from, to, [], { id: "1", emails: [] })).rows).toBe(1);
    expect(copy()).toBe(`${HEADER}\n${kept}`);
  });

  test("is UTF-8, whatever the encoding and the delimiter were", async () => {
    const text = `${HEADER.replaceAll(",", ";")}\n2011-01-05;1;3.50;x\n2011-01-05;2;3.50;Müller, Söhne\n`;
    const { from, to, copy } = files(Buffer.from(text, "latin1"));
    await copyOrdersWithout(from, to, [], { id: "1", emails: [] });
    expect(copy()).toBe(`${HEADER}\n2011-01-05,2,3.50,"Müller, Söhne"\n`);
  });

  test("knows the customer as pandas writes whole numbers, and with blanks around; not in other columns, not as a part", async () => {
    const mine = ["1", "1.0", " 1 ", "1.00"].map((id) => `2011-01-05,${id},9,x\n`).join("");
    const others = ["11", "1.5", "01", "10"].map((id) => `2011-01-05,${id},1,1\n`).join("");
    const { from, to, copy } = files(`${HEADER}\n${mine}${others}`);
    expect(await copyOrdersWithout(from, to, [], { id: "1", emails: [] })).toEqual({
      rows: 4,
      clearedRows: 0,
      unreadableRows: 0,
      unreadParts: false,
    });
    expect(copy()).toBe(`${HEADER}\n${others}`);
  });

  test("has no row that is too short or too long and has the id anywhere", async () => {
    const whole = "2011-01-05,2,9,x\n".repeat(3);
    const { from, to, copy } = files(`${HEADER}\n${whole}2011-01-05,,,1,x\n1\nx,y\n`);
    expect((await copyOrdersWithout(from, to, [], { id: "1", emails: [] })).rows).toBe(2);
    expect(copy()).toBe(`${HEADER}\n${whole}x,y\n`);
  });
});

describe("a copy of order lines in which people are known by e-mail too", () => {
  const ann = { id: "12", emails: ["ann@example.com"] };
  const copied = async (lines: readonly string[], person = ann) => {
    const { from, to, copy } = files(`${lines.join("\n")}\n`);
    const left = await copyOrdersWithout(from, to, [], person);
    return { ...left, copy: copy().trimEnd().split("\n") };
  };

  test("has no row with the person's address where nobody else is named, however it is written", async () => {
    const header = "CustomerID,Email,InvoiceNo,InvoiceDate,Total";
    const others = ["7,bob@example.com,A1,2011-01-05,1", ",cid@example.com,A2,2011-01-05,2"];
    const mine = [
      "12,ann@example.com,A3,2011-01-05,3",
      "12,,A4,2011-01-06,4",
      ",Ann@Example.com ,A5,2011-01-07,5",
      ",\u200bann@example.com,A6,2011-01-08,6",
    ];
    const { rows, copy } = await copied([header, others[0]!, ...mine, others[1]!]);
    expect([rows, copy]).toEqual([4, [header, ...others]]);
  });

  test("has no order that the person placed as a guest, whatever the shop writes for one", async () => {
    const header = "CustomerID,Email,Name,InvoiceNo,InvoiceDate,Total";
    const bob = "7,bob@example.com,Bob,A1,2011-01-05,1";
    const mine = [
      "12,ann@example.com,Ann,A3,2011-01-05,3",
      "0,ann@example.com,Ann,A4,2011-01-06,4",
      "Guest,mailto:Ann@example.com,Ann,A5,2011-01-07,5",
      "NULL,'ann@example.com,Ann,A6,2011-01-08,6",
    ];
    const { rows, copy } = await copied([header, ...mine, bob]);
    expect([rows, copy]).toEqual([4, [header, bob]]);
  });

  test("takes the address out of the rows of another account, which stay", async () => {
    const header = "CustomerID,Email,InvoiceNo,InvoiceDate,Total";
    const { rows, clearedRows, copy } = await copied([
      header,
      "12,ann@example.com,A3,2011-01-05,3",
      "77,ann@example.com,A4,2011-01-06,4",
    ]);
    expect([rows, clearedRows, copy]).toEqual([1, 1, [header, "77,,A4,2011-01-06,4"]]);
    const byAddress = await copied(
      [header, "77,ann@example.com,A4,2011-01-06,4", "78,bob@example.com,A5,2011-01-06,4"],
      { id: "ann@example.com", emails: [] },
    );
    expect(byAddress.copy).toEqual([header, "78,bob@example.com,A5,2011-01-06,4"]);
  });

  test("has no line of an order that names the person on its first line alone", async () => {
    const header = "Name,Email,Created at,Lineitem quantity,Lineitem price,Total";
    const { rows, copy } = await copied(
      [
        header,
        "#1001,bob@example.com,2011-01-05 10:00,1,3.50,7.00",
        "#1001,,,1,3.50,",
        "#1002,ann@example.com,2011-01-06 10:00,1,4.50,13.50",
        "#1002,,,2,4.50,",
        "#1003,bob@example.com,2011-01-07 10:00,1,1.00,1.00",
      ],
      ann,
    );
    expect(copy.filter((line) => line.includes("ann@"))).toEqual([]);
    expect(copy.filter((line) => line.startsWith("#1001"))).toHaveLength(2);
    expect(copy.at(-1)).toStartWith("#1003");
    expect(rows).toBeGreaterThan(0);
  });
});

describe("the addresses of a customer", () => {
  test("are those beside the id, folded; none in a file without ids, and none in one that cannot be read", async () => {
    const beside = files(
      "CustomerID,Email,InvoiceDate,Total\n12,Ann@Example.com,2011-01-05,3\n12.0,a2@example.com,2011-01-06,3\n7,bob@example.com,2011-01-05,3\n",
    );
    expect([...(await emailsOf(beside.from, [], "12"))]).toEqual(["ann@example.com", "a2@example.com"]);
    expect([...(await emailsOf(files("x,y\n12,ann@example.com\n").from, [], "12"))]).toEqual([]);
    expect([...(await emailsOf(files("").from, [], "12"))]).toEqual([]);
  });
});

describe("a copy of a report without a customer", () => {
  const ann = { id: "12", emails: ["ann@example.com"] };

  test("shows neither the id as a sample or in quotes nor an address, and keeps figures that look like the id", () => {
    const report = {
      rows_read: 12,
      note: "12 rows",
      warnings: [
        {
          message: 'Customers "12" and "77" share ann@example.com.',
          samples: [{ row: 12, column: "CustomerID", value: "12" }],
        },
      ],
    };
    const folder = newFolder();
    const [from, to] = [join(folder, "report.json"), join(folder, "to.json")];
    writeFileSync(from, JSON.stringify(report));
    expect(copyTextWithout(from, to, ann)).toBe(3);
    expect(JSON.parse(readFileSync(to, "utf8"))).toEqual({
      rows_read: 12,
      note: "12 rows",
      warnings: [
        {
          message: 'Customers "…" and "77" share ….',
          samples: [{ row: 12, column: "CustomerID", value: "…" }],
        },
      ],
    });
  });

  test("is as it was where the person is not shown", () => {
    const { from, to, copy } = files("# Report\n\n12 customers.\n");
    expect(copyTextWithout(from, to, ann)).toBe(0);
    expect(copy()).toBe("# Report\n\n12 customers.\n");
  });
});

describe("a copy of a table of ours without a customer", () => {
  test("keeps the other rows' bytes, also where a row spans the pieces that are read", () => {
    const long = "y".repeat(700_000);
    const kept = [`2,"${long}\n""1"",1"`, `3,${long}`, "1x,1", '"1,",1', "4,1"];
    const rows = [kept[0], "1,a", kept[1], '1,"b\nc"', ...kept.slice(2), "1,end"];
    const { from, to, copy } = files(`CustomerID,note\n${rows.join("\n")}`);
    expect(copyCsvWithout(from, to, { id: "1", emails: [] })).toBe(3);
    expect(copy()).toBe(`CustomerID,note\n${kept.join("\n")}\n`);
  });

  test("knows an id behind the apostrophe that keeps it from being a formula, and one in quotes", () => {
    const { from, to, copy } = files("CustomerID,n\n'=A1,1\n\"'=A1\",2\nB,3\n");
    expect(copyCsvWithout(from, to, { id: "=A1", emails: [] })).toBe(2);
    expect(copy()).toBe("CustomerID,n\nB,3\n");
  });

  test("of which the first column is something else keeps everything", () => {
    const { from, to } = files("segment,customers\n1,20\n");
    expect(copyCsvWithout(from, to, { id: "1", emails: [] })).toBe(0);
  });
});

describe("a copy of the names and addresses of a model's customers", () => {
  const people = table({
    CustomerID: ["12", "7", "9"],
    name: ["Ann", "Bob", "Cid"],
    email: ["ann@example.com", "ann@example.com", "cid@example.com"],
  });
  const copied = (person: Person) => {
    const { from, to } = files(arrowFile(people));
    const removed = copyArrowWithout(from, to, person);
    return { removed, rows: tableOfArrow(readFileSync(to)).objects() };
  };

  test("has neither the person's row nor their address in another's", () => {
    expect(copied({ id: "12", emails: ["ann@example.com"] })).toEqual({
      removed: 2,
      rows: [
        { CustomerID: "7", name: "Bob", email: null },
        { CustomerID: "9", name: "Cid", email: "cid@example.com" },
      ],
    });
  });

  test("has no name beside an address that was asked to be erased", () => {
    expect(copied({ id: "Cid@Example.com", emails: [] })).toEqual({
      removed: 1,
      rows: [
        { CustomerID: "12", name: "Ann", email: "ann@example.com" },
        { CustomerID: "7", name: "Bob", email: "ann@example.com" },
        { CustomerID: "9", name: null, email: null },
      ],
    });
  });
});

test("the reason for which an unreadable file is deleted does not name the person whom it quotes", async () => {
  const blobs = new DiskBlobs(newFolder());
  const key = datasetKey("t", "d", "orders.csv");
  const damaged = '[{"CustomerID":"4711","email":anna@shop.example}]';
  await blobs.writeStream(key, new Blob([damaged]).stream());
  const notes: FileNote[] = [];
  const person = { id: "4711", emails: ["anna@shop.example"] };
  const eraser = new FileEraser(blobs, person, async (_, note) => void notes.push(note));
  const file = {
    id: "f",
    datasetId: "d",
    fileName: "orders.csv",
    key,
    mappingKey: null,
    keyColumn: null,
    isQuery: false,
  };
  await eraser.upload(file, []);
  expect(notes).toMatchObject([{ type: "dataset deleted", reason: expect.stringContaining("…") }]);
  expect(JSON.stringify(notes)).not.toMatch(/anna|4711/);
  expect(await blobs.list(key)).toEqual([]);
});

test("a model's report and its account of the file show nothing of a person any more", async () => {
  const blobs = new DiskBlobs(newFolder());
  const prefix = "tenants/t/models/m";
  const shown = {
    "cleaning_report.json": '{"samples":["anna@shop.example"]}',
    "strategic_report.md": 'The customer "4711" is a guest.',
  };
  for (const [name, text] of Object.entries(shown))
    await blobs.writeStream(`${prefix}/${name}`, new Blob([text]).stream());
  const eraser = new FileEraser(blobs, { id: "4711", emails: ["anna@shop.example"] }, async () => {});
  await eraser.model(prefix);
  for (const name of Object.keys(shown)) {
    const text = Buffer.from((await blobs.read(`${prefix}/${name}`))!).toString();
    expect([name, text]).toEqual([name, expect.stringContaining("…")]);
    expect(text).not.toMatch(/anna|4711/);
  }
});
