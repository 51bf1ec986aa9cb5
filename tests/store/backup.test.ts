import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../src/errors";
import { restoreStore } from "../../src/store/restore";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";
import { addJob, apiKeyRow, modelRow } from "./rows";

cleanUpAfterwards();

const NOW = Date.UTC(2030, 0, 2, 3, 4, 5);

/** All rows of all tables. */
function contentOf(path: string): Record<string, unknown[]> {
  const database = new Database(path, { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .values();
  const content = Object.fromEntries(
    tables.map(([name]) => [name, database.prepare(`SELECT * FROM ${name}`).all()]),
  );
  database.close(true);
  return content;
}

/** A store with something in it, closed. */
function storeWith(path: string, model: string): void {
  const store = openStore(path);
  store.models.insert("t", modelRow(model));
  store.apiKeys.insert("t", apiKeyRow("k"));
  addJob(store, "t", "j");
  closeStore(store);
}

/** The sentence that a restore is refused with. */
function refusal(backup: string, path: string): string {
  try {
    restoreStore(backup, path, NOW);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("the restore was not refused");
}

describe("a backup", () => {
  test("restores to the same rows in every table", () => {
    const folder = newFolder();
    const path = join(folder, "perennial.sqlite");
    storeWith(path, "m1");
    const store = openStore(path);
    store.backup(join(folder, "backup"));
    closeStore(store);
    const elsewhere = join(newFolder(), "new", "perennial.sqlite");
    expect(restoreStore(join(folder, "backup"), elsewhere, NOW)).toBeNull();
    const content = contentOf(elsewhere);
    expect(content).toEqual(contentOf(path));
    expect(content.models).toHaveLength(1);
    expect(content.job_events).toHaveLength(1);
  });

  test("that is made while another process writes holds whole transactions, all that were committed before", async () => {
    const folder = newFolder();
    const path = join(folder, "perennial.sqlite");
    const store = openStore(path);
    let committed = 0;
    const enough = Promise.withResolvers<void>();
    const writer = Bun.spawn([process.execPath, join(import.meta.dir, "writing-process.ts"), path], {
      stdio: ["ignore", "inherit", "inherit"],
      ipc(pairs: number) {
        committed = pairs;
        if (pairs === 30) enough.resolve();
      },
    });
    await enough.promise;
    const before = committed;
    store.backup(join(folder, "backup"));
    writer.send("stop");
    expect(await writer.exited).toBe(0);
    closeStore(store);

    const elsewhere = join(folder, "elsewhere.sqlite");
    restoreStore(join(folder, "backup"), elsewhere, NOW);
    const restored = openStore(elsewhere);
    const [models, datasets] = [restored.models.list("t"), restored.datasets.list("t")];
    expect(models.length).toBe(datasets.length);
    expect(models.length).toBeGreaterThanOrEqual(before);
    expect(models.length).toBeLessThanOrEqual(openStore(path).models.list("t").length);
    expect(restored.models.find("t", `m${before}`)).toEqual({ ...modelRow(`m${before}`), revision: 0 });
  });

  test("replaces no file", () => {
    const folder = newFolder();
    const store = openStore(join(folder, "perennial.sqlite"));
    writeFileSync(join(folder, "taken"), "precious");
    expect(() => store.backup(join(folder, "taken"))).toThrow(/already exists.*Choose a new name/);
    expect(readFileSync(join(folder, "taken"), "utf8")).toBe("precious");
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});

describe("a restore", () => {
  test("keeps the store that was there beside, with what was not yet folded into its file", () => {
    const folder = newFolder();
    const [path, backup] = [join(folder, "perennial.sqlite"), join(folder, "backup")];
    storeWith(path, "old");
    const store = openStore(path);
    store.backup(backup);
    store.models.insert("t", modelRow("newer"));
    closeStore(store);
    const kept = restoreStore(backup, path, NOW);
    expect(kept).toBe(`${path}.2030-01-02T03-04-05-000Z.replaced`);
    expect(
      openStore(path)
        .models.list("t")
        .map(({ id }) => id),
    ).toEqual(["old"]);
    expect(
      openStore(kept!)
        .models.list("t")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["newer", "old"]);
  });

  test("takes the write-ahead log of a server that was killed away from the restored store", async () => {
    const folder = newFolder();
    const [path, backup] = [join(folder, "perennial.sqlite"), join(folder, "backup")];
    storeWith(path, "old");
    const store = openStore(path);
    store.backup(backup);
    closeStore(store);
    const thirty = Promise.withResolvers<void>();
    const writer = Bun.spawn([process.execPath, join(import.meta.dir, "writing-process.ts"), path], {
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (pairs: number) => pairs === 30 && thirty.resolve(),
    });
    await thirty.promise;
    writer.kill("SIGKILL");
    await writer.exited;
    expect(readdirSync(folder)).toContain("perennial.sqlite-wal");
    const kept = restoreStore(backup, path, NOW)!;
    expect(
      openStore(path)
        .models.list("t")
        .map(({ id }) => id),
    ).toEqual(["old"]);
    expect(openStore(kept).models.list("t").length).toBeGreaterThanOrEqual(31);
  });

  test("is refused while a server has the store open, and changes nothing", () => {
    const folder = newFolder();
    const [path, backup] = [join(folder, "perennial.sqlite"), join(folder, "backup")];
    const server = openStore(path);
    server.backup(backup);
    server.models.insert("t", modelRow("kept"));
    expect(refusal(backup, path)).toMatch(/A server has the store .* open. Stop it, then restore./);
    expect(server.models.list("t")).toHaveLength(1);
    closeStore(server);
    expect(restoreStore(backup, path, NOW)).not.toBeNull();
    expect(openStore(path).models.list("t")).toEqual([]);
  });

  for (const [name, spoil, sentence] of [
    ["is not there", () => {}, /does not exist. Give the file that "backup" wrote/],
    [
      "is text",
      (path) => writeFileSync(path, "no database at all, but long enough to be looked at"),
      /is damaged/,
    ],
    [
      "is another program's",
      (path) => {
        const database = new Database(path, { create: true });
        database.run("CREATE TABLE notes (text)");
        database.close(true);
      },
      /is not a Perennial store/,
    ],
    [
      "is of a newer release",
      (path) => {
        const store = openStore(join(newFolder(), "store"));
        store.backup(path);
        const database = new Database(path);
        database.run("PRAGMA user_version = 999");
        database.close(true);
      },
      /is of version 999; this release knows up to/,
    ],
    [
      "was cut off",
      (path) => {
        const store = openStore(join(newFolder(), "store"));
        store.transaction(() => {
          for (let i = 0; i < 500; i++) store.models.insert("t", modelRow(`m${i}`));
        });
        store.backup(path);
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.subarray(0, bytes.length / 2));
      },
      /is damaged/,
    ],
  ] as [string, (path: string) => void, RegExp][]) {
    test(`of a file that ${name} is refused, and the store stays as it was`, () => {
      const folder = newFolder();
      const [path, backup] = [join(folder, "perennial.sqlite"), join(folder, "backup")];
      storeWith(path, "kept");
      const before = contentOf(path);
      spoil(backup);
      expect(refusal(backup, path)).toMatch(sentence);
      expect(contentOf(path)).toEqual(before);
      const left = readdirSync(folder).filter((name) => /restoring|replaced/.test(name));
      expect(left).toEqual([]);
    });
  }

  test("puts a sound store in the place of a damaged one, which is kept", () => {
    const folder = newFolder();
    const [path, backup] = [join(folder, "perennial.sqlite"), join(folder, "backup")];
    storeWith(path, "m1");
    const store = openStore(path);
    store.backup(backup);
    closeStore(store);
    writeFileSync(path, "overwritten by accident");
    writeFileSync(`${path}-wal`, "what belongs to it");
    const kept = restoreStore(backup, path, NOW)!;
    expect(openStore(path).models.list("t")).toHaveLength(1);
    expect(readFileSync(kept, "utf8")).toBe("overwritten by accident");
    expect(readFileSync(`${kept}-wal`, "utf8")).toBe("what belongs to it");
  });
});

describe("the commands", () => {
  const cli = async (dataDir: string, command: string, file: string) => {
    const code = `import { ${command}Command } from "${join(import.meta.dir, `../../src/commands/${command}`)}";
      await ${command}Command().parseAsync([process.argv.at(-1)], { from: "user" });`;
    const child = Bun.spawn([process.execPath, "-e", code, file], {
      env: { ...process.env, DATA_DIR: dataDir },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, errors] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { status: await child.exited, out, errors };
  };

  test("back up a running server's store and restore it", async () => {
    const folder = newFolder();
    const path = join(folder, "artifacts", "perennial.sqlite");
    const server = openStore(path);
    server.models.insert("t", modelRow("m1"));
    const backup = join(folder, "backup");
    expect(await cli(folder, "backup", backup)).toMatchObject({ status: 0, out: `backup: ${backup}\n` });
    server.models.insert("t", modelRow("m2"));
    closeStore(server);
    const restored = await cli(folder, "restore", backup);
    expect(restored.errors).toBe("");
    expect(restored.out).toMatch(/^restored: .*\nthe store before it: .*\.replaced\n$/);
    expect(
      openStore(path)
        .models.list("t")
        .map(({ id }) => id),
    ).toEqual(["m1"]);
  });
});
