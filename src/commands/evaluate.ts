import { Command } from "commander";
import { readConfig } from "../config";
import { backtest } from "../pipeline/backtest";
import { backtestTable } from "../pipeline/backtest-table";
import { evaluationTable } from "../pipeline/evaluation-table";
import { train } from "../pipeline/train";
import { readTransactions } from "../transactions/read";
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
      "Show how well the models do on days they have not seen, beside simple rules. Writes nothing.",
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
  const { dataDir } = readConfig(process.env);
  const say = (message: string) => console.error(message);
  const data = await dataFiles(dataPath ?? [await defaultDataset(dataDir, say)], say);
  const transactions = await readTransactions(data, await readingOf(flags));
  const settings = { seed, effort: quick ? "quick" : "full" } as const;
  if (folds !== undefined) {
    const report = backtest(transactions, folds, settings);
    console.log(json ? JSON.stringify(report, null, 2) : backtestTable(report));
    return;
  }
  const progress = progressLine();
  const { trained } = await train(transactions, { settings, onProgress: progress }).finally(() =>
    progress.end(),
  );
  console.log(evaluationTable(trained));
}
