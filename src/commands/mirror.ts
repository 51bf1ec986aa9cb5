import { existsSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { systemClock } from "../loop";
import { compare, type Difference } from "../mirror/compare";
import { connectMirror } from "../mirror/integration";
import { documentPath } from "../mirror/paths";
import { MirrorSender } from "../mirror/sender";
import type { MirrorTarget } from "../mirror/target";
import { Store, storePath } from "../store/store";
import { mirrorSources } from "./mirror-sources";

/** Differences that are named; the others are counted. */
const MOST_NAMED = 100;

export function mirrorCommand(): Command {
  const mirror = new Command("mirror").description(
    "Look after the copy in Firestore that FIREBASE_SERVICE_ACCOUNT_PATH switches on.",
  );
  mirror
    .command("verify")
    .description(
      "Compare every row with its document, also while the server runs. Exit code 1 where they differ.",
    )
    .action(() => withBoth(verify));
  mirror
    .command("rebuild")
    .description("Rewrite every document, and delete those that have no row.")
    .action(() => withBoth(rebuild));
  return mirror;
}

/** Prints a line a collection, as JSON, on standard output, and what differs on standard error. */
async function verify(store: Store, target: MirrorTarget): Promise<void> {
  let differences = 0;
  const tell = ({ kind, fields, waits, ...key }: Difference) => {
    if (++differences > MOST_NAMED) return;
    const names = fields.length === 0 ? "" : ` in ${fields.join(", ")}`;
    const why = waits === null ? "" : waits === "" ? " (waits to be copied)" : ` (was refused: ${waits})`;
    console.error(`${kind}${names}: ${documentPath(key)}${why}`);
  };
  const counts = await compare(store, target, tell);
  for (const [collection, count] of counts) console.log(JSON.stringify({ collection, ...count }));
  if (differences > MOST_NAMED) console.error(`and ${differences - MOST_NAMED} more`);
  if (differences === 0) return;
  throw new UserError(
    `${differences} documents differ from their rows. What waits is copied by the server that runs; "perennial mirror rebuild" rewrites everything.`,
  );
}

async function rebuild(store: Store, target: MirrorTarget): Promise<void> {
  const lock = store.mirrorLock();
  store.mirror.switchOn(Date.now());
  store.mirror.rebuild(Date.now());
  if (!lock.take()) {
    const { waiting } = store.mirror.state();
    console.log(
      `${waiting} documents wait; the server that runs writes them. "perennial mirror verify" tells when it is done.`,
    );
    return;
  }
  const log = { warn: (fields: object, message: string) => console.error(message, fields), info: () => {} };
  const sender = new MirrorSender({
    store,
    lock,
    connect: async () => target,
    log,
    clock: systemClock,
  });
  const written = await sender.drain();
  lock.release();
  const { setAside } = store.mirror.state();
  console.log(`${written} documents written or deleted`);
  if (setAside > 0)
    throw new UserError(`${setAside} documents were refused. "perennial mirror verify" says why.`);
}

async function withBoth(action: (store: Store, target: MirrorTarget) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const path = storePath(config.dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to where the server keeps it.`);
  const target = await connectMirror({ config, ...mirrorSources(config) });
  const store = Store.open(path);
  try {
    await action(store, target);
  } catch (error) {
    throw explained(error, target);
  } finally {
    store.close();
    await target.close();
  }
}

/** What Firestore fails with is nothing that a stack helps with. */
function explained(error: unknown, { name }: MirrorTarget): unknown {
  if (error instanceof UserError || typeof (error as { code?: unknown }).code !== "number") return error;
  return new UserError(`Firestore of ${name} fails: ${(error as Error).message}`);
}
