import { existsSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { openBlobs } from "../store/open-blobs";
import { Store, storePath } from "../store/store";
import { bucketOf } from "./bucket-of";
import { tenantId } from "./options";

interface ExportFlags {
  readonly mlruns: string;
  readonly tenantId?: string;
}

export function exportCommand(): Command {
  return new Command("export")
    .description("Write the runs of all trainings as a folder that MLflow reads, also while the server runs.")
    .requiredOption("--mlruns <dir>", "the folder to write; it must be empty or not exist")
    .option("--tenant-id <id>", "only this tenant; default: all", tenantId)
    .action(runExport);
}

async function runExport({ mlruns, tenantId: tenant }: ExportFlags): Promise<void> {
  const config = readConfig(process.env);
  const path = storePath(config.dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to the server's data folder.`);
  const { writeMlruns } = await import("../tracking/mlruns");
  const bucket = bucketOf(config);
  const blobs = openBlobs({ dataDir: config.dataDir, ...(bucket && { bucket }) });
  const store = Store.open(path);
  try {
    if (tenant !== undefined && store.tenants.createdAt(tenant) === null)
      throw new UserError(
        `There is no tenant ${tenant}. Leave out --tenant-id to export the runs of all tenants.`,
      );
    const runs = await writeMlruns({
      store,
      blobs,
      tenants: tenant === undefined ? store.tenants.list() : [tenant],
      experimentPrefix: config.trackingExperimentPrefix,
      folder: mlruns,
    });
    console.log(`${runs} ${runs === 1 ? "run" : "runs"}: ${mlruns}`);
  } finally {
    store.close();
  }
}
