import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trainFile } from "../../src/pipeline/train-file";
import { trainParts } from "../../src/pipeline/train-parts";
import { onePart, type TransactionParts } from "../../src/transactions/parts";
import type { Transactions } from "../../src/transactions/transactions";
import { simulatedLines } from "../models/simulated-shop";
import { shopOfLines } from "../shop";
import { inParts } from "./in-parts";
import { ordinaryShop, withFolder, writeOrders } from "./small-files";

/** Each file's bytes by its name. */
async function filesOf(parts: TransactionParts, options: object): Promise<Record<string, string>> {
  let files: Record<string, string> = {};
  await withFolder(async (folder) => {
    const model = join(folder, "model");
    await trainParts(parts, { folder: model, ...options });
    files = filesIn(model);
  });
  return files;
}

function filesIn(model: string): Record<string, string> {
  const names = readdirSync(model).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(model, name)).toString("base64")]));
}

/** Names of the files that are not the same. */
function differing(a: Record<string, string>, b: Record<string, string>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

/** A shop where everything is told: countries, returns, names and addresses of some. */
function fullShop(): Transactions {
  const lines = simulatedLines(5, 400, 330).map((line, i) => ({
    ...line,
    product: `p${(i * i) % 23}`,
    country: Number(line.customer) % 3 === 0 ? "FR" : "UK",
    quantity: i % 29 === 7 ? -1 : line.quantity,
  }));
  const shop = shopOfLines(lines);
  const someOf = (text: (i: number) => string) =>
    shop.customers.map((_, i) => (i % 4 === 0 ? null : text(i)));
  return {
    ...shop,
    customerNames: someOf((i) => `Name ${i}`),
    customerEmails: someOf((i) => `c${i}@example.com`),
  };
}

describe("a training on parts of a data set", () => {
  const shop = fullShop();

  test.each([
    ["all customers are learned from", { settings: { effort: "quick" } }],
    ["a sample is learned from", { settings: { effort: "quick", mostCustomersToLearnFrom: 150 } }],
    ["every test is made", { settings: { effort: "full", mostCustomersToLearnFrom: 150 } }],
  ] as const)("writes the same bytes whatever the number of parts, where %s", async (_, options) => {
    await withFolder(async (folder) => {
      const path = join(folder, "customers.csv");
      const rows = shop.customers.map((id, i) => `${id},${i % 3 === 0 ? "shop" : "web"},${i % 50}`);
      writeFileSync(path, ["CustomerID,channel,age", ...rows].join("\n"));
      const asked = { ...options, customerFiles: [{ path }] };
      const whole = await filesOf(onePart(shop), asked);
      expect(Object.keys(whole)).toContain("people.arrow");
      expect(Object.keys(whole)).toContain("attributes.arrow");
      for (const count of [2, 7])
        expect(differing(await filesOf(inParts(shop, count), asked), whole)).toEqual([]);
    });
  });

  test("writes them from a file whose lines do not fit into memory", async () => {
    await withFolder(async (folder) => {
      const data = writeOrders(folder, ordinaryShop(300, 400));
      const options = { data, settings: { effort: "quick" } } as const;
      const [whole, parts] = [join(folder, "whole"), join(folder, "parts")];
      await trainFile({ ...options, folder: whole });
      await trainFile({ ...options, folder: parts, memoryBudget: 20_000, temporaryFolder: folder });
      expect(differing(filesIn(parts), filesIn(whole))).toEqual([]);
    });
  });

  test("says of earlier models that so many lines were not compared with them", async () => {
    await withFolder(async (folder) => {
      const [before, after] = [join(folder, "before"), join(folder, "after")];
      const settings = { effort: "quick" } as const;
      await trainParts(onePart(shop), { folder: before, settings });
      const report = { ...shop.report, rows_kept: 100_000_000 };
      const earlierModels = [{ id: "earlier", folder: before }];
      await trainParts(inParts({ ...shop, report }, 2), { folder: after, settings, earlierModels });
      const { models } = JSON.parse(readFileSync(join(after, "realised.json"), "utf8"));
      expect(models).toEqual([{ model_id: "earlier", unreadable: expect.stringContaining("too many") }]);
    });
  });

  test("reads a single part once, and each of several a few times", async () => {
    await withFolder(async (folder) => {
      for (const [count, most] of [
        [1, 1],
        [3, 12],
      ] as const) {
        let read = 0;
        const parts = inParts(shop, count);
        const counted: TransactionParts = {
          ...parts,
          part(k) {
            read++;
            return parts.part(k);
          },
        };
        await trainParts(counted, { folder: join(folder, `model ${count}`), settings: { effort: "quick" } });
        expect(read).toBeLessThanOrEqual(most);
      }
    });
  });
});
