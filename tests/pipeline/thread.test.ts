import { expect, test } from "bun:test";
import { Thread } from "../../src/pipeline/thread";

const script = new URL("./answering-thread.ts", import.meta.url);
const seen = new Int32Array(new SharedArrayBuffer(4));
const halving = () => new Thread<{ number: number; seen: Int32Array }, number>(script);

test("a thread answers its questions in turn, each to who asked it", async () => {
  using thread = halving();
  const answers = [8, 4, 6].map((number) => thread.ask({ number, seen }));
  expect(await Promise.all(answers)).toEqual([4, 2, 3]);
});

test("a thread works on all it was asked while who asked is busy", () => {
  using thread = halving();
  Atomics.store(seen, 0, 0);
  thread.ask({ number: 2, seen });
  thread.ask({ number: 4, seen });
  // Nothing is awaited here: only the thread can count up to 2.
  for (let count = 0; count < 2; count = Atomics.load(seen, 0)) Atomics.wait(seen, 0, count, 10_000);
  expect(Atomics.load(seen, 0)).toBe(2);
});

test("a thread's failure reaches who asked, and whoever asks later", async () => {
  using thread = halving();
  const answers = [10, 7, 8].map((number) => thread.ask({ number, seen }));
  expect(await answers[0]).toBe(5);
  for (const failed of answers.slice(1)) await expect(failed).rejects.toThrow("7 is odd");
  await expect(thread.ask({ number: 2, seen })).rejects.toThrow("7 is odd");
});

test("a thread is busy from a question to its answer", async () => {
  using thread = halving();
  expect(thread.isBusy).toBe(false);
  const answers = [2, 4].map((number) => thread.ask({ number, seen }));
  await answers[0];
  expect(thread.isBusy).toBe(true);
  await answers[1];
  expect(thread.isBusy).toBe(false);
});
