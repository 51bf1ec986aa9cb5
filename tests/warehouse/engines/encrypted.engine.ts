import { describe, expect, test } from "bun:test";
import type { Warehouse } from "../../../src/warehouse/connections";
import { openEngine } from "../../../src/warehouse/open-engine";
import { startMariadb } from "../counterparts/mariadb";
import { startPostgres } from "../counterparts/postgres";
import { rowsOf } from "./engine-suite";

/** What a server answers that says whether the connection is encrypted. */
const servers = [
  {
    kind: "postgres",
    start: () => startPostgres(true),
    database: "postgres",
    isEncrypted: "SELECT CAST(ssl AS text) AS yes FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  },
  {
    kind: "mysql",
    start: () => startMariadb(true),
    database: "shop",
    isEncrypted:
      "SELECT CASE WHEN variable_value <> '' THEN 'true' ELSE 'false' END AS yes FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'",
  },
] as const;

describe.each(servers)("an encrypted connection to $kind", ({ kind, start, database, isEncrypted }) => {
  test("is made with the authority that signed the server's certificate, and with no other", async () => {
    await using server = await start();
    const { ca, otherCa } = server!.certificates!;
    const ask = async (also: Pick<Extract<Warehouse, { kind: "postgres" }>, "ca" | "tls">) => {
      await using engine = await openEngine("shop", {
        ...{ kind, tenants: "*", host: "127.0.0.1", port: server!.port, database },
        ...{ user: "owner", password: "hush", ...also },
      });
      return await rowsOf(engine, isEncrypted);
    };
    expect(await ask({ ca })).toEqual([["true"]]);
    expect(await ask({ tls: "unverified" })).toEqual([["true"]]);
    for (const refused of [{ ca: otherCa }, {}])
      await expect(ask(refused)).rejects.toThrow(
        /^The warehouse shop says: .*(certificate|self.signed|SSL|TLS|issuer)/i,
      );
  });
});
