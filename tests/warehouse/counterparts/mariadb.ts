import { join } from "node:path";
import { type Connection, createConnection } from "mysql2";
import { certificatesIn, type Encrypted } from "./certificates";
import { asUser, type Counterpart, counterpart, folderFor, freePort, installed, whenUp } from "./process";

const USER = "mysql";

/** `isEncrypted`: it takes encrypted connections, too. A MariaDB server with a database `shop` and a user `owner` with the password `hush`. Null: none is installed. */
export async function startMariadb(isEncrypted = false): Promise<(Counterpart & Encrypted) | null> {
  const server = installed(["/usr/sbin/mariadbd", "mariadbd", "/usr/sbin/mysqld", "mysqld"]);
  const install = installed(["mariadb-install-db"]);
  if (!server || !install) return null;
  const folder = folderFor("mariadb", USER);
  const data = join(folder, "data");
  const first = join(folder, "first.sql");
  const words = [`--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"];
  const made = Bun.spawnSync([...asUser(USER), install, "--no-defaults", ...words], { cwd: folder });
  if (made.exitCode !== 0) throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`);
  await Bun.write(
    first,
    // Without a host of its own, the owner would be taken for the nameless user of this host.
    "CREATE DATABASE shop CHARACTER SET utf8mb4;\nCREATE USER owner@localhost IDENTIFIED BY 'hush';\nGRANT ALL ON *.* TO owner@localhost;\n",
  );
  const port = freePort();
  const log = join(folder, "log");
  const certificates = isEncrypted ? await certificatesIn(folder) : null;
  const settings = {
    ...{ datadir: data, port, "bind-address": "127.0.0.1", socket: join(folder, "s"), "init-file": first },
    ...{ "innodb-flush-log-at-trx-commit": 0, "innodb-buffer-pool-size": "64M" },
    ...(certificates && { "ssl-cert": certificates.certificate, "ssl-key": certificates.key }),
  };
  const process = Bun.spawn(
    [...asUser(USER), server, "--no-defaults", ...Object.entries(settings).map(([k, v]) => `--${k}=${v}`)],
    { cwd: folder, stdout: Bun.file(log), stderr: Bun.file(log) },
  );
  await whenUp(process, log, async () => {
    using owner = await mariadbOwner(port);
    await owner.ask("SELECT 1");
  });
  return { ...counterpart(port, process, folder), certificates };
}

/** Signs in as the owner of the database, who may send several statements at once. */
export async function mariadbOwner(port: number) {
  const connection = await new Promise<Connection>((resolve, reject) => {
    const made = createConnection({
      ...{ host: "127.0.0.1", port, user: "owner", password: "hush", database: "shop" },
      ...{ multipleStatements: true, charset: "utf8mb4" },
    });
    made.on("error", reject);
    made.connect((error) => (error ? reject(error) : resolve(made)));
  });
  return {
    ask: (sql: string) =>
      new Promise<Record<string, unknown>[]>((resolve, reject) =>
        connection.query(sql, (error, rows) =>
          error ? reject(error) : resolve(rows as Record<string, unknown>[]),
        ),
      ),
    [Symbol.dispose]: () => connection.destroy(),
  };
}
