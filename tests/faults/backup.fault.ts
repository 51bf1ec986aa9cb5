import { afterAll, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, newFolder, perennial, Running, smallOrders } from "./running";

afterAll(cleanUp);

/** Rows and uploads by when they were acknowledged, `performance.now()`. */
interface Book {
  readonly added: Map<string, number>;
  readonly removed: Map<string, number>;
}

test("a backup with files that is taken under load restores a state that was acknowledged, with all its files", async () => {
  const dataDir = newFolder();
  const server = await Running.start({ dataDir });
  const orders = await smallOrders();
  await server.train((await server.upload(orders, "trained.csv")).dataset_path);
  const rows: Book = { added: new Map(), removed: new Map() };
  const uploads: Book = { added: new Map(), removed: new Map() };
  let isOver = false;
  const adding = (async () => {
    for (let i = 0; !isOver && i < 180; i++) {
      if ((await server.add(`row-${i}`)) === 200) rows.added.set(`row-${i}`, performance.now());
      await Bun.sleep(20);
    }
  })();
  const uploading = (async () => {
    for (let i = 0; !isOver; i++) {
      const name = `orders-${i}.csv`;
      const { dataset_id } = await server.upload(`${orders}9,P1,1,2020-05-05 10:00,${i + 1},extra\n`, name);
      uploads.added.set(name, performance.now());
      if (i % 2 === 0) continue;
      const { status } = await server.call("DELETE", `/datasets/${dataset_id}`);
      if (status === 200) uploads.removed.set(name, performance.now());
    }
  })();
  await Bun.sleep(1000);
  const backups: { folder: string; begun: number; ended: number }[] = [];
  for (let i = 0; i < 3; i++) {
    const folder = join(newFolder(), "backup");
    const begun = performance.now();
    expect(await perennial(dataDir, "backup", folder, "--files")).toMatchObject({ code: 0 });
    backups.push({ folder, begun, ended: performance.now() });
  }
  isOver = true;
  await Promise.all([adding, uploading]);
  await server.end();

  let compared = 0;
  for (const { folder, begun, ended } of backups) {
    const restored = newFolder();
    expect(await perennial(restored, "restore", folder)).toMatchObject({ code: 0 });
    expect((await perennial(restored, "doctor")).stdout).toContain("Nothing is wrong.");
    const again = await Running.start({ dataDir: restored });
    const queue = (await again.call("GET", "/queue?kind=training")).json as { queue_id: string }[];
    const sets = (await again.call("GET", "/datasets")).json as { files: { file_name: string }[] }[];
    const there = {
      rows: new Set(queue.map(({ queue_id }) => queue_id)),
      uploads: new Set(sets.flatMap(({ files }) => files.map(({ file_name }) => file_name))),
    };
    for (const [book, names] of [
      [rows, there.rows],
      [uploads, there.uploads],
    ] as const) {
      for (const [name, at] of book.added) {
        const removed = book.removed.get(name) ?? Number.POSITIVE_INFINITY;
        if (at < begun && removed > ended) expect([name, names.has(name)]).toEqual([name, true]);
        if (at > ended + 1000 || removed < begun) expect([name, names.has(name)]).toEqual([name, false]);
        compared++;
      }
    }
    // One moment: of the rows, which are added one after the other, none is missing before one that is there.
    const numbers = [...there.rows].flatMap((id) => (id.startsWith("row-") ? [Number(id.slice(4))] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i));
    const model = (await again.call("GET", "/models")).json[0].model_id;
    const features = { recency_days: 5, frequency: 3, monetary: 50 };
    expect((await again.call("POST", "/predict", { model_id: model, features })).status).toBe(200);
    await again.end();
    rmSync(restored, { recursive: true, force: true });
  }
  console.log(`backups: 3 under load, ${compared} acknowledged writes compared, 0 lost`);
});
