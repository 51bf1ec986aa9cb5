import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { progressLine } from "./commands/progress-line";
import { readConfig } from "./config";
import { UserError } from "./errors";
import { defaultDataset } from "./pipeline/default-dataset";
import { trainFile } from "./pipeline/train-file";

/** The tenant that `bun start` trains a first model for. */
const DEMO_TENANT = "demo";

try {
  console.log(`report: ${join(await demoModel(), "strategic_report.md")}`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

/** The folder of the demo tenant's newest model; trained on the default data set where there is none. */
async function demoModel(): Promise<string> {
  const { dataDir } = readConfig(process.env);
  const models = join(dataDir, "artifacts", "tenants", DEMO_TENANT, "models");
  const newest = (await foldersIn(models)).at(-1);
  if (newest) return join(models, newest);
  const folder = join(models, Bun.randomUUIDv7());
  const dataPath = await defaultDataset(dataDir, (message) => console.log(message));
  console.log(`training on ${dataPath}`);
  const progress = progressLine();
  await trainFile({ dataPath, folder, onProgress: progress }).finally(() => progress.end());
  return folder;
}

/** Names of the model folders in `parent` in rising order, which is that of their making; none where it is not there. */
async function foldersIn(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
