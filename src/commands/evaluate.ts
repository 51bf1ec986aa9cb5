import { Command } from "commander";
import { readConfig } from "../config";
import { backtest } from "../pipeline/backtest";
import { backtestTable } from "../pipeline/backtest-table";
import { defaultDataset } from "../pipeline/default-dataset";
import { evaluationTable } from "../pipeline/evaluation-table";
import { train } from "../pipeline/train";
import { readTransactions } from "../transactions/read";
import { dataFiles } from "./data-files";
import { oneOf, wholeNumber } from "./options";
import { progressLine } from "./progress-line";

interface EvaluateFlags {
  readonly dataPath?: readonly string[];
  readonly mappingPath?: string;
  readonly dateOrder?: "mdy" | "dmy" | "ymd";
  readonly seed: number;
  readonly folds?: number;
  readonly quick?: boolean;
  readonly json?: boolean;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description(
      "Show how well the models do on days they have not seen, beside simple rules. Writes nothing.",
    )
    .option("--data-path <files...>", "order lines, as for train")
    .option("--mapping-path <file>", "JSON or YAML: which column holds what")
    .option("--date-order <order>", "mdy, dmy or ymd", oneOf("mdy", "dmy", "ymd"))
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

async function runEvaluate(flags: EvaluateFlags): Promise<void> {
  const { dataPath, mappingPath, dateOrder, seed, folds, quick } = flags;
  const { dataDir } = readConfig(process.env);
  const say = (message: string) => console.error(message);
  const data = await dataFiles(dataPath ?? [await defaultDataset(dataDir, say)], say);
  const transactions = await readTransactions(data, {
    ...(mappingPath !== undefined && { mappingPath }),
    ...(dateOrder && { dateOrder }),
  });
  const settings = { seed, effort: quick ? "quick" : "full" } as const;
  if (folds !== undefined) {
    const report = backtest(transactions, folds, settings);
    console.log(flags.json ? JSON.stringify(report, null, 2) : backtestTable(report));
    return;
  }
  const progress = progressLine();
  const { trained } = await train(transactions, { settings, onProgress: progress }).finally(() =>
    progress.end(),
  );
  console.log(evaluationTable(trained));
}
