import { Command } from "commander";
import { readConfig } from "../config";
import { defaultDataset } from "../pipeline/default-dataset";
import { evaluationTable } from "../pipeline/evaluation-table";
import { train } from "../pipeline/train";
import { readTransactions } from "../transactions/read";
import { oneOf, wholeNumber } from "./options";
import { progressLine } from "./progress-line";

interface EvaluateFlags {
  readonly dataPath?: string;
  readonly mappingPath?: string;
  readonly dateOrder?: "mdy" | "dmy" | "ymd";
  readonly seed: number;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description(
      "Show how well the models do on days they have not seen, beside simple rules. Writes nothing.",
    )
    .option("--data-path <file>", "order lines; default as for train")
    .option("--mapping-path <file>", "JSON or YAML: which column holds what")
    .option("--date-order <order>", "mdy, dmy or ymd", oneOf("mdy", "dmy", "ymd"))
    .option("--seed <n>", "seed of every random draw", wholeNumber(0), 42)
    .action(runEvaluate);
}

async function runEvaluate({ dataPath, mappingPath, dateOrder, seed }: EvaluateFlags): Promise<void> {
  const { dataDir } = readConfig(process.env);
  const data = dataPath ?? (await defaultDataset(dataDir, (message) => console.error(message)));
  const progress = progressLine();
  const transactions = await readTransactions(data, {
    ...(mappingPath !== undefined && { mappingPath }),
    ...(dateOrder && { dateOrder }),
  });
  const { trained } = await train(transactions, { settings: { seed }, onProgress: progress }).finally(() =>
    progress.end(),
  );
  console.log(evaluationTable(trained));
}
