import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyOrdersWithout } from "../../../src/pipeline/erase/orders-without";
import { copyCsvWithout } from "../../../src/pipeline/erase/table-without";
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
    expect((await copyOrdersWithout(from, to, [], "1")).rows).toBe(1);
    expect(copy()).toBe(`${HEADER}\n${kept}`);
  });

  test("is UTF-8, whatever the encoding and the delimiter were", async () => {
    const text = `${HEADER.replaceAll(",", ";")}\n2011-01-05;1;3.50;x\n2011-01-05;2;3.50;Müller, Söhne\n`;
    const { from, to, copy } = files(Buffer.from(text, "latin1"));
    await copyOrdersWithout(from, to, [], "1");
    expect(copy()).toBe(`${HEADER}\n2011-01-05,2,3.50,"Müller, Söhne"\n`);
  });

  test("knows the customer as pandas writes whole numbers, and with blanks around; not in other columns, not as a part", async () => {
    const mine = ["1", "1.0", " 1 ", "1.00"].map((id) => `2011-01-05,${id},9,x\n`).join("");
    const others = ["11", "1.5", "01", "10"].map((id) => `2011-01-05,${id},1,1\n`).join("");
    const { from, to, copy } = files(`${HEADER}\n${mine}${others}`);
    expect(await copyOrdersWithout(from, to, [], "1")).toEqual({
      rows: 4,
      unreadableRows: 0,
      unreadParts: false,
    });
    expect(copy()).toBe(`${HEADER}\n${others}`);
  });

  test("has no row that is too short or too long and has the id anywhere", async () => {
    const whole = "2011-01-05,2,9,x\n".repeat(3);
    const { from, to, copy } = files(`${HEADER}\n${whole}2011-01-05,,,1,x\n1\nx,y\n`);
    expect((await copyOrdersWithout(from, to, [], "1")).rows).toBe(2);
    expect(copy()).toBe(`${HEADER}\n${whole}x,y\n`);
  });
});

describe("a copy of a table of ours without a customer", () => {
  test("keeps the other rows' bytes, also where a row spans the pieces that are read", () => {
    const long = "y".repeat(700_000);
    const kept = [`2,"${long}\n""1"",1"`, `3,${long}`, "1x,1", '"1,",1', "4,1"];
    const rows = [kept[0], "1,a", kept[1], '1,"b\nc"', ...kept.slice(2), "1,end"];
    const { from, to, copy } = files(`CustomerID,note\n${rows.join("\n")}`);
    expect(copyCsvWithout(from, to, "1")).toBe(3);
    expect(copy()).toBe(`CustomerID,note\n${kept.join("\n")}\n`);
  });

  test("knows an id behind the apostrophe that keeps it from being a formula, and one in quotes", () => {
    const { from, to, copy } = files("CustomerID,n\n'=A1,1\n\"'=A1\",2\nB,3\n");
    expect(copyCsvWithout(from, to, "=A1")).toBe(2);
    expect(copy()).toBe("CustomerID,n\nB,3\n");
  });

  test("of which the first column is something else keeps everything", () => {
    const { from, to } = files("segment,customers\n1,20\n");
    expect(copyCsvWithout(from, to, "1")).toBe(0);
  });
});
