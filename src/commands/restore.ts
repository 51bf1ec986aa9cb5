import { statSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { restoreFiles } from "../store/backup-files";
import { restoreStore } from "../store/restore";
import { storePath } from "../store/store";

export function restoreCommand(): Command {
  return new Command("restore")
    .description(
      "Replace the store with a backup. The server must be stopped; the old store is kept beside it.",
    )
    .argument("[file]", "the file or folder that backup wrote")
    .option("--from-firestore", "rebuild the store from its copy in Firestore instead of a backup")
    .action(runRestore);
}

async function runRestore(
  file: string | undefined,
  { fromFirestore = false }: { fromFirestore?: boolean },
): Promise<void> {
  if (fromFirestore === (file !== undefined))
    throw new UserError("Give either the file that backup wrote, or --from-firestore.");
  if (file === undefined) {
    // Only here: restoring a backup needs no Firestore libraries.
    const { restoreFromFirestore } = await import("./restore-mirror");
    return restoreFromFirestore();
  }
  const { dataDir } = readConfig(process.env);
  const path = storePath(dataDir);
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const kept = restoreStore(isFolder ? storePath(file) : file, path, Date.now());
  console.log(`restored: ${path}`);
  if (isFolder) console.log(`files copied: ${await restoreFiles(file, dataDir)}`);
  if (kept !== null) console.log(`the store before it: ${kept}`);
}
