import { existsSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { Store, storePath } from "../store/store";

export function backupCommand(): Command {
  return new Command("backup")
    .description(
      "Copy the store (tenants, models, predictions, jobs, keys) into a file, while the server runs. It does not include the folders datasets and artifacts.",
    )
    .argument("<file>", "where to write the backup; the file must not exist yet")
    .action(runBackup);
}

function runBackup(file: string): void {
  const path = storePath(readConfig(process.env).dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to the server's data folder.`);
  const store = Store.open(path);
  try {
    store.backup(file);
  } finally {
    store.close();
  }
  console.log(`backup: ${file}`);
}
