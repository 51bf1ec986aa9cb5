import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "../../src/auth/api-keys";
import { ROLES, type Role } from "../../src/auth/principal";
import { DiskBlobs } from "../../src/store/blobs";
import { modelPrefix } from "../../src/store/object-keys";
import { Store, storePath } from "../../src/store/store";
import { trainedShop } from "../api/resources/shop-server";

/** A server's data folder in which one tenant has a model, and keys of every role. */
export interface ShopFolder {
  readonly path: string;
  readonly tenant: string;
  readonly model: string;
  readonly keys: Readonly<Record<Role, string>>;
  remove(): void;
}

export async function shopFolder(): Promise<ShopFolder> {
  const { folder, metrics, segments } = await trainedShop();
  const path = mkdtempSync(join(tmpdir(), "perennial-mcp-"));
  const store = Store.open(storePath(path));
  const blobs = new DiskBlobs(path);
  const [tenant, model, createdAt] = ["shop", Bun.randomUUIDv7(), Date.now()];
  const artifactPrefix = modelPrefix(tenant, model);
  cpSync(folder, blobs.localPath(artifactPrefix), { recursive: true });
  const asOf = Date.UTC(2020, 9, 26);
  const made = { name: "shop", datasetId: null, files: [], jobId: Bun.randomUUIDv7(), asOf, createdAt };
  store.models.insert(tenant, { id: model, artifactPrefix, metrics, segments, ...made });
  store.tenants.setDefaultModel(tenant, model);
  const keys = Object.fromEntries(
    ROLES.map((role) => [
      role,
      createApiKey(store.apiKeys, tenant, { role, name: role, now: createdAt }).key,
    ]),
  ) as Record<Role, string>;
  store.close();
  return { path, tenant, model, keys, remove: () => rmSync(path, { recursive: true, force: true }) };
}
