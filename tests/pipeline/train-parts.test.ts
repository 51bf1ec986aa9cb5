import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { trainParts } from "../../src/pipeline/train-parts";
import { onePart, type TransactionParts } from "../../src/transactions/parts";
import { simulatedLines } from "../models/simulated-shop";
import { shopOfLines } from "../shop";
import { inParts } from "./in-parts";
import { withFolder } from "./small-files";

/** Each file's bytes by its name. */
async function filesOf(parts: TransactionParts, options: object): Promise<Record<string, string>> {
  let files: Record<string, string> = {};
  await withFolder(async (folder) => {
    const model = join(folder, "model");
    await trainParts(parts, { folder: model, ...options });
    files = Object.fromEntries(
      readdirSync(model)
        .sort()
        .map((name) => [name, readFileSync(join(model, name)).toString("base64")]),
    );
  });
  return files;
}

/** Names of the files that are not the same. */
function differing(a: Record<string, string>, b: Record<string, string>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

describe("a training on parts of a data set", () => {
  const shop = shopOfLines(simulatedLines(5, 400, 330));

  test.each([
    ["all customers are learned from", { settings: { effort: "quick" } }],
    ["a sample is learned from", { settings: { effort: "quick", mostCustomersToLearnFrom: 150 } }],
  ] as const)("writes the same bytes whatever the number of parts, where %s", async (_, options) => {
    const whole = await filesOf(onePart(shop), options);
    expect(Object.keys(whole).length).toBeGreaterThan(20);
    for (const count of [2, 7])
      expect(differing(await filesOf(inParts(shop, count), options), whole)).toEqual([]);
  });
});
