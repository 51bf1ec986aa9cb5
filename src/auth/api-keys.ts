import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ApiKeyRepository } from "../store/api-keys";
import type { Principal, Role } from "./principal";

/** 12 hexadecimal digits to find a key by, then 256 secret random bits. */
const KEY = /^(pk_[0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A new key. `key` is shown once and kept nowhere. */
interface NewApiKey {
  readonly id: string;
  readonly key: string;
}

/** Makes a key for one tenant and stores what is needed to recognise it. `id`: a UUID that no key has. */
export function createApiKey(
  repository: ApiKeyRepository,
  tenant: string,
  { role, name, now, id = Bun.randomUUIDv7() }: { role: Role; name: string; now: number; id?: string },
): NewApiKey {
  const prefix = `pk_${randomBytes(6).toString("hex")}`;
  const key = `${prefix}_${randomBytes(32).toString("base64url")}`;
  repository.insert(tenant, { id, prefix, hash: hashOf(key), role, name, createdAt: now, revokedAt: null });
  return { id, key };
}

/** The owner of this key; null if it is not ours or was revoked. */
export function principalOfKey(repository: ApiKeyRepository, key: string): Principal | null {
  const prefix = KEY.exec(key)?.[1];
  const row = prefix ? repository.findByPrefix(prefix) : null;
  if (!row || !timingSafeEqual(hashOf(key), row.hash) || row.revokedAt !== null) return null;
  return { via: "key", name: row.prefix, tenant: row.tenant, role: row.role };
}

/**
 * SHA-256 of the whole key. A slow hash protects passwords by making each guess expensive; 256 random bits cannot be
 * guessed, and a slow hash would burden every request.
 */
function hashOf(key: string): Uint8Array {
  return createHash("sha256").update(key).digest();
}
