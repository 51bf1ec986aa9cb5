import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Counterpart, counterpart, folderFor, freePort, installed, whenUp } from "./process";

/**
 * A ClickHouse server with a user `owner` and the password `hush`: Debian's, which is version 18.16 and does all that the
 * driver asks of the server, but knows few of today's functions. Null: none is installed.
 */
export async function startClickhouse(): Promise<Counterpart | null> {
  const program = installed(["clickhouse-server", "/usr/sbin/clickhouse-server"]);
  if (!program) return null;
  const folder = folderFor("clickhouse", null);
  for (const part of ["data", "tmp"]) mkdirSync(join(folder, part));
  const [port, native] = [freePort(), freePort()];
  const users = join(folder, "users.xml");
  await Bun.write(
    users,
    `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><owner><password>hush</password>
      <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></owner></users></yandex>`,
  );
  const config = join(folder, "config.xml");
  await Bun.write(
    config,
    `<yandex><logger><level>warning</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
      <http_port>${port}</http_port><tcp_port>${native}</tcp_port><listen_host>127.0.0.1</listen_host>
      <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><users_config>${users}</users_config>
      <default_profile>default</default_profile><default_database>default</default_database>
      <mark_cache_size>5368709</mark_cache_size><timezone>UTC</timezone></yandex>`,
  );
  const log = join(folder, "out");
  const server = Bun.spawn([program, `--config-file=${config}`], {
    ...{ cwd: folder, stdout: Bun.file(log), stderr: Bun.file(log) },
  });
  await whenUp(server, log, () => ask(port, "SELECT 1"));
  return counterpart(port, server, folder);
}

/** What a statement of the owner answers, a line a row. */
export async function ask(port: number, statement: string): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    ...{ method: "POST", body: statement, headers: { Authorization: `Basic ${btoa("owner:hush")}` } },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.split("\n").filter(Boolean);
}
