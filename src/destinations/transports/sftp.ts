import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { ConnectionOf } from "../connection-kinds";
import { SendError } from "./send-error";

const CONNECT_MS = 20_000;

/** What the SSH client says went wrong. */
interface SshFailure {
  readonly code?: string | number;
  readonly level?: string;
  readonly message?: string;
}

/**
 * Writes a file on an SFTP server whose host key is known. It gets its name when it is complete, and replaces the one
 * that an earlier try wrote. Returns its path.
 */
export async function sendBySftp(
  connection: ConnectionOf<"sftp">,
  folder: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<string> {
  const { default: SftpClient } = await import("ssh2-sftp-client");
  const { host, port = 22, user, password, key, passphrase, host_fingerprint: expected } = connection;
  const client = new SftpClient();
  // Without a listener, the client prints what goes wrong after a connection is up.
  client.on("error", () => {});
  let seen: string | null = null;
  const place = posix.join(connection.folder ?? "", folder.replace(/^\/+/, ""));
  const path = posix.join(place, fileName);
  const part = posix.join(place, `.${fileName}.part`);
  try {
    await client.connect({
      host,
      port,
      username: user,
      ...(key !== undefined
        ? { privateKey: key, ...(passphrase !== undefined && { passphrase }) }
        : { password: password! }),
      hostVerifier: (hostKey: Buffer) => {
        seen = fingerprintOf(hostKey);
        return seen === expected.replace(/=$/, "");
      },
      readyTimeout: CONNECT_MS,
    });
    if (place !== "" && place !== "." && !(await client.exists(place))) await client.mkdir(place, true);
    await client.put(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), part);
    await replace(client, part, path);
    return path;
  } catch (error) {
    if (seen !== null && seen !== expected.replace(/=$/, ""))
      throw new SendError(
        `${host} showed another host key (${seen}) than the connection expects, so nothing was sent. If the server has a new key, the operator of this server must confirm it in DESTINATIONS_FILE.`,
        false,
      );
    throw failureOf(error as SshFailure, host, path);
  } finally {
    await client.end().catch(() => {});
  }
}

/** OpenSSH's form of a fingerprint. */
function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash("sha256").update(hostKey).digest("base64").replace(/=+$/, "")}`;
}

/** OpenSSH renames over an existing file; for other servers, that one is removed before. */
async function replace(
  client: InstanceType<typeof import("ssh2-sftp-client")>,
  from: string,
  to: string,
): Promise<void> {
  try {
    await client.posixRename(from, to);
  } catch {
    if (await client.exists(to)) await client.delete(to);
    await client.rename(from, to);
  }
}

function failureOf({ code, level, message = "" }: SshFailure, host: string, path: string): SendError {
  if (level === "client-authentication" || /authentication/i.test(message))
    return new SendError(
      `${host} refused the sign-in. The operator of this server must check the connection's user and key or password.`,
      false,
    );
  if (code === 3 || /permission denied/i.test(message))
    return new SendError(`${host} does not allow the user to write ${path}.`, false);
  if (/no such file/i.test(message))
    return new SendError(`${host} has no folder for ${path}, and none could be made.`, false);
  if (/ENOSPC|no space|quota/i.test(message)) return new SendError(`${host} has no space left.`, true);
  if (/ENOTFOUND|EAI_AGAIN|getaddrinfo/.test(`${code} ${message}`))
    return new SendError(`Could not resolve the name ${host}.`, true);
  if (/ECONNREFUSED|timed? ?out|ETIMEDOUT|EHOSTUNREACH/i.test(`${code} ${message}`))
    return new SendError(`Could not reach ${host}.`, true);
  return new SendError(`The connection to ${host} was lost.`, true);
}
