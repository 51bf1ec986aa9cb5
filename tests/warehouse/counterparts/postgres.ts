import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SQL } from "bun";
import { certificatesIn, type Encrypted } from "./certificates";
import { asUser, type Counterpart, counterpart, folderFor, freePort, installed, whenUp } from "./process";

const USER = "postgres";
/** Debian keeps the programs of each version apart. */
const PROGRAMS = "/usr/lib/postgresql";

/** `isEncrypted`: it takes encrypted connections, too. A PostgreSQL server with a database `postgres` and a user `owner` with the password `hush`. Null: none is installed. */
export async function startPostgres(isEncrypted = false): Promise<(Counterpart & Encrypted) | null> {
  const postgres = program("postgres");
  const initdb = program("initdb");
  if (!postgres || !initdb) return null;
  const folder = folderFor("postgres", USER);
  const data = join(folder, "data");
  const secret = join(folder, "secret");
  await Bun.write(secret, "hush\n");
  const words = [
    "-D",
    data,
    "-U",
    "owner",
    "-A",
    "scram-sha-256",
    `--pwfile=${secret}`,
    "-E",
    "UTF8",
    "--locale=C",
  ];
  const made = Bun.spawnSync([...asUser(USER), initdb, ...words, "--no-sync"], { cwd: folder });
  if (made.exitCode !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = freePort();
  const log = join(folder, "log");
  const certificates = isEncrypted ? await certificatesIn(folder) : null;
  const settings = {
    ...{ listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", port },
    ...(certificates && {
      ...{ ssl: "on", ssl_cert_file: certificates.certificate, ssl_key_file: certificates.key },
    }),
  };
  const server = Bun.spawn(
    [
      ...asUser(USER),
      postgres,
      "-D",
      data,
      ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`]),
    ],
    { cwd: folder, stdout: Bun.file(log), stderr: Bun.file(log) },
  );
  await whenUp(server, log, async () => {
    await using sql = new SQL({ ...ownerAt(port), max: 1 });
    await sql`SELECT 1`;
  });
  return { ...counterpart(port, server, folder), certificates };
}

/** How the owner of the database signs in. */
export function ownerAt(port: number) {
  const at = { hostname: "127.0.0.1", port, database: "postgres" } as const;
  return { adapter: "postgres", ...at, username: "owner", password: "hush" } as const;
}

function program(name: string): string | null {
  let versions: string[] = [];
  try {
    versions = readdirSync(PROGRAMS).sort((a, b) => Number(b) - Number(a));
  } catch {
    // Not Debian.
  }
  return installed([...versions.map((version) => join(PROGRAMS, version, "bin", name)), name]);
}
