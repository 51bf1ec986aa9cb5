import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { readConfig } from "../config";
import { InputError } from "../errors";
import type { EarlierSegment } from "../models/segments/segmentation";
import { trainFile } from "../pipeline/train-file";
import { type TrainPartsOptions, trainParts } from "../pipeline/train-parts";
import type { Training } from "../pipeline/training";
import { linesOfPart } from "../transactions/part-ranges";
import type { OpenQuery } from "../warehouse/open-query";
import { dataFiles } from "./data-files";
import { oneOf, tenantId, wholeNumber } from "./options";
import { progressLine } from "./progress-line";
import { type Reading, type ReadingFlags, readingOf, withReading } from "./reading";
import { type QueryFlags, queryOf, queryReading, withQuery } from "./warehouse-query";

interface TrainFlags extends ReadingFlags, QueryFlags {
  readonly tenantId: string;
  readonly dataPath?: readonly string[];
  readonly seed: number;
  readonly quick?: boolean;
  readonly spend: "net" | "gross";
  readonly previous?: string;
  readonly out?: string;
}

export function trainCommand(): Command {
  const command = new Command("train")
    .description("Learn segments, churn and lifetime value from order lines, and write a model folder.")
    .requiredOption("--tenant-id <id>", "whose model it is: 1 to 128 letters, digits, _ or -", tenantId)
    .option(
      "--data-path <files...>",
      "order lines: CSV, JSON (both also with gzip or zip), XLSX or Parquet; several files, a folder or a pattern are one history; default: datasets/OnlineRetail.csv, or a generated file",
    );
  return withReading(withQuery(command))
    .option("--seed <n>", "seed of every random draw; the same seed gives the same bytes", wholeNumber(0), 42)
    .option(
      "--quick",
      "one test instead of up to four, less to learn from, no boosted trees for known customers: faster, tells less about how far to trust the forecasts",
    )
    .option(
      "--spend <basis>",
      "net: forecast spend less returns and refunds; gross: as paid",
      oneOf("net", "gross"),
      "net",
    )
    .option("--previous <dir>", "an earlier model folder of the same shop, whose segments keep ids and names")
    .option("--out <dir>", "where to write the model; default: artifacts/tenants/{tenant}/models/{a new id}")
    .action(runTrain);
}

async function runTrain({
  tenantId: tenant,
  dataPath,
  seed,
  quick,
  spend: basis,
  previous,
  out,
  warehouse,
  query,
  ...flags
}: TrainFlags): Promise<void> {
  const { dataDir, memoryBudget } = readConfig(process.env);
  const reading = await readingOf(flags);
  const progress = progressLine();
  const say = (message: string) => console.error(message);
  await using open = await queryOf({ warehouse, query }, dataPath);
  const folder = out ?? join(dataDir, "artifacts", "tenants", tenant, "models", Bun.randomUUIDv7());
  const options = {
    folder,
    settings: { seed, effort: quick ? "quick" : "full", spend: basis },
    earlierSegments: previous === undefined ? [] : await segmentsOf(previous),
    earlierModels: previous === undefined ? [] : [{ id: basename(resolve(previous)), folder: previous }],
    onProgress: progress,
  } as const;
  const training = open
    ? trainQuery(open, { ...options, reading, memoryBudget })
    : trainFile({
        data: await dataFiles(dataPath ?? [await defaultFile(dataDir, say)], say),
        memoryBudget,
        ...reading,
        ...options,
      });
  const { trained } = await training.finally(() => progress.end());
  const { cleaning, churn, spend } = trained;
  if (!process.stdout.isTTY) {
    console.log(JSON.stringify({ event: "done", folder, report: join(folder, "strategic_report.md") }));
    return;
  }
  console.log(`${cleaning.customers} customers, ${trained.segments.length} segments`);
  console.log(
    `churn: ${churn.all.evaluation?.quality ?? "not learned"}, lifetime value: ${spend.all.evaluation?.quality ?? "not learned"}`,
  );
  const { ageOfScores } = await import("../models/churn/gates");
  const age = ageOfScores(trained.newestOrder, Date.now());
  if (age) console.log(`note: ${age.text}`);
  console.log(`report: ${join(folder, "strategic_report.md")}`);
}

async function trainQuery(
  { engine, query, name }: OpenQuery & { readonly name: string },
  {
    reading,
    memoryBudget,
    ...options
  }: TrainPartsOptions & { readonly reading: Reading; readonly memoryBudget: number },
): Promise<Training> {
  const { readWarehouse } = await import("../warehouse/read-warehouse");
  await using parts = await readWarehouse(engine, query, {
    ...(await queryReading(reading)),
    name,
    mostLinesInPart: linesOfPart(memoryBudget),
  });
  return await trainParts(parts, options);
}

async function defaultFile(dataDir: string, say: (message: string) => void): Promise<string> {
  const { defaultDataset } = await import("./default-dataset");
  return await defaultDataset(dataDir, say);
}

/** The segments of the model in that folder. */
async function segmentsOf(folder: string): Promise<EarlierSegment[]> {
  const card = Bun.file(join(folder, "model.json"));
  if (!(await card.exists())) {
    throw new InputError(
      `${folder} is not a model folder: model.json is missing. Give --previous the folder that "train" printed.`,
    );
  }
  const [{ parseModelCard }, { earlierSegments }] = await Promise.all([
    import("../models/model-card"),
    import("../models/segments/earlier-segments"),
  ]);
  return earlierSegments(parseModelCard(await card.text()));
}
