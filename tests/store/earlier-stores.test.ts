import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MIGRATIONS } from "../../src/store/schema";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";

cleanUpAfterwards();

/** Stores of earlier versions as `earlier/make.ts` wrote them, from the schema of that time. */
const dumps = [...new Bun.Glob("*.sql").scanSync(join(import.meta.dir, "earlier"))].sort();

/** Tables whose rows a later version keeps in another one. */
const MOVED: Readonly<Record<string, string>> = { deliveries: "outbox", inngest_events: "outbox" };

function storeOf(dump: string): string {
  const path = join(newFolder(), "perennial.sqlite");
  const database = new Database(path, { create: true });
  database.exec(readFileSync(join(import.meta.dir, "earlier", dump), "utf8"));
  database.close(true);
  return path;
}

function contentOf(path: string): {
  version: number;
  rows: Map<string, Record<string, unknown>[]>;
  problems: string[];
} {
  const database = new Database(path);
  const one = (sql: string) => database.prepare(sql).values().flat()[0];
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .values() as [string][];
  const rows = new Map(
    tables.map(([name]) => [
      name,
      database.prepare(`SELECT * FROM ${name}`).all() as Record<string, unknown>[],
    ]),
  );
  const problems = [
    one("PRAGMA integrity_check"),
    ...database.prepare("PRAGMA foreign_key_check").values(),
  ].map(String);
  const version = one("PRAGMA user_version") as number;
  database.close(true);
  return { version, rows, problems: problems.filter((line) => line !== "ok") };
}

describe("a store of an earlier version", () => {
  test("is here for each version that was ever left behind", () => {
    const versions = dumps.map((name) => Number(/\d+/.exec(name)![0]));
    // Versions 2 and 4 to 7 came and went between two commits. A new migration needs a dump of its version, too.
    const since = Array.from({ length: MIGRATIONS.length - 7 }, (_, i) => i + 8);
    expect(versions).toEqual([1, 3, ...since]);
  });

  for (const dump of dumps)
    test(`${basename(dump, ".sql")} is migrated once, keeps every row and value, and works`, () => {
      const path = storeOf(dump);
      const before = contentOf(path);
      expect(before.problems).toEqual([]);
      expect([...before.rows.values()].filter((rows) => rows.length > 0).length).toBeGreaterThan(8);
      closeStore(openStore(path, 2000));
      const after = contentOf(path);
      expect(after.version).toBe(MIGRATIONS.length);
      expect(after.problems).toEqual([]);
      for (const [table, rows] of before.rows) {
        const now = after.rows.get(MOVED[table] ?? table) ?? [];
        for (const row of rows) {
          // A column that went to another table is compared there.
          const kept = now.find((other) =>
            Object.entries(row).every(
              ([name, value]) => !(name in other) || Bun.deepEquals(other[name], value),
            ),
          );
          expect([table, row, kept !== undefined]).toEqual([table, row, true]);
        }
      }
      // Once: the second opening finds nothing to do.
      closeStore(openStore(path, 3000));
      expect(contentOf(path)).toEqual(after);
      const store = openStore(path, 4000);
      expect(store.datasets.list("shop")).toMatchObject([
        { id: "data-1", files: [{ fileName: "orders é.csv" }] },
      ]);
      expect(store.models.list("shop")).toMatchObject([{ id: "model-1", metrics: { churn_auc: 0.75 } }]);
      expect(store.jobs.list("shop", null, null)).toMatchObject([{ id: "job-1", status: "completed" }]);
      expect(store.tenants.settings("shop")).toEqual({ currency: "EUR" });
      store.tenants.ensure("new", 5000);
      expect(store.tenants.list()).toEqual(["new", "shop"]);
      expect(store.problems(5)).toEqual([]);
    });
});
