import { existsSync } from "node:fs";
import { Command } from "commander";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { openBlobs } from "../store/open-blobs";
import { Store, storePath } from "../store/store";
import { bucketOf } from "./bucket-of";
import { DEMO_TENANT } from "./demo";
import { openLog } from "./log";
import { tenantId } from "./options";

export function mcpCommand(): Command {
  return new Command("mcp")
    .description(
      "Answer an agent's questions about a tenant's customers over standard input and output (Model Context Protocol), with or without a running server.",
    )
    .option("--tenant-id <id>", "whose customers", tenantId, DEMO_TENANT)
    .action(runMcp);
}

async function runMcp({ tenantId: tenant }: { readonly tenantId: string }): Promise<void> {
  const config = readConfig(process.env);
  const path = storePath(config.dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to the server's data folder.`);
  const bucket = bucketOf(config);
  const blobs = openBlobs({ dataDir: config.dataDir, ...(bucket && { bucket }) });
  const store = Store.open(path);
  try {
    if (store.tenants.createdAt(tenant) === null)
      throw new UserError(`There is no tenant ${tenant}. Give one with --tenant-id.`);
    const [{ ModelCache }, { answerStandardInput }] = await Promise.all([
      import("../answers/model-cache"),
      import("../mcp/serve-stdio"),
    ]);
    const models = new ModelCache(blobs);
    const log = openLog(config.logLevel);
    await answerStandardInput({ tenant, parts: { store, blobs, models, log, now: Date.now } });
    await models.close();
  } finally {
    store.close();
  }
}
