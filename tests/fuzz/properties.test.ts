import { expect, test } from "bun:test";
import { rankedRows } from "../../src/answers/ranked-rows";
import { Attempts } from "../../src/auth/attempts";
import { Random } from "../../src/learning/random";
import { harmless } from "../../src/pipeline/harmless-text";
import { doubling, pauseAfter } from "../../src/retry";
import { checkKey } from "../../src/store/object-keys";
import { CsvTokenizer } from "../../src/transactions/formats/csv-tokenizer";
import { defaultReadLimits } from "../../src/transactions/limits";

const RUNS = 2000;
const ALPHABET = [
  '"',
  ",",
  "\r",
  "\n",
  "\r\n",
  "=",
  "+",
  "-",
  "@",
  "＝",
  "\t",
  "..",
  "/",
  "\\",
  "\0",
  "a",
  "é",
  "日",
  " ",
  "",
];

function drawnText(random: Random, most: number): string {
  return Array.from(
    { length: random.integer(most + 1) },
    () => ALPHABET[random.integer(ALPHABET.length)],
  ).join("");
}

/** Every run draws from a stream of its own, so that a failure can be repeated by its number. */
function forEachRun(name: string, holds: (random: Random, run: number) => void): void {
  test(`${name}, over ${RUNS} drawn values`, () => {
    for (let run = 0; run < RUNS; run++) holds(new Random(20_111_209).fork(`${name} ${run}`), run);
  });
}

forEachRun("no text begins a formula once it is harmless, and what begins none stays", (random) => {
  const text = drawnText(random, 6);
  const safe = harmless(text);
  expect(safe).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
  expect(safe.endsWith(text)).toBeTrue();
  if (/^[a-zé日 ]/.test(text)) expect(safe).toBe(text);
});

forEachRun("a CSV file is read as it was written, wherever it is cut into chunks", (random) => {
  const rows = Array.from({ length: 1 + random.integer(4) }, () =>
    Array.from({ length: 2 + random.integer(3) }, () => drawnText(random, 5).replaceAll("\0", "")),
  );
  const ends = ["\n", "\r\n", "\r"][random.integer(3)]!;
  const quoted = rows
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
    .join(ends);
  const bytes = Buffer.from(quoted + (random.integer(2) === 0 ? ends : ""));
  const found: string[][] = [];
  const tokenizer = new CsvTokenizer(0x2c, defaultReadLimits, ({ bytes, starts, ends, count }) => {
    found.push(
      Array.from({ length: count }, (_, i) => Buffer.from(bytes.subarray(starts[i]!, ends[i]!)).toString()),
    );
    return true;
  });
  for (let at = 0; at < bytes.length; ) {
    const to = at + 1 + random.integer(7);
    tokenizer.write(Uint8Array.from(bytes.subarray(at, to)));
    at = to;
  }
  tokenizer.end();
  expect(found).toEqual(rows);
});

forEachRun("a page of rows is a part of all rows in order", (random) => {
  const n = random.integer(40);
  const key = Float64Array.from({ length: n }, () =>
    random.integer(8) === 0 ? Number.NaN : random.integer(10),
  );
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const isFalling = random.integer(2) === 0;
  const value = (row: number) => (Number.isNaN(key[row]!) ? Infinity : isFalling ? -key[row]! : key[row]!);
  const sorted = [...rows].sort((a, b) => (value(a) === value(b) ? a - b : value(a) - value(b)));
  const from = random.integer(n + 2);
  const to = from + random.integer(10);
  expect([...rankedRows(rows, key, isFalling, from, to)]).toEqual(sorted.slice(from, to));
});

forEachRun("no window has more tries than are allowed, and a few more than the window's start", (random) => {
  const most = 1 + random.integer(5);
  const windowMs = 1000;
  const attempts = new Attempts(most, windowMs);
  const taken: number[] = [];
  for (let now = 0; now < 5000; now += random.integer(200))
    if (attempts.take("a", now) === 0) taken.push(now);
  // A bucket that fills evenly gives at most twice as many in any window.
  for (const from of taken)
    expect(taken.filter((at) => at >= from && at < from + windowMs).length).toBeLessThanOrEqual(2 * most);
  expect(taken.length).toBeLessThanOrEqual(most + Math.ceil((5000 / windowMs) * most));
});

forEachRun("no key leads out of its tenant's place", (random) => {
  const key = `tenants/t/models/${drawnText(random, 4)}`;
  let isKey = true;
  try {
    checkKey(key);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    isKey = false;
  }
  if (isKey) {
    expect(key.split("/")).not.toContain("..");
    expect(key.split("/")).not.toContain("");
    expect(key).not.toMatch(/[\\\0\r\n\t]/);
  }
});

forEachRun("pauses never shrink, and none is shorter than was asked for", (random) => {
  const policy = doubling(1 + random.integer(1000), 1000 + random.integer(100_000));
  const failures = 1 + random.integer(20);
  const asked = random.integer(5000);
  const [pause, next] = [failures, failures + 1].map((count) => pauseAfter(policy, count, 0, asked)!);
  expect(next!).toBeGreaterThanOrEqual(pause!);
  expect(pause!).toBeGreaterThanOrEqual(asked);
});
