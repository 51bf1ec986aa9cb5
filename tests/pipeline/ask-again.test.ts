import { expect, test } from "bun:test";
import { InputError } from "../../src/errors";
import { askAgain } from "../../src/pipeline/ask-again";
import { WarehouseLostError } from "../../src/warehouse/engine";

/** Asks a warehouse that is lost some times. */
function asking(losses: number, stop = new AbortController()) {
  const pauses: number[] = [];
  let asked = 0;
  const answer = askAgain(
    async () => {
      if (++asked <= losses) throw new WarehouseLostError("The warehouse lake says: gone.");
      return "all of it";
    },
    stop.signal,
    (ms) => pauses.push(ms),
    async () => {},
  );
  return { answer, pauses, asked: () => asked };
}

test("a warehouse that was lost is asked again from the beginning, after pauses that grow", async () => {
  const { answer, pauses, asked } = asking(4);
  expect(await answer).toBe("all of it");
  expect(asked()).toBe(5);
  expect(pauses).toHaveLength(4);
  expect(pauses[0]!).toBeGreaterThanOrEqual(2000);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
});

test("a warehouse that stays lost is given up on, with its own words", async () => {
  const { answer, asked } = asking(Number.POSITIVE_INFINITY);
  await expect(answer).rejects.toThrow("The warehouse lake says: gone.");
  expect(asked()).toBe(5);
});

test("what the owner of the query must mend is not asked again", async () => {
  let asked = 0;
  const answer = askAgain(
    async () => {
      asked++;
      throw new InputError("no such table");
    },
    new AbortController().signal,
    () => {},
    async () => {},
  );
  await expect(answer).rejects.toThrow("no such table");
  expect(asked).toBe(1);
});

test("a job that is cancelled during the pause ends with that", async () => {
  const stop = new AbortController();
  const answer = askAgain(
    async () => {
      throw new WarehouseLostError("gone");
    },
    stop.signal,
    () => queueMicrotask(() => stop.abort(new Error("the job was cancelled"))),
  );
  await expect(answer).rejects.toThrow("the job was cancelled");
});
