import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { restoreStore } from "../store/restore";
import { storePath } from "../store/store";

export function restoreCommand(): Command {
  return new Command("restore")
    .description(
      "Replace the store with a backup. The server must be stopped; the old store is kept beside it.",
    )
    .argument("[file]", "the file that backup wrote")
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
  const path = storePath(readConfig(process.env).dataDir);
  const kept = restoreStore(file, path, Date.now());
  console.log(`restored: ${path}`);
  if (kept !== null) console.log(`the store before it: ${kept}`);
}
