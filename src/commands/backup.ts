import { existsSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { backUpWithFiles } from "../store/backup-files";
import { Store, storePath } from "../store/store";
import { bucketOf } from "./bucket-of";

export function backupCommand(): Command {
  return new Command("backup")
    .description(
      "Copy the store (tenants, models, predictions, jobs, keys) into a file, while the server runs. With --files, also copy the uploads, models and lists, into a folder.",
    )
    .argument("<file>", "where to write the backup; nothing may be there yet")
    .option("--files", "write a folder with the store and all files that it names, as they are at one moment")
    .action(runBackup);
}

async function runBackup(file: string, { files = false }: { files?: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const path = storePath(config.dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to the server's data folder.`);
  if (files && bucketOf(config))
    throw new UserError(
      "The files are in a bucket, which keeps them itself. Leave out --files, and have the bucket keep older versions.",
    );
  const store = Store.open(path);
  try {
    if (files) console.error(`${await backUpWithFiles(store, config.dataDir, file)} files`);
    else store.backup(file);
  } finally {
    store.close();
  }
  console.log(`backup: ${file}`);
}
