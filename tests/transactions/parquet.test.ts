import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { InputError } from "../../src/errors";
import { cellText } from "../../src/transactions/formats/cell-text";
import {
  StalledWorkerError,
  type StallLimits,
  WatchedWorker,
} from "../../src/transactions/formats/watched-worker";
import { inspectFile } from "../../src/transactions/inspect";
import { read, refusal, removeFilesAfterwards, rowsOf, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

/** `rows` order lines; every fourth begins a new order. */
function orderLines(rows: number, rowGroupSize = rows): Uint8Array {
  const each = <T>(value: (i: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
  const buffer = parquetWriteBuffer({
    rowGroupSize,
    columnData: [
      { name: "CustomerID", data: each((i) => (i % 9 === 0 ? null : i % 7)), type: "INT32" },
      { name: "InvoiceNo", data: each((i) => `A${i >> 2}`), type: "STRING" },
      {
        name: "InvoiceDate",
        data: each((i) => new Date(Date.UTC(2011, 0, 1 + (i >> 2)))),
        type: "TIMESTAMP",
      },
      { name: "Quantity", data: each((i) => 1 + (i % 4)), type: "INT32" },
      { name: "UnitPrice", data: each((i) => 2.5 + (i % 3)), type: "DOUBLE" },
    ],
  });
  return new Uint8Array(buffer);
}

/** The file with one byte changed; says so where the writer no longer puts the byte there that the test is about. */
function flipped(file: Uint8Array, at: number, from: number, to: number): Uint8Array {
  expect(file[at]).toBe(from);
  const copy = file.slice();
  copy[at] = to;
  return copy;
}

/**
 * CustomerID's definition levels are runs of 8 bit-packed groups (header 17) and of 8 equal values (header 16). A
 * header of 9 groups takes the next header for levels and levels for headers, so a run of millions comes up. Found by
 * search.
 */
const withEndlessRun = () => flipped(orderLines(200), 82, 17, 19);

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

test("a page that the decoder does not come to the end of is given up as damaged", async () => {
  const before = openDescriptors();
  expect(await refusal(withEndlessRun(), { limits: { maxStallMs: 250 } })).toContain(
    "The Parquet file is damaged and cannot be decoded (no result in 0.25 s)",
  );
  expect(openDescriptors()).toBe(before);
});

test("a signal stops the reading while the decoder hangs", async () => {
  const controller = new AbortController();
  let last = -1;
  const onProgress = (fraction: number) => {
    // The same share twice is a tick of the watch, not work done.
    if (fraction === last) controller.abort(new Error("stopped by hand"));
    last = fraction;
  };
  const reading = read(withEndlessRun(), { onProgress, signal: controller.signal });
  await expect(reading).rejects.toThrow("stopped by hand");
});

test("a page header without a size is refused at once", async () => {
  // The field's header, 21, tells its number and type; with its high bit set the size has another number.
  expect(await refusal(flipped(orderLines(200), 375, 21, 149))).toMatch(
    /column InvoiceNo from row 2 is damaged .*the header of its page at byte \d+ is damaged/,
  );
});

test("whatever byte is damaged, the file is read or refused", async () => {
  const file = orderLines(200);
  let state = 20111209;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < 100; i++) {
    const copy = file.slice();
    copy[random(file.length)]! ^= 1 + random(255);
    try {
      await read(copy, { limits: { maxStallMs: 250 } });
      outcomes.read++;
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      outcomes.refused++;
    }
  }
  expect(outcomes.read).toBeGreaterThan(10);
  expect(outcomes.refused).toBeGreaterThan(10);
}, 120_000);

test("rows keep their numbers over batches and row groups", async () => {
  const { report, lines } = await read(orderLines(30_000, 20_000));
  expect(report.rows_read).toBe(30_000);
  expect(lines.length).toBe(report.rows_kept);
  const withoutCustomer = Math.ceil(30_000 / 9);
  expect(report.dropped.missing_customer).toMatchObject({ rows: withoutCustomer });
  expect(report.dropped.missing_customer?.samples.map(({ row }) => row)).toEqual([2, 11, 20, 29, 38]);
  expect(report.last_order).toBe(new Date(Date.UTC(2011, 0, 1 + (29_999 >> 2))).toISOString());
});

test("an inspection reads the beginning and leaves no file open", async () => {
  const path = temporaryFile(orderLines(60_000));
  const before = openDescriptors();
  const { preview, columns } = await inspectFile(path, { rows: 2 });
  expect(preview).toEqual([
    ["", "A0", "2011-01-01T00:00:00.000Z", "1", "2.5"],
    ["1", "A0", "2011-01-01T00:00:00.000Z", "2", "3.5"],
  ]);
  expect(columns).toHaveLength(5);
  expect(openDescriptors()).toBe(before);
});

test("a small file of very many equal rows is taken for an attack", async () => {
  const each = <T>(value: T): T[] => Array.from({ length: 50_000 }, () => value);
  const file = parquetWriteBuffer({
    columnData: [
      { name: "customer", data: each("a"), type: "STRING" },
      { name: "date", data: each("2011-12-09"), type: "STRING" },
      { name: "total", data: each("1"), type: "STRING" },
    ],
  });
  expect(file.byteLength).toBeLessThan(2000);
  const limits = { unpackGraceBytes: 100_000, maxUnpackRatio: 50 };
  expect(await refusal(new Uint8Array(file), { limits })).toContain("looks like an attack");
});

const worker = (code: string, limits: Partial<StallLimits> = {}) =>
  new WatchedWorker<string, string>(pathToFileURL(temporaryFile(code, "worker.js")), {
    maxStallMs: 60_000,
    maxStallBytes: 2 ** 40,
    ...limits,
  });

test("a worker that loops is given up, and is gone afterwards", async () => {
  const looping = worker('self.postMessage("one"); for (;;);', { maxStallMs: 250 });
  expect(await looping.next(() => {})).toBe("one");
  await expect(looping.next(() => {})).rejects.toBeInstanceOf(StalledWorkerError);
  await looping.end();
});

test("a worker that takes memory without end is given up", async () => {
  const code = "const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1));";
  const greedy = worker(code, { maxStallBytes: 2 ** 27 });
  await expect(greedy.next(() => {})).rejects.toThrow("takes more than 134217728 bytes of memory");
  await greedy.end();
});

test("a worker that fails or ends before its time is an error and no hang", async () => {
  const failing = worker('throw new Error("broken");');
  await expect(failing.next(() => {})).rejects.toThrow("a worker failed");
  await failing.end();
  const leaving = worker("process.exit(0);");
  await expect(leaving.next(() => {})).rejects.toThrow("ended early");
  await leaving.end();
});

/** A file that is nothing but a footer, given as Thrift's compact protocol. */
function footerOnly(...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  const footer = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Uint8Array.from(Buffer.concat([Buffer.from("PAR1"), footer, length, Buffer.from("PAR1")]));
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

/** Version 1, then the head of the list of `size` schema elements. */
const schemaHead = (size: number) => [0x15, 2, 0x19, 0xfc, ...varint(size)];
/** A schema element named `a` with one child. */
const nested = [0x48, 1, 97, 0x15, 2, 0];

test("a footer that costs a thousand times its size to read is refused before it is read", async () => {
  const empty = footerOnly(schemaHead(800_000), new Uint8Array(800_000));
  expect(await refusal(empty)).toEndWith(
    "The Parquet file's footer has a schema of 800000 elements; at most 8000 are read. Write the file again with fewer row groups and columns, or export it as CSV.",
  );
  const deep = footerOnly(schemaHead(4000), Array.from({ length: 4000 }, () => nested).flat());
  expect(await refusal(deep)).toContain("has columns within more than 32 others; at most 32 are read");
  // The list of row groups, of one byte each.
  const groups = footerOnly([0x15, 2, 0x29, 0xfc, ...varint(2_000_000)], new Uint8Array(2_000_000));
  expect(await refusal(groups)).toContain("has more than 1000000 values; at most 1000000 are read");
  const spiral = footerOnly(
    [0x15, 2],
    Array.from({ length: 100_000 }, () => 0x1c),
  );
  expect(await refusal(spiral)).toContain("has values nested more than 32 deep; at most 32 are read");
});

test("a footer that breaks off anywhere is damaged", async () => {
  const whole = footerOnly(schemaHead(2), nested, nested).subarray(4, -8);
  for (let length = 0; length < whole.length; length++)
    expect(await refusal(footerOnly(whole.subarray(0, length)))).toContain("The Parquet file cannot be read");
});

test("every row group is read, each from where the one before ended", async () => {
  const grouped = await read(orderLines(40, 9));
  const whole = await read(orderLines(40));
  expect(grouped.report.rows_read).toBe(40);
  expect(rowsOf(grouped)).toEqual(rowsOf(whole));
});

test("64-bit integers keep their digits, alone and within lists and objects", () => {
  expect(cellText(9_007_199_254_740_993n)).toBe("9007199254740993");
  expect(cellText([{ id: 9_007_199_254_740_993n }])).toBe('[{"id":"9007199254740993"}]');
  expect(cellText({ at: new Date(Date.UTC(2011, 11, 9)), of: null })).toBe(
    '{"at":"2011-12-09T00:00:00.000Z","of":null}',
  );
});
