import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DiskBlobs } from "../../../src/store/blobs";
import { BucketBlobs } from "../../../src/store/bucket/bucket-blobs";
import { bucketLoop, waitingGroups } from "../../../src/store/bucket/bucket-loop";
import { storageIntegration } from "../../../src/store/bucket/storage-integration";
import { datasetKey, modelPrefix, outputKey } from "../../../src/store/object-keys";
import { HandClock } from "../../hand-clock";
import { cleanUpAfterwards, newFolder } from "../open-store";
import { type PlainServer, plainServer } from "./plain-server";

cleanUpAfterwards();

let server: PlainServer;
beforeAll(async () => {
  server = await plainServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const AWAY = { endpoint: "http://127.0.0.1:1" };
const silent = { info() {}, warn() {} };

function inBucket(dataDir = newFolder(), given: Partial<PlainServer["settings"]> = {}): BucketBlobs {
  return new BucketBlobs({ dataDir, bucket: { ...server.settings, ...given } });
}

function writeModel(blobs: BucketBlobs, prefix: string): void {
  mkdirSync(blobs.localPath(prefix), { recursive: true });
  for (const name of ["churn.onnx", "model.json"]) writeFileSync(join(blobs.localPath(prefix), name), "1");
}

async function* chunks(text: string) {
  yield new TextEncoder().encode(text);
}

describe("what waits on this machine", () => {
  test("is sent: models, and what lay here before there was a bucket", async () => {
    const blobs = inBucket();
    writeModel(blobs, modelPrefix("a", "m"));
    await blobs.disk.writeStream(datasetKey("b", "u", "a.csv"), chunks("1"));
    await blobs.disk.writeStream(datasetKey("b", "u", "mapping.json"), chunks("{}"));
    await blobs.disk.writeStream(outputKey("b", "p"), chunks("1"));
    expect((await waitingGroups(blobs)).sort()).toEqual([
      modelPrefix("a", "m"),
      "tenants/b/datasets/u",
      outputKey("b", "p"),
    ]);
    await bucketLoop({ blobs }).look();
    expect(blobs.health.waiting).toBe(0);
    expect(await waitingGroups(blobs)).toEqual([]);
    expect(await blobs.elsewhere("tenants/a")).toHaveLength(2);
    expect((await blobs.elsewhere("tenants/b")).map(({ key }) => key)).toEqual([
      datasetKey("b", "u", "a.csv"),
      datasetKey("b", "u", "mapping.json"),
      outputKey("b", "p"),
    ]);
  });

  test("waits while the bucket is away, with longer and longer pauses, and goes when it is back", async () => {
    const blobs = inBucket();
    writeModel(blobs, modelPrefix("c", "m"));
    const put = blobs.bucket.check.bind(blobs.bucket);
    const away = inBucket(newFolder(), AWAY);
    blobs.bucket.check = () => away.bucket.check();
    const clock = new HandClock();
    const told: unknown[] = [];
    const loop = bucketLoop({ blobs, clock, onLook: (failure) => void told.push(failure) });
    loop.start();
    await loop.settled();
    for (const pause of [10_000, 20_000, 40_000, 60_000, 60_000]) {
      expect(blobs.health.waiting).toBe(1);
      clock.turn(pause - 1);
      expect(told.length).toBe(clock.waits.length);
      clock.turn(1);
      await loop.settled();
    }
    expect(clock.waits).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
    blobs.bucket.check = put;
    clock.turn(60_000);
    await loop.settled();
    expect(blobs.health.waiting).toBe(0);
    expect(told.map((failure) => failure !== null)).toEqual([...Array(6).fill(true), false]);
    expect(await blobs.elsewhere("tenants/c")).toHaveLength(2);
  });

  test("is sent no more once the server goes down", async () => {
    const blobs = inBucket();
    const loop = bucketLoop({ blobs, clock: new HandClock() });
    loop.start();
    await loop.stop(60_000);
    writeModel(blobs, modelPrefix("e", "m"));
    await loop.look();
    expect(await waitingGroups(blobs)).toEqual([modelPrefix("e", "m")]);
  });
});

describe("the storage, as the settings page shows it", () => {
  test("is off on a disk, and names what to set", () => {
    const status = storageIntegration(new DiskBlobs(newFolder()), silent, Date.now).status();
    expect(status.state).toBe("off");
    expect(status.detail).toContain("B2_BUCKET");
  });

  test("is well, or says what failed and what waits, without the secret", async () => {
    const blobs = inBucket(newFolder(), AWAY);
    const integration = storageIntegration(blobs, silent, Date.now);
    expect(integration.status()).toEqual({
      state: "well",
      detail: "Files go to the bucket perennial at http://127.0.0.1:1.",
    });
    writeModel(blobs, modelPrefix("d", "m"));
    expect(await blobs.publish(modelPrefix("d", "m"))).toBe("waiting");
    blobs.health.waiting = 1;
    const { state, detail } = integration.status();
    expect(state).toBe("failing");
    expect(detail).toEndWith("the service's status. 1 folder is waiting on this machine to be sent there.");
    expect(detail).not.toContain("S3RVER");
  });
});
