import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { batchCsv } from "../answers/batch";
import { OpenModel } from "../answers/open-model";
import { requirePrediction } from "../answers/predict";
import type { Prediction } from "../answers/prediction";
import { InputError } from "../errors";
import { LEAST_HORIZON_DAYS, MOST_HORIZON_DAYS } from "../models/spend/spend-horizon";
import { wholeNumber } from "./options";
import { printAll } from "./print-all";

interface PredictFlags {
  readonly model: string;
  readonly customer?: string;
  readonly features?: string;
  readonly batch?: boolean;
  readonly horizonDays?: number;
}

export function predictCommand(): Command {
  return new Command("predict")
    .description("Ask a model about one customer, about a person described by features, or about everyone.")
    .requiredOption("--model <dir>", "the model folder that train wrote")
    .option("--customer <id>", "a customer of the file that the model was trained on")
    .option(
      "--features <json>",
      'a new person, for example \'{"recency_days":30,"frequency":4,"monetary":800}\'; @file reads a file',
    )
    .option("--batch", "all customers, as CSV on standard output")
    .option(
      "--horizon-days <n>",
      `expected spend over this many days, ${LEAST_HORIZON_DAYS} to ${MOST_HORIZON_DAYS}; default: the model's own horizon`,
      wholeNumber(LEAST_HORIZON_DAYS, MOST_HORIZON_DAYS),
    )
    .action(runPredict);
}

async function runPredict(flags: PredictFlags, command: Command): Promise<void> {
  const asked = [flags.customer, flags.features, flags.batch].filter((value) => value !== undefined).length;
  if (asked !== 1) command.error("error: give one of --customer, --features and --batch");
  const model = await OpenModel.open(flags.model);
  try {
    const { customer: customerId, features, horizonDays } = flags;
    if (flags.batch) await printAll(batchCsv(model, { horizonDays }));
    else {
      const given = features === undefined ? null : await parseFeatures(features);
      print(await requirePrediction(model, { customerId, features: given, horizonDays }));
    }
  } finally {
    await model.close();
  }
}

async function parseFeatures(text: string): Promise<Record<string, unknown>> {
  const source = text.startsWith("@") ? await readFile(text.slice(1), "utf8") : text;
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Reported below, together with JSON that is no object.
  }
  throw new InputError(
    `--features must be a JSON object such as {"recency_days":30,"frequency":4,"monetary":800}, not ${source.slice(0, 80)}`,
  );
}

function print(prediction: Prediction): void {
  console.log(JSON.stringify(prediction, null, 2));
}
