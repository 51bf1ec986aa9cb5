import { expect, test } from "bun:test";
import { InputError } from "../../../src/errors";
import { read, removeFilesAfterwards } from "../temporary-files";
import { wrongFigures } from "./figures";

removeFilesAfterwards();

test("the export of every system gives its orders, people and money", async () => {
  const wrong = await wrongFigures(async (text) => {
    try {
      const { report } = await read(text, { limits: { maxUnreadableShare: 0.5 } });
      return { ...report, currency: report.currency ?? "none" };
    } catch (error) {
      if (error instanceof InputError && error.message.includes("customer_id")) return null;
      throw error;
    }
  });
  expect(wrong).toEqual([]);
});
