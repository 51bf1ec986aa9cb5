import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BlobStore, DiskBlobs } from "../../../src/store/blobs";
import { BucketBlobs } from "../../../src/store/bucket/bucket-blobs";
import { StorageError } from "../../../src/store/bucket/storage-error";
import { storageIntegration } from "../../../src/store/bucket/storage-integration";
import { datasetKey, modelPrefix, outputKey } from "../../../src/store/object-keys";
import { cleanUpAfterwards, newFolder } from "../open-store";
import { type PlainServer, plainServer } from "./plain-server";

cleanUpAfterwards();

let server: PlainServer;
beforeAll(async () => {
  server = await plainServer();
});
afterAll(() => server[Symbol.asyncDispose]());

let tenants = 0;
/** A tenant that nothing was stored of. */
const newTenant = () => `t${tenants++}`;

function inBucket(dataDir = newFolder(), given: Partial<PlainServer["settings"]> = {}): BucketBlobs {
  return new BucketBlobs({ dataDir, bucket: { ...server.settings, ...given } });
}

/** Nobody listens there. */
const AWAY = { endpoint: "http://127.0.0.1:1" };

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const put = (blobs: BlobStore, key: string, text = "x") => blobs.writeStream(key, chunks(text));
const textOf = async (blobs: BlobStore, key: string) => {
  const bytes = await blobs.read(key);
  return bytes && Buffer.from(bytes).toString();
};
const keys = (found: readonly { key: string }[]) => found.map(({ key }) => key);
const cacheOf = (blobs: BlobStore) => join(blobs.place.dataDir, "artifacts_cache");
const emptyCache = (blobs: BlobStore) => rmSync(cacheOf(blobs), { recursive: true, force: true });

/** Writes a model's folder to where a training writes it. */
function writeModel(blobs: BlobStore, prefix: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(blobs.localPath(prefix), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(blobs.localPath(prefix), name), text);
}

const MODEL = { "churn.onnx": "trees", "customers.arrow": "rows", "model.json": "{}" };

