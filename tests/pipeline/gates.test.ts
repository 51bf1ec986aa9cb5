import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Limitation } from "../../src/models/churn/gates";
import { trainFile } from "../../src/pipeline/train-file";
import { type SmallOrder, withFolder, writeOrders } from "./small-files";

/** Every customer orders every 40 days from a day of their own on; every third stops halfway. */
function steadyShop(customers: number, lastDay: number): SmallOrder[] {
  const orders: SmallOrder[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const end = customer % 3 === 0 ? lastDay / 2 : lastDay;
    for (let day = customer % Math.min(40, lastDay / 2); day <= end; day += 40) {
      orders.push({ customer, day, value: 10 + ((customer * 7 + day) % 23) });
    }
  }
  // The file spans exactly its days.
  return [...orders, { customer: 1, day: 0, value: 9 }, { customer: 2, day: lastDay, value: 9 }];
}

async function limitsOf(orders: readonly SmallOrder[]) {
  return withFolder(async (folder) => {
    const model = join(folder, "model");
    await trainFile({ data: writeOrders(folder, orders), folder: model, settings: { effort: "quick" } });
    const card = JSON.parse(readFileSync(join(model, "model.json"), "utf8"));
    const limitations = card.limitations as Limitation[];
    const report = readFileSync(join(model, "strategic_report.md"), "utf8");
    for (const { text } of limitations) expect(report).toContain(text);
    return { level: card.churn.heads.all.level as string, what: limitations.map(({ what }) => what) };
  });
}

describe("a file", () => {
  test.each([
    [3, 400, ["customers"]],
    [50, 400, ["customers"]],
    [499, 400, ["customers"]],
    [500, 400, []],
    [500, 20, ["history"]],
    [500, 100, ["history"]],
    [500, 179, ["history"]],
    [500, 180, []],
  ])("of %i customers and %i days is told what it is too small for", async (customers, days, expected) => {
    const { what } = await limitsOf(steadyShop(customers, days));
    const found: string[] = what.filter((limit) => limit === "customers" || limit === "history");
    expect(found).toEqual(expected);
  });

  test("whose customers came once each is told to look at the customer column", async () => {
    const once = Array.from({ length: 600 }, (_, i) => ({ customer: i, day: i % 300, value: 10 + (i % 9) }));
    const { what, level } = await limitsOf(once);
    expect(what).toContain("repeat_buyers");
    expect(what).toContain("stayers");
    expect(level).toBe("constant");
  });

  test("that nobody leaves, and one that everybody leaves, tells the share alone", async () => {
    const stay = Array.from({ length: 500 * 20 }, (_, i) => ({
      customer: i % 500,
      day: 20 * Math.floor(i / 500),
      value: 10 + (i % 13),
    }));
    const leave = [...stay.filter(({ day }) => day <= 40), { customer: 1, day: 400, value: 5 }];
    expect(await limitsOf(stay)).toMatchObject({ level: "constant", what: ["season", "churners"] });
    expect((await limitsOf(leave)).level).toBe("constant");
  });

  test("that has lost its last weeks but for a few orders is told so", async () => {
    const whole = steadyShop(500, 400);
    const cut = [
      ...whole.filter(({ day }) => day <= 365),
      ...whole.filter(({ day }) => day > 395).slice(0, 3),
    ];
    expect((await limitsOf(whole)).what).not.toContain("recent_orders");
    expect((await limitsOf(cut)).what).toContain("recent_orders");
  });
});
