import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { restoreStore } from "../store/restore";
import { storePath } from "../store/store";

export function restoreCommand(): Command {
  return new Command("restore")
    .description(
      "Put a backup in the place of the store. The server must be stopped; the store that was there is kept beside it.",
    )
    .argument("[file]", "the file that backup wrote")
    .option("--from-firestore", "make the store of its copy in Firestore, in place of a backup")
    .action(runRestore);
}

async function runRestore(
  file: string | undefined,
  { fromFirestore = false }: { fromFirestore?: boolean },
): Promise<void> {
  if (fromFirestore === (file !== undefined))
    throw new UserError("Give either the file that backup wrote, or --from-firestore.");
  if (file === undefined) {
    // Only here: a backup is restored without what speaks to Firestore.
    const { restoreFromFirestore } = await import("./restore-mirror");
    return restoreFromFirestore();
  }
  const path = storePath(readConfig(process.env).dataDir);
  const kept = restoreStore(file, path, Date.now());
  console.log(`restored: ${path}`);
  if (kept !== null) console.log(`the store before it: ${kept}`);
}