for (const [kind, open] of [
  ["on a disk", () => new DiskBlobs(newFolder())],
  ["in a bucket", inBucket],
] as const) {
  describe(`objects ${kind}`, () => {
    test("are written from chunks, and read, opened, found, listed and deleted", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      const csv = datasetKey(tenant, "u1", "Bestellungen März (neu).csv");
      const text = `a,b\n${"é".repeat(100_000)}`;
      const sha256 = createHash("sha256").update(text).digest("hex");
      const sizeBytes = Buffer.byteLength(text);
      expect(await put(blobs, csv, text)).toEqual({ key: csv, sizeBytes, sha256 });
      expect(await textOf(blobs, csv)).toBe(text);
      const opened = (await blobs.open(csv))!;
      expect(opened.sizeBytes).toBe(sizeBytes);
      expect(await new Response(opened.stream).text()).toBe(text);
      await put(blobs, outputKey(tenant, "p1"), "12");
      expect(await blobs.exists(`tenants/${tenant}`)).toBe(true);
      expect(await blobs.exists(csv)).toBe(true);
      expect(await blobs.list(`tenants/${tenant}`)).toEqual([
        { key: csv, sizeBytes },
        { key: outputKey(tenant, "p1"), sizeBytes: 2 },
      ]);
      expect(await blobs.delete(csv)).toEqual([{ key: csv, sizeBytes }]);
      expect(await textOf(blobs, csv)).toBeNull();
      expect(await blobs.exists(csv)).toBe(false);
      expect(keys(await blobs.delete(`tenants/${tenant}`))).toEqual([outputKey(tenant, "p1")]);
      expect(await blobs.exists(`tenants/${tenant}`)).toBe(false);
    });

    test("that are not there are null, and lie nowhere when they are fetched", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      expect(await blobs.read(datasetKey(tenant, "u", "a.csv"))).toBeNull();
      expect(await blobs.open(datasetKey(tenant, "u", "a.csv"))).toBeNull();
      for (const key of [datasetKey(tenant, "u", "a.csv"), modelPrefix(tenant, "m")]) {
        await using fetched = await blobs.fetched(key);
        expect(existsSync(fetched.path)).toBe(false);
      }
    });

    test("end at whole names: m1 is not the beginning of m10", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      for (const model of ["m1", "m10"]) await put(blobs, `${modelPrefix(tenant, model)}/model.json`, "{}");
      expect(keys(await blobs.delete(modelPrefix(tenant, "m1")))).toEqual([
        `${modelPrefix(tenant, "m1")}/model.json`,
      ]);
      expect(keys(await blobs.list(`tenants/${tenant}`))).toEqual([
        `${modelPrefix(tenant, "m10")}/model.json`,
      ]);
    });

    test("leave nothing where their source breaks off, and the one before as it was", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      const key = datasetKey(tenant, "u", "a.csv");
      await put(blobs, key, "old");
      const breaking = async function* () {
        yield* chunks("half");
        throw new Error("the upload broke off");
      };
      await expect(blobs.writeStream(key, breaking())).rejects.toThrow("the upload broke off");
      await expect(blobs.writeStream(datasetKey(tenant, "v", "a.csv"), breaking())).rejects.toThrow(
        "broke off",
      );
      expect(await textOf(blobs, key)).toBe("old");
      expect(keys(await blobs.list(`tenants/${tenant}`))).toEqual([key]);
    });

    test("are replaced by a file that lies beside, but not where they were deleted meanwhile", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      const key = datasetKey(tenant, "u", "a.csv");
      await put(blobs, key, "with the person");
      for (const isThere of [true, false]) {
        if (!isThere) await blobs.delete(key);
        await using place = await open().fetched(key);
        mkdirSync(join(place.path, ".."), { recursive: true });
        writeFileSync(`${place.path}.without`, "without");
        expect(await blobs.replace(key, `${place.path}.without`)).toBe(isThere);
        expect(existsSync(`${place.path}.without`)).toBe(false);
        expect(await textOf(blobs, key)).toBe(isThere ? "without" : null);
      }
    });

    test("may be a model's folder, which is there as a whole once it is published", async () => {
      const [blobs, tenant] = [open(), newTenant()];
      const prefix = modelPrefix(tenant, "m");
      writeModel(blobs, prefix, MODEL);
      expect(await blobs.publish(prefix)).toBe("published");
      await using folder = await blobs.fetched(prefix);
      expect(readdirSync(folder.path).sort()).toEqual(Object.keys(MODEL));
      expect(readFileSync(join(folder.path, "churn.onnx"), "utf8")).toBe("trees");
      expect(keys(await blobs.list(prefix))).toEqual(Object.keys(MODEL).map((name) => `${prefix}/${name}`));
      expect(await textOf(blobs, `${prefix}/drift.json`)).toBeNull();
    });

    test("have no keys that lead out of the tenant's place", async () => {
      const blobs = open();
      for (const key of ["tenants/t/models/../../u", "tenants/../x", "etc/passwd", "tenants/t/secrets/m"]) {
        await expect(blobs.read(key)).rejects.toThrow(RangeError);
        await expect(blobs.fetched(key)).rejects.toThrow(RangeError);
        await expect(put(blobs, key)).rejects.toThrow(RangeError);
        await expect(blobs.list(key)).rejects.toThrow(RangeError);
        await expect(blobs.delete(key)).rejects.toThrow(RangeError);
      }
    });
  });
}

