import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { readConfig } from "../config";
import { ageOfScores } from "../models/churn/gates";
import { monitor, requireRoom } from "../pipeline/monitor";
import { monitoringTable } from "../pipeline/monitoring-table";
import { joinedParts } from "../transactions/joined-parts";
import { readInParts } from "../transactions/read-in-parts";
import { dataFiles } from "./data-files";
import { type ReadingFlags, readingOf, withReading } from "./reading";

interface MonitorFlags extends ReadingFlags {
  readonly model: string;
  readonly dataPath: readonly string[];
  readonly json?: string;
}

export function monitorCommand(): Command {
  const command = new Command("monitor")
    .description(
      "Compare a newer file with the one a model was trained on, and the model's promises with what happened.",
    )
    .requiredOption("--model <dir>", "the model folder that train wrote")
    .requiredOption(
      "--data-path <files...>",
      "the newer order lines, with the days before them; several files, a folder or a pattern are one history",
    );
  return withReading(command)
    .option("--json <file>", "also write every figure to this file")
    .action(runMonitor);
}

async function runMonitor({ model, dataPath, json, ...flags }: MonitorFlags): Promise<void> {
  const data = await dataFiles(dataPath, (message) => console.error(message));
  const { memoryBudget } = readConfig(process.env);
  await using parts = await readInParts(data, { ...(await readingOf(flags)), memoryBudget });
  requireRoom(parts, memoryBudget);
  const monitoring = await monitor(model, await joinedParts(parts));
  const { drift, realised } = monitoring;
  if (json !== undefined) await writeFile(json, `${JSON.stringify(monitoring, null, 2)}\n`);
  console.log(monitoringTable(drift, realised));
  const age = ageOfScores(Date.parse(realised.file_until), Date.now());
  if (age) console.log(`\n${age.text}`);
}
