import { Command } from "commander";
import { readConfig } from "../config";
import { backtestShop, reportTests, testDates } from "../pipeline/backtest";
import { backtestTable } from "../pipeline/backtest-table";
import { evaluationTable } from "../pipeline/evaluation-table";
import { openLearningThread } from "../pipeline/learn";
import { ShopParts } from "../pipeline/shop-parts";
import { trainShop } from "../pipeline/train";
import { readInParts } from "../transactions/read-in-parts";
import { dataFiles } from "./data-files";
import { defaultDataset } from "./default-dataset";
import { wholeNumber } from "./options";
import { progressLine } from "./progress-line";
import { type ReadingFlags, readingOf, withReading } from "./reading";

interface EvaluateFlags extends ReadingFlags {
  readonly dataPath?: readonly string[];
  readonly seed: number;
  readonly folds?: number;
  readonly quick?: boolean;
  readonly json?: boolean;
}

export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description(
      "Show how well the models do on days they have not seen, compared with simple rules. Writes nothing.",
    )
    .option("--data-path <files...>", "order lines, as for train");
  return withReading(command)
    .option("--seed <n>", "seed of every random draw", wholeNumber(0), 42)
    .option(
      "--folds <n>",
      "a rolling backtest: this many test dates a month apart, each trained on what came before it",
      wholeNumber(1, 60),
    )
    .option("--quick", "as for train")
    .option("--json", "with --folds: everything as JSON instead of tables")
    .action(runEvaluate);
}

async function runEvaluate({ dataPath, seed, folds, quick, json, ...flags }: EvaluateFlags): Promise<void> {
  const { dataDir, memoryBudget } = readConfig(process.env);
  const say = (message: string) => console.error(message);
  const data = await dataFiles(dataPath ?? [await defaultDataset(dataDir, say)], say);
  await using parts = await readInParts(data, { ...(await readingOf(flags)), memoryBudget });
  const settings = { seed, effort: quick ? "quick" : "full" } as const;
  if (folds !== undefined) {
    const report = reportTests(testDates(await backtestShop(parts, settings), folds, settings));
    console.log(json ? JSON.stringify(report, null, 2) : backtestTable(report));
    return;
  }
  const progress = progressLine();
  using thread = openLearningThread();
  const { trained } = await trainShop(thread, new ShopParts(parts), {
    settings,
    onProgress: progress,
  }).finally(() => progress.end());
  console.log(evaluationTable(trained));
}