describe("objects in a bucket", () => {
  test("are found by every machine, and come back when the cache was emptied", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    writeModel(blobs, prefix, MODEL);
    await blobs.publish(prefix);
    await put(blobs, datasetKey(tenant, "u", "a.csv"), "a,b");
    emptyCache(blobs);
    for (const each of [blobs, inBucket()]) {
      expect(await textOf(each, datasetKey(tenant, "u", "a.csv"))).toBe("a,b");
      await using folder = await each.fetched(prefix);
      expect(readdirSync(folder.path).sort()).toEqual(Object.keys(MODEL));
    }
  });

  test("are read from their copies while the bucket is away, and said to be away where there is none", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    writeModel(blobs, prefix, MODEL);
    await blobs.publish(prefix);
    const away = inBucket(blobs.place.dataDir, AWAY);
    await using folder = await away.fetched(prefix);
    expect(readdirSync(folder.path).sort()).toEqual(Object.keys(MODEL));
    expect(await textOf(away, `${prefix}/model.json`)).toBe("{}");
    expect(await textOf(away, `${prefix}/drift.json`)).toBeNull();
    expect(await away.exists(`${prefix}/model.json`)).toBe(true);
    await expect(away.read(outputKey(tenant, "p"))).rejects.toThrow(StorageError);
  });

  test("are told as b2://bucket/key and taken both ways; another bucket's path is none of ours", () => {
    const blobs = inBucket();
    const key = datasetKey("t", "u", "a.csv");
    expect(blobs.pathOf(key)).toBe(`b2://perennial/${key}`);
    expect(blobs.keyOf(`b2://perennial/${key}`)).toBe(key);
    expect(blobs.keyOf(key)).toBe(key);
    expect(blobs.keyOf(`b2://perennial2/${key}`)).toBe(`b2://perennial2/${key}`);
  });

  test("have links that anybody may follow, as long as they are in the bucket", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const options = { seconds: 3600, fileName: "predictions.csv", contentType: "text/csv; charset=utf-8" };
    expect(await blobs.link(outputKey(tenant, "p"), options)).toBeNull();
    await put(blobs, outputKey(tenant, "p"), "a,b\n");
    const link = (await blobs.link(outputKey(tenant, "p"), options))!;
    expect(new URL(link).searchParams.get("X-Amz-Expires")).toBe("3600");
    const answer = await fetch(link);
    expect(await answer.text()).toBe("a,b\n");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="predictions.csv"');
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  });

  test("of more than a part are sent in parts and come back as they were", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const text = "0123456789abcdef".repeat(1_200_000);
    const { sizeBytes } = await put(blobs, datasetKey(tenant, "u", "a.csv"), text);
    expect(sizeBytes).toBe(text.length);
    emptyCache(blobs);
    expect(Bun.hash(await textOf(blobs, datasetKey(tenant, "u", "a.csv")).then(String))).toBe(Bun.hash(text));
  });

  test("are not written where the bucket is away: that is said, and nothing is left on this machine", async () => {
    const [blobs, tenant] = [inBucket(newFolder(), AWAY), newTenant()];
    await expect(put(blobs, datasetKey(tenant, "u", "a.csv"))).rejects.toThrow(
      /^The bucket perennial at http:\/\/127\.0\.0\.1:1 cannot be used at the moment \(\w+\)\. Try again/,
    );
    expect(await blobs.disk.list(`tenants/${tenant}`)).toEqual([]);
    expect(readdirSync(join(cacheOf(blobs), ".in-use"))).toEqual([]);
  });

  test("that lay on this disk before come first, and are deleted with those in the bucket", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const key = datasetKey(tenant, "u", "a.csv");
    await put(blobs, outputKey(tenant, "p"), "12");
    await put(blobs.disk, key, "1");
    expect(await textOf(blobs, key)).toBe("1");
    expect(keys(await blobs.list(`tenants/${tenant}`))).toEqual([key, outputKey(tenant, "p")]);
    await blobs.delete(`tenants/${tenant}`);
    expect(await blobs.disk.list(`tenants/${tenant}`)).toEqual([]);
    expect(await blobs.list(`tenants/${tenant}`)).toEqual([]);
  });
});

