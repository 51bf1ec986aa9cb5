import { expect, test } from "bun:test";
import { InputError } from "../../../src/errors";
import { read, removeFilesAfterwards } from "../temporary-files";
import { shopExports } from "./exports";
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

test.each([
  ["bigcommerce", "included"],
  ["lightspeed", "included"],
  ["odoo", "excluded"],
  ["square-items", "excluded"],
  ["shopify", null],
])("whether amounts are with tax is told by the system: in %s they are %s", async (profile, tax) => {
  const { text } = shopExports.find((one) => one.profile === profile)!;
  expect((await read(text)).report).toMatchObject({ profile: { id: profile }, tax });
});

test("whether amounts are with tax is not known of a table of nobody's", async () => {
  const { report } = await read("customer,order,date,total,tax\nann,1,2026-01-05,12.5,2\n");
  expect(report).toMatchObject({ profile: null, tax: null });
});
