import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../../src/api/resources";
import { PredictionLog } from "../../src/api/resources/predict/prediction-log";
import { copyCsvWithout } from "../../src/pipeline/erase/csv-without";
import { Store } from "../../src/store/store";
import { canMount, smallDisk } from "../small-disk";
import { modelRow, predictionRow } from "../store/rows";
import { startTestServer } from "./test-server";

const possible = canMount();

test.skipIf(!possible)(
  "a full disk is answered 507 and not acknowledged, and work goes on with room",
  async () => {
    const disk = smallDisk(8)!;
    const server = startTestServer(routes, { environment: { DATA_DIR: disk.folder } });
    let id = 0;
    const add = () =>
      fetch(`${server.url}/queue`, {
        method: "POST",
        headers: { "X-Tenant-Id": "shop", "Content-Type": "application/json" },
        body: JSON.stringify({
          queue_id: `r${++id}`,
          kind: "training",
          payload: { note: "x".repeat(60_000) },
        }),
      });
    expect((await add()).status).toBe(200);
    disk.fill();
    const kept = [1];
    let refused: Response;
    do {
      refused = await add();
      if (refused.ok) kept.push(id);
    } while (refused.ok);
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({
      detail:
        "The server's disk is full, so nothing was stored. Tell its operator, and try again afterwards.",
    });
    const ready = await fetch(`${server.url}/health/ready`);
    expect([ready.status, ((await ready.json()) as { detail: string }).detail]).toEqual([
      503,
      "The disk has less than 128 MiB left. Make room, and the server is ready again.",
    ]);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    disk.clear();
    expect((await add()).status).toBe(200);
    kept.push(id);
    const rows = server.context.store.jobs.list("shop", null, null);
    expect(rows.map((row) => row.id).sort()).toEqual(kept.map((n) => `r${n}`).sort());
    await server.close().catch(() => {});
    disk.remove();
  },
);

test.skipIf(!possible)("a prediction that cannot be recorded is not answered", async () => {
  const disk = smallDisk(8)!;
  const path = join(disk.folder, "store.sqlite");
  const store = Store.open(path);
  store.models.insert("t", modelRow("m"));
  const complaints: object[] = [];
  const log = new PredictionLog(path, {
    log: { error: (fields) => complaints.push(fields) },
    isTight: () => true,
  });
  const record = (id: string) =>
    log.record("t", predictionRow(id, { modelId: "m", payload: { note: "x".repeat(500_000) } }));
  await record("kept");
  disk.fill(100_000);
  expect(await record("lost").catch((error) => error)).toMatchObject({ status: 507 });
  expect(complaints).toHaveLength(1);
  disk.clear();
  await record("again");
  expect(
    store.predictions
      .list("t", 10, null)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(["again", "kept"]);
  await log.close();
  store.close();
  disk.remove();
});

test.skipIf(!possible)("a copy without a person is whole, or there is an error", () => {
  const disk = smallDisk(4)!;
  const from = join(disk.folder, "from.csv");
  writeFileSync(from, `CustomerID,segment\n1,0\n${"2,000000000\n".repeat(100_000)}`);
  disk.fill(500_000);
  const to = join(disk.folder, "to.csv");
  const copy = () => copyCsvWithout(from, to, { id: "1", emails: [] });
  expect(copy).toThrow("ENOSPC");
  disk.clear();
  expect(existsSync(to)).toBe(true);
  writeFileSync(to, "");
  const whole = join(disk.folder, "whole.csv");
  expect(copyCsvWithout(from, whole, { id: "1", emails: [] })).toBe(1);
  expect(readFileSync(whole, "utf8")).toBe(`CustomerID,segment\n${"2,000000000\n".repeat(100_000)}`);
  disk.remove();
});