describe("a model that is published", () => {
  test("has its card last, so that half of it is no model", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    writeModel(blobs, prefix, { ...MODEL, "zzz.csv": "1" });
    const sent: string[] = [];
    const send = blobs.bucket.put.bind(blobs.bucket);
    blobs.bucket.put = (key, ...rest) => {
      sent.push(key.slice(prefix.length + 1));
      return send(key, ...rest);
    };
    await blobs.publish(prefix);
    expect(sent).toEqual(["churn.onnx", "customers.arrow", "zzz.csv", "model.json"]);
  });

  test("where the bucket is away waits on this machine, is used from there, and is sent later", async () => {
    const [dataDir, tenant] = [newFolder(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    const away = inBucket(dataDir, AWAY);
    writeModel(away, prefix, MODEL);
    expect(await away.publish(prefix)).toBe("waiting");
    {
      await using folder = await away.fetched(prefix);
      expect(readdirSync(folder.path).sort()).toEqual(Object.keys(MODEL));
    }
    const back = inBucket(dataDir);
    expect(await back.publish(prefix)).toBe("published");
    expect(existsSync(back.localPath(prefix))).toBe(false);
    expect(keys(await inBucket().list(prefix))).toHaveLength(3);
  });

  test("that broke off goes on with what was not sent, and takes away what is no part of it", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    writeModel(blobs, prefix, { ...MODEL, "old.csv": "an earlier attempt's" });
    const send = blobs.bucket.put.bind(blobs.bucket);
    blobs.bucket.put = async (key, ...rest) => {
      if (key.endsWith("model.json")) throw new StorageError("away", "away");
      await send(key, ...rest);
    };
    expect(await blobs.publish(prefix)).toBe("waiting");
    rmSync(join(blobs.localPath(prefix), "old.csv"));
    const sent: string[] = [];
    blobs.bucket.put = async (key, ...rest) => {
      sent.push(key.slice(prefix.length + 1));
      await send(key, ...rest);
    };
    expect(await blobs.publish(prefix)).toBe("published");
    expect(sent).toEqual(["model.json"]);
    expect(keys(await blobs.elsewhere(prefix))).toEqual(
      Object.keys(MODEL).map((name) => `${prefix}/${name}`),
    );
  });

  test("is deleted as a whole though it is being published", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const prefix = modelPrefix(tenant, "m");
    writeModel(blobs, prefix, MODEL);
    const publishing = blobs.publish(prefix);
    await blobs.delete(prefix);
    await publishing;
    expect(await blobs.elsewhere(prefix)).toEqual([]);
    expect(await blobs.list(prefix)).toEqual([]);
  });
});

describe("sending", () => {
  test("waits for another process that sends or deletes what the tenant has, and not for one that is dead", async () => {
    const [dataDir, tenant] = [newFolder(), newTenant()];
    const script = `
      import { whileSending } from ${JSON.stringify(join(import.meta.dir, "../../../src/store/bucket/sending-lock.ts"))};
      await whileSending(${JSON.stringify(dataDir)}, ${JSON.stringify(tenant)}, async () => {
        console.log("taken");
        await new Promise(() => setInterval(() => {}, 1000));
      });`;
    await using other = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
    await other.stdout.getReader().read();
    const blobs = inBucket(dataDir);
    writeModel(blobs, modelPrefix(tenant, "m"), MODEL);
    let isOver = false;
    const publishing = blobs.publish(modelPrefix(tenant, "m")).finally(() => (isOver = true));
    // Another tenant's is not concerned, and takes longer than a look at the lock.
    const free = Array.from({ length: 200 }, (_, i) => `free${i}`).find(
      (name) => Bun.hash.crc32(name) % 64 !== Bun.hash.crc32(tenant) % 64,
    )!;
    writeModel(blobs, modelPrefix(free, "m"), MODEL);
    expect(await blobs.publish(modelPrefix(free, "m"))).toBe("published");
    expect(isOver).toBe(false);
    other.kill("SIGKILL");
    expect(await publishing).toBe("published");
  });

  test("all that waits of a tenant comes before an erasure, which fails where that cannot be", async () => {
    const [dataDir, tenant] = [newFolder(), newTenant()];
    const away = inBucket(dataDir, AWAY);
    writeModel(away, modelPrefix(tenant, "m"), MODEL);
    await put(away.disk, datasetKey(tenant, "u", "a.csv"), "1");
    await expect(away.settle(`tenants/${tenant}`)).rejects.toThrow(StorageError);
    const back = inBucket(dataDir);
    await back.settle(`tenants/${tenant}`);
    expect(await back.disk.list(`tenants/${tenant}`)).toEqual([]);
    expect(await back.elsewhere(`tenants/${tenant}`)).toHaveLength(4);
  });
});

