import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectApart, readPageApart } from "../../../src/pipeline/reading/read-apart";
import { ReadingProcess } from "../../../src/pipeline/reading/reading-process";

let folder: string;
let orders: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "perennial-reading-"));
  orders = write("orders.csv", "CustomerID,InvoiceDate,Total\n1,2011-01-05,3\n2,2011-01-06,4\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const WIDE = { withinMs: 60_000, mostBytes: 2 ** 31 };
const looked = (path: string) => ({ path, name: "orders.csv", rows: 20 });

/** A file that never gives its first byte: a pipe that nobody writes to. */
function endlessFile(): string {
  const path = join(folder, `pipe-${crypto.randomUUID()}`);
  Bun.spawnSync(["mkfifo", path]);
  return path;
}

describe("a foreign file", () => {
  test("is read in another process, and refused in its own words", async () => {
    const { columns, preview } = await inspectApart(looked(orders));
    expect(columns).toEqual(["CustomerID", "InvoiceDate", "Total"]);
    expect(preview).toHaveLength(2);
    await expect(inspectApart(looked(write("empty.csv", "")))).rejects.toMatchObject({
      status: 422,
      message: "orders.csv: The file is empty. A header and at least one order line are needed.",
    });
  });

  test("that never ends is given up, and the next one is read", async () => {
    const reading = new ReadingProcess();
    const endless = reading.read("inspect", looked(endlessFile()), { ...WIDE, withinMs: 500 });
    const next = reading.read("inspect", looked(orders), WIDE);
    await expect(endless).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("more than 0.5 s"),
    });
    expect((await next).columns).toHaveLength(3);
  });

  test("that takes too much memory is given up, and the next one is read", async () => {
    const reading = new ReadingProcess();
    const large = reading.read("inspect", looked(endlessFile()), { ...WIDE, mostBytes: 2 ** 20 });
    const next = reading.read("inspect", looked(orders), WIDE);
    await expect(large).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("more than 1 MiB of memory"),
    });
    expect((await next).columns).toHaveLength(3);
  });

  test("is not read on for a caller who has left", async () => {
    const reading = new ReadingProcess();
    const leaving = new AbortController();
    const page = { path: endlessFile(), offset: 0, limit: 10, toEnd: true };
    const left = reading.read("page", page, { ...WIDE, signal: leaving.signal });
    leaving.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    expect((await reading.read("inspect", looked(orders), WIDE)).columns).toHaveLength(3);
  });
});

describe("what is shown of a file is bounded", () => {
  test("cells are cut after 200 characters, and rows end with the space", async () => {
    const cell = "x".repeat(1000);
    const row = Array.from({ length: 300 }, () => cell).join(",");
    const header = Array.from({ length: 300 }, (_, i) => `c${i}`).join(",");
    const path = write("wide.csv", `${header}\n${`${row}\n`.repeat(20)}`);
    const { preview } = await inspectApart(looked(path));
    expect(preview).toHaveLength(1);
    expect(preview[0]![0]).toBe(`${"x".repeat(200)}…`);
    expect(JSON.stringify(preview).length).toBeLessThan(300 * 210 * 3);
  });

  test("a page of rows too large to send is refused", async () => {
    const row = `${"x".repeat(900_000)},1\n`;
    const path = write("long.csv", `a,b\n${row.repeat(40)}`);
    const asked = { path, offset: 0, limit: 40, toEnd: false };
    const { signal } = new AbortController();
    await expect(readPageApart(asked, signal)).rejects.toThrow("Ask for fewer rows at a time.");
    expect((await readPageApart({ ...asked, limit: 3 }, signal)).rows).toHaveLength(3);
  });

  test("and JSON nested too deeply is an error in the file", async () => {
    const deep = `{"CustomerID":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    await expect(inspectApart(looked(write("deep.jsonl", `${deep}\n${deep}\n`)))).rejects.toMatchObject({
      status: 422,
    });
  });
});
