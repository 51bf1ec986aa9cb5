import { Command } from "commander";
import { createApiKey } from "../auth/api-keys";
import { ROLES, type Role } from "../auth/principal";
import { readConfig } from "../config";
import { UserError } from "../errors";
import { Store, storePath } from "../store/store";
import { oneOf, tenantId } from "./options";

interface CreateFlags {
  readonly tenantId: string;
  readonly role: Role;
  readonly name: string;
}

export function keysCommand(): Command {
  const keys = new Command("keys").description("Make, list and revoke the API keys that AUTH=keys asks for.");
  keys
    .command("create")
    .description("Make a key and print it. It is shown only now: the store cannot recover it.")
    .requiredOption("--tenant-id <id>", "whose data the key opens", tenantId)
    .requiredOption("--role <role>", "business, analyst or admin", oneOf(...ROLES))
    .requiredOption("--name <name>", "what it is for, to tell it from others")
    .action((flags: CreateFlags) => withStore((store) => create(store, flags)));
  keys
    .command("list")
    .description("List a tenant's keys, oldest first, by their prefixes.")
    .requiredOption("--tenant-id <id>", "whose keys", tenantId)
    .action(({ tenantId: tenant }: { tenantId: string }) => withStore((store) => list(store, tenant)));
  keys
    .command("revoke")
    .description("Make a key useless from now on.")
    .requiredOption("--tenant-id <id>", "whose key", tenantId)
    .requiredOption("--key <id>", "its id or prefix, as shown by list")
    .action(({ tenantId: tenant, key }: { tenantId: string; key: string }) =>
      withStore((store) => revoke(store, tenant, key)),
    );
  return keys;
}

function create(store: Store, { tenantId: tenant, role, name }: CreateFlags): void {
  const { id, key } = createApiKey(store.apiKeys, tenant, { role, name, now: Date.now() });
  console.error(`${role} key ${id} of the tenant ${tenant}; it is shown only now:`);
  console.log(key);
}

function list(store: Store, tenant: string): void {
  for (const { id, prefix, role, name, createdAt, revokedAt } of store.apiKeys.list(tenant)) {
    const created = new Date(createdAt).toISOString();
    const revoked = revokedAt === null ? null : new Date(revokedAt).toISOString();
    console.log(JSON.stringify({ id, prefix, role, name, created_at: created, revoked_at: revoked }));
  }
}

function revoke(store: Store, tenant: string, key: string): void {
  const row = store.apiKeys.list(tenant).find(({ id, prefix }) => id === key || prefix === key);
  if (!row)
    throw new UserError(`The tenant ${tenant} has no key ${key}. "perennial keys list" lists its keys.`);
  if (!store.apiKeys.revoke(tenant, row.id, Date.now()))
    throw new UserError(`The key ${key} is already revoked.`);
  console.error(`${row.prefix} is revoked`);
}

/** Works while a server has the store open: the change takes effect with the next request. */
function withStore(action: (store: Store) => void): void {
  const store = Store.open(storePath(readConfig(process.env).dataDir));
  try {
    action(store);
  } finally {
    store.close();
  }
}
