import { Command } from "commander";
import { readConfig } from "../config";
import { restoreStore } from "../store/restore";
import { storePath } from "../store/store";

export function restoreCommand(): Command {
  return new Command("restore")
    .description(
      "Put a backup in the place of the store. The server must be stopped; the store that was there is kept beside it.",
    )
    .argument("<file>", "the file that backup wrote")
    .action(runRestore);
}

function runRestore(file: string): void {
  const path = storePath(readConfig(process.env).dataDir);
  const kept = restoreStore(file, path, Date.now());
  console.log(`restored: ${path}`);
  if (kept !== null) console.log(`the store before it: ${kept}`);
}