describe("the copies in artifacts_cache", () => {
  test("that are not what they must be are thrown away and fetched again", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const key = datasetKey(tenant, "u", "a.csv");
    await put(blobs, key, "as it is");
    const copy = join(cacheOf(blobs), key);
    rmSync(copy);
    writeFileSync(copy, "as it isn't");
    expect(await textOf(blobs, key)).toBe("as it is");
    expect(readFileSync(copy, "utf8")).toBe("as it is");
  });

  test("that were damaged in the bucket are refused, not used", async () => {
    const [blobs, tenant] = [inBucket(), newTenant()];
    const key = datasetKey(tenant, "u", "a.csv");
    const file = join(newFolder(), "a.csv");
    writeFileSync(file, "damaged");
    await blobs.bucket.put(key, file, { sizeBytes: 7, sha256: "0".repeat(64) });
    await expect(blobs.read(key)).rejects.toThrow(/differs from what was stored there/);
    expect(existsSync(join(cacheOf(blobs), key))).toBe(false);
    expect(blobs.health.failure).toBeNull();
  });

  test("go when they are more than the limit: those used longest ago first, and never one that is in use", async () => {
    const [blobs, tenant] = [inBucket(newFolder(), { cacheBytes: 1000 }), newTenant()];
    const key = (name: string) => datasetKey(tenant, "u", name);
    const there = () =>
      readdirSync(join(cacheOf(blobs), "tenants", tenant, "datasets", "u"))
        .filter((name) => !name.startsWith("."))
        .sort();
    await put(blobs, key("in-use"), "1".repeat(300));
    const inUse = await blobs.fetched(key("in-use"));
    for (const name of ["a", "b"]) await put(blobs, key(name), "1".repeat(300));
    expect(there()).toEqual(["a", "b", "in-use"]);
    expect(await textOf(blobs, key("a"))).toHaveLength(300);
    await put(blobs, key("c"), "1".repeat(300));
    expect(there()).toEqual(["a", "c", "in-use"]);
    expect(readFileSync(inUse.path, "utf8")).toHaveLength(300);
    await inUse[Symbol.asyncDispose]();
    expect(await textOf(blobs, key("b"))).toHaveLength(300);
  });

  test("lose what a dead process worked with", async () => {
    const blobs = inBucket();
    const dead = Bun.spawn(["true"]);
    await dead.exited;
    const left = join(cacheOf(blobs), ".in-use", `${dead.pid}.0190a6b2`);
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, "a.csv"), "half");
    await put(blobs, datasetKey(newTenant(), "u", "a.csv"));
    expect(existsSync(left)).toBe(false);
  });
});

describe("a bucket that is asked how it is", () => {
  test("is well, or tells why not", async () => {
    const [well, away] = [inBucket(), inBucket(newFolder(), AWAY)];
    await Promise.all([well.probe(10_000), away.probe(10_000)]);
    expect(well.health.failure).toBeNull();
    expect(away.health.failure).toMatchObject({ fault: "away" });
  });

  test("and is silent for too long cannot be used, and can be again when it answers", async () => {
    const answer = Promise.withResolvers<void>();
    const slow = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: async () => {
        await answer.promise;
        return new Response("<ListBucketResult></ListBucketResult>");
      },
    });
    const blobs = inBucket(newFolder(), { endpoint: slow.url.origin });
    await blobs.probe(20);
    expect(blobs.health.failure).toMatchObject({ fault: "slow" });
    expect(blobs.health.failure!.message).toContain("did not answer within 0.02 s. Check B2_ENDPOINT");
    answer.resolve();
    await blobs.probe(10_000);
    expect(blobs.health.failure).toBeNull();
    await blobs.bucket.close();
    await slow.stop(true);
  });

  test("often is asked once in a while", async () => {
    const blobs = inBucket(newFolder(), AWAY);
    let now = 0;
    let asked = 0;
    blobs.probe = async () => void asked++;
    const { probe } = storageIntegration(blobs, { warn() {}, info() {} }, () => now);
    await Promise.all([probe!(1000), probe!(1000)]);
    now = 1999;
    await probe!(1000);
    expect(asked).toBe(1);
    now = 2000;
    await probe!(1000);
    expect(asked).toBe(2);
  });
});
