import { expect, test } from "bun:test";
import { backtestFile } from "../../src/pipeline/backtest-file";
import { ordinaryShop, withFolder, writeOrders } from "./small-files";

test("a backtest has the same figures where the lines do not fit into memory", async () => {
  await withFolder(async (folder) => {
    const data = writeOrders(folder, ordinaryShop(300, 400));
    for (const mostCustomersToLearnFrom of [150, 10_000]) {
      const options = { data, tests: 2, settings: { effort: "quick", mostCustomersToLearnFrom } } as const;
      const whole = await backtestFile({ ...options, memoryBudget: Number.POSITIVE_INFINITY });
      const parts = await backtestFile({ ...options, memoryBudget: 20_000, temporaryFolder: folder });
      expect(whole.churn.tests.length).toBeGreaterThan(0);
      expect(parts).toEqual(whole);
    }
  });
});
