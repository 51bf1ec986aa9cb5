import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isTenantId } from "./principal";

const KEY_BYTES = 32;

/** What a link lets its holder have: what a path answers, as one tenant, until a moment. */
interface DownloadGrant {
  readonly path: string;
  readonly tenant: string;
  /** Milliseconds since 1970; whole seconds. */
  readonly expiresAt: number;
}

/** Where the key that links are signed with lies: beside the store. */
export function linkKeyFile({ path }: { readonly path: string }): string {
  return `${path}.link-key`;
}

/** The path with what signs it: whoever has it may fetch it, without any credentials, until it expires. */
export function signedPath(keyFile: string, { path, tenant, expiresAt }: DownloadGrant): string {
  const expires = String(Math.floor(expiresAt / 1000));
  const signature = signatureOf(keyFile, path, tenant, expires).toString("base64url");
  return `${path}?${new URLSearchParams({ tenant, expires, signature })}`;
}

/**
 * The tenant whose file a signed URL leads to; null where it is not signed. Throws a RangeError where the signature does not hold (any more).
 */
export function tenantOfLink(keyFile: string, url: string, path: string, now: number): string | null {
  const start = url.indexOf("?");
  const sent = new URLSearchParams(start < 0 ? "" : url.slice(start));
  const [tenant, expires, signature] = ["tenant", "expires", "signature"].map((name) => sent.getAll(name));
  if (signature!.length === 0) return null;
  const isOne = [tenant, expires, signature].every((values) => values!.length === 1);
  if (!isOne || !isTenantId(tenant![0]!) || !/^\d{1,12}$/.test(expires![0]!))
    throw new RangeError("the link is not whole");
  const expected = signatureOf(keyFile, path, tenant![0]!, expires![0]!);
  const given = Buffer.from(signature![0]!, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new RangeError("the signature is not right");
  if (Number(expires![0]) * 1000 <= now) throw new RangeError("the link has expired");
  return tenant![0]!;
}

function signatureOf(keyFile: string, path: string, tenant: string, expires: string): Buffer {
  return createHmac("sha256", keyOf(keyFile)).update(`${path}\n${tenant}\n${expires}`).digest();
}

/** The key that links are signed with, for as long as the file is there; every server of the data folder has the same. */
function keyOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, does not replace the key that another server has made meanwhile.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(fresh);
  }
  return readFileSync(file);
}
