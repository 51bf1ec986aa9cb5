import { expect, test } from "bun:test";
import { Thread } from "../../src/pipeline/thread";

const script = new URL("./answering-thread.ts", import.meta.url);

test("a thread answers its questions in turn, each to who asked it", async () => {
  using thread = new Thread<number, number>(script);
  expect(await Promise.all([8, 4, 6].map((number) => thread.ask(number)))).toEqual([4, 2, 3]);
});

test("a thread's failure reaches who asked, and whoever asks later", async () => {
  using thread = new Thread<number, number>(script);
  const answers = [10, 7, 8].map((number) => thread.ask(number));
  expect(await answers[0]).toBe(5);
  for (const failed of answers.slice(1)) await expect(failed).rejects.toThrow("7 is odd");
});
