import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListMultipartUploadsCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { systemClock } from "../../src/loop";
import { DiskBlobs } from "../../src/store/blobs";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { bucketLoop } from "../../src/store/bucket/bucket-loop";
import { StorageError } from "../../src/store/bucket/storage-error";
import { fileHash } from "../../src/store/disk-files";
import { datasetKey, outputKey } from "../../src/store/object-keys";
import { startServer } from "../browser/started-server";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { Client, environmentOf } from "./storage/client";
import { type Fault, type FaultyNetwork, faultyNetwork, NONE } from "./storage/faulty-network";
import { hasSigningServer, type SigningServer, signingServer } from "./storage/signing-server";

if (!hasSigningServer) console.log("left out: the S3 server that verifies signatures is not installed");

let server: SigningServer;
let network: FaultyNetwork;
let place: string;
let orders: string;

beforeAll(async () => {
  if (!hasSigningServer) return;
  server = await signingServer();
  network = await faultyNetwork(server.settings.endpoint);
  place = mkdtempSync(join(tmpdir(), "perennial-storage-"));
  // Ids that are found as a text wherever they are left.
  const named = ordinaryShop(60, 200).map((order) => ({ ...order, customer: `person-${order.customer}-x` }));
  orders = writeOrders(place, named);
});
afterAll(async () => {
  if (!hasSigningServer) return;
  await network[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  rmSync(place, { recursive: true, force: true });
});

const dataFolder = () => mkdtempSync(join(place, "data-"));
const throughNetwork = (given: object = {}) => ({ ...server.settings, endpoint: network.endpoint, ...given });
const blobsWith = (given: object = {}) =>
  new BucketBlobs({ dataDir: dataFolder(), bucket: throughNetwork(given) });

/** Files of the bucket that hold the text, in any version. */
function filesWith(text: string): string[] {
  const found = Bun.spawnSync(["grep", "-rla", text, join(server.folder, "..")]).stdout.toString();
  return found.split("\n").filter(Boolean);
}

const filesOf = (tenant: string) => {
  const folder = join(server.folder, "perennial", "tenants", tenant);
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
};

describe.skipIf(!hasSigningServer)("a server with a bucket", () => {
  test("keeps uploads, models and lists there, works when its copies are gone, and erases them in every version", async () => {
    network.faultOf = () => NONE;
    const admin = new S3Client({
      endpoint: server.settings.endpoint,
      region: server.settings.region,
      credentials: { accessKeyId: server.settings.keyId, secretAccessKey: server.settings.appKey },
      forcePathStyle: true,
    });
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await admin.send(new PutBucketVersioningCommand({ Bucket: "perennial", VersioningConfiguration }));
    const DATA_DIR = dataFolder();
    const emptied = () => {
      for (const name of ["artifacts_cache", "datasets", "artifacts/tenants"])
        rmSync(join(DATA_DIR, name), { recursive: true, force: true });
    };
    const settings = environmentOf(throughNetwork());
    let perennial = await startServer({ DATA_DIR, ...settings });
    try {
      let shop = new Client(perennial.url, "shop");
      expect((await shop.call("GET", "/health")).json.storage).toEqual({ kind: "s3" });

      const uploaded = await shop.upload(orders);
      expect(uploaded.status).toBe(200);
      expect(uploaded.json.dataset_path).toStartWith("b2://perennial/tenants/shop/datasets/");
      emptied();
      const job = await shop.train(uploaded.json.dataset_path);
      expect(job).toMatchObject({ status: "completed" });
      const [model] = (await shop.call("GET", "/models")).json;
      expect(model.artifact_prefix).toBe(`b2://perennial/tenants/shop/models/${model.model_id}`);
      expect(filesOf("shop")).toContain("model.json");
      expect(existsSync(join(DATA_DIR, "artifacts/tenants/shop/models", model.model_id))).toBe(false);
      expect((await shop.call("GET", "/health/ready")).json.integrations.storage).toBe("well");

      emptied();
      const done = await shop.call("POST", "/predict_job", {
        tenant_id: "shop",
        model_id: model.model_id,
        mode: "batch",
      });
      expect(done.json.status).toBe("completed");
      const { url } = (await shop.call("GET", `/predictions/${done.json.prediction_id}/download`)).json;
      expect(url).toStartWith(`${network.endpoint}/perennial/tenants/shop/outputs/`);
      const file = await fetch(url);
      expect(file.status).toBe(200);
      const [header, ...rows] = (await file.text()).trim().split("\n");
      expect(header).toStartWith("CustomerID,segment,churn_probability,ltv_estimate,recommended_action");
      const customers = rows.map((row) => row.split(",")[0]!);
      expect(customers.length).toBeGreaterThan(30);
      const altered = new URL(url);
      altered.searchParams.set("X-Amz-Expires", "36000");
      expect((await fetch(altered)).status).toBe(403);
      expect((await fetch(url.split("?")[0])).status).toBe(403);

      await perennial.stop();
      emptied();
      perennial = await startServer({ DATA_DIR, ...settings });
      shop = new Client(perennial.url, "shop");
      const person = customers[0]!;
      const predicted = await shop.call("POST", "/predict", { customer_id: person });
      expect(predicted.json).toMatchObject({ customer_id: person });

      expect(filesWith(person).length).toBeGreaterThan(3);
      const proof = await shop.call("DELETE", `/customers/${person}`, undefined, { Prefer: "respond-sync" });
      expect(proof.json).toMatchObject({ status: "erased", batches_rewritten: 1 });
      expect(filesWith(person)).toEqual([]);
      expect(
        Bun.spawnSync(["grep", "-rla", person, join(DATA_DIR, "artifacts_cache")]).stdout.toString(),
      ).toBe("");
      expect((await shop.call("POST", "/predict", { customer_id: person })).status).not.toBe(200);
      const other = await shop.call("POST", "/predict", { customer_id: customers[1] });
      expect(other.json).toMatchObject({ customer_id: customers[1] });

      const gone = await shop.call("DELETE", "/tenants/shop", undefined, { Prefer: "respond-sync" });
      expect(gone.json).toMatchObject({ status: "deleted", models: 1, datasets: 1 });
      expect(filesOf("shop")).toEqual([]);
      expect(filesWith(customers[1]!)).toEqual([]);
      expect(existsSync(join(DATA_DIR, "artifacts_cache/tenants/shop"))).toBe(false);
    } finally {
      await perennial.stop();
    }
  });

  test("asks for nothing that Backblaze B2 refuses: no checksums beside the signature's, no chunked signing", () => {
    expect(network.heads.length).toBeGreaterThan(20);
    const refused = network.heads.filter((head) =>
      /x-amz-checksum|x-amz-sdk-checksum|aws-chunked|x-amz-trailer/i.test(head),
    );
    expect(refused).toEqual([]);
  });
});

const BIG_BYTES = 40e6;
const big = () => new Blob([Buffer.alloc(BIG_BYTES, "order lines")]).stream();
const BIG_HASH = createHash("sha256").update(Buffer.alloc(BIG_BYTES, "order lines")).digest("hex");

describe.skipIf(!hasSigningServer)("a large file", () => {
  test("whose parts are cut off once each is sent all the same", async () => {
    const blobs = blobsWith();
    const key = datasetKey("cut", "u", "a.csv");
    const cut = new Set<string>();
    network.faultOf = (method, path) => {
      const part = /partNumber=\d+/.exec(path)?.[0];
      if (method !== "PUT" || !part || cut.has(part)) return NONE;
      cut.add(part);
      return { type: "cut", afterBytes: 3e6 };
    };
    expect(await blobs.writeStream(key, big())).toEqual({ key, sizeBytes: BIG_BYTES, sha256: BIG_HASH });
    expect(cut.size).toBe(5);
    rmSync(blobs.cache.folder, { recursive: true });
    await using fetched = await blobs.fetched(key);
    expect(await fileHash(fetched.path)).toEqual({ sizeBytes: BIG_BYTES, sha256: BIG_HASH });
  });

  test("whose download is cut off is fetched again", async () => {
    const blobs = blobsWith();
    let cuts = 0;
    network.faultOf = (method) => {
      if (method !== "GET" || cuts === 2) return NONE;
      cuts++;
      return { type: "cut answer", afterBytes: 5e6 };
    };
    await using fetched = await blobs.fetched(datasetKey("cut", "u", "a.csv"));
    expect(await fileHash(fetched.path)).toEqual({ sizeBytes: BIG_BYTES, sha256: BIG_HASH });
    expect(cuts).toBe(2);
  });

  test("that cannot be sent to its end leaves nothing", async () => {
    const blobs = blobsWith();
    network.faultOf = (method, path) =>
      method === "PUT" && path.includes("partNumber=3") ? { type: "cut", afterBytes: 3e6 } : NONE;
    await expect(blobs.writeStream(datasetKey("left", "u", "a.csv"), big())).rejects.toThrow(StorageError);
    expect(await blobs.list("tenants/left")).toEqual([]);
    expect(await unfinished("tenants/left")).toEqual([]);
    expect(readdirSync(join(blobs.cache.folder, ".in-use"))).toEqual([]);
  });

  test("whose sender is killed leaves nothing that is seen, and its parts are taken back", async () => {
    const dataDir = dataFolder();
    const key = datasetKey("killed", "u", "a.csv");
    const { promise: sending, resolve } = Promise.withResolvers<void>();
    network.faultOf = (method, path) => {
      if (method !== "PUT" || !path.includes("partNumber=3")) return NONE;
      resolve();
      return { type: "silence" };
    };
    const bucket = throughNetwork();
    const script = join(import.meta.dir, "storage/uploading-process.ts");
    const sender = Bun.spawn([process.execPath, script, JSON.stringify({ dataDir, bucket }), key]);
    await sending;
    sender.kill("SIGKILL");
    await sender.exited;
    network.faultOf = () => NONE;
    const blobs = new BucketBlobs({ dataDir, bucket });
    expect(await blobs.list("tenants/killed")).toEqual([]);
    expect(await unfinished("tenants/killed")).toHaveLength(1);
    // One that was heard of since may be another server's.
    expect(await blobs.bucket.sweepUnfinished("tenants", Date.now() - 3_600_000)).toBe(0);
    const loop = bucketLoop({ blobs, clock: { ...systemClock, now: () => Date.now() + 2 * 3_600_000 } });
    await loop.look();
    expect(loop.state.doing).toBe("well");
    expect(await unfinished("tenants/killed")).toEqual([]);
    await using _ = await blobs.fetched(key);
    expect(readdirSync(join(blobs.cache.folder, ".in-use"))).toHaveLength(1);
  });

  test("is never held in memory as a whole", async () => {
    network.faultOf = () => NONE;
    const dataDir = dataFolder();
    const script = join(import.meta.dir, "storage/memory-process.ts");
    const child = Bun.spawnSync([
      process.execPath,
      script,
      JSON.stringify({ dataDir, bucket: server.settings }),
    ]);
    const { sizeBytes, upBytes, downBytes } = JSON.parse(child.stdout.toString());
    console.log(
      `${sizeBytes / 1e6} MB: ${Math.round(upBytes / 1e6)} MB more memory sending, ${Math.round(downBytes / 1e6)} MB fetching`,
    );
    // As much for 1 GB.
    expect(upBytes).toBeLessThan(400e6);
    expect(downBytes).toBeLessThan(150e6);
  });
});

const FAULTS: Readonly<Record<string, { fault: Fault; status: number; sentence: RegExp }>> = {
  "a key that is refused": {
    fault: { type: "answer", status: 403, code: "InvalidAccessKeyId", message: "The key is not valid." },
    status: 503,
    sentence: /refused the key\. Set B2_KEY_ID and B2_APP_KEY/,
  },
  "a storage cap": {
    fault: {
      type: "answer",
      status: 403,
      code: "AccessDenied",
      message: "Cannot upload files, storage cap exceeded.",
    },
    status: 507,
    sentence: /full or at its storage cap\. Raise the cap/,
  },
  "a slow server": {
    fault: { type: "silence" },
    status: 503,
    sentence: /did not answer within 1 s\. Try again/,
  },
  "a server in trouble": {
    fault: { type: "answer", status: 503, code: "SlowDown", message: "Please try again." },
    status: 503,
    sentence: /cannot be used at the moment \(HTTP 503\)\. Try again/,
  },
  "a server that is gone": { fault: { type: "away" }, status: 503, sentence: /cannot be used at the moment/ },
};

describe.skipIf(!hasSigningServer)("a server whose bucket fails", () => {
  test("says so, loses no model, and sends what waited once the bucket is back", async () => {
    const DATA_DIR = dataFolder();
    const settings = environmentOf(throughNetwork({ timeoutMs: 1000 }));
    let perennial = await startServer({ DATA_DIR, LOG_LEVEL: "fatal", ...settings });
    const models: [string, string][] = [];
    try {
      for (const [i, { fault, status, sentence }] of Object.values(FAULTS).entries()) {
        network.faultOf = () => NONE;
        const tenant = `failing${i}`;
        const shop = new Client(perennial.url, tenant);
        const { dataset_path } = (await shop.upload(orders)).json;
        network.faultOf = () => fault;
        expect(await shop.train(dataset_path)).toMatchObject({ status: "completed" });
        const [{ model_id }] = (await shop.call("GET", "/models")).json;
        models.push([tenant, model_id]);
        expect((await shop.call("POST", "/predict", { customer_id: "person-10000-x" })).status).toBe(200);
        const refused = await shop.upload(orders);
        expect([refused.status, refused.json.detail]).toEqual([status, expect.stringMatching(sentence)]);
        expect((await shop.call("GET", "/health/ready")).json.integrations.storage).toBe("failing");
        const batch = { tenant_id: tenant, model_id, mode: "batch", queue_id: undefined };
        const accepted = await shop.call("POST", "/predict_job", batch, { Prefer: "respond-async" });
        const job = await shop.ended(accepted.json.job_id ?? accepted.json.queue_id);
        expect([job.status, job.error]).toEqual(["failed", expect.stringMatching(sentence)]);
        const erasure = await shop.call("DELETE", "/customers/person-10001-x", undefined, {
          Prefer: "respond-sync",
        });
        expect([erasure.status, erasure.json.detail]).toEqual([503, expect.stringMatching(sentence)]);
        expect((await shop.call("DELETE", `/models/${model_id}`)).status).toBe(status);
        expect((await shop.call("GET", `/models/${model_id}`)).status).toBe(200);
      }
      await perennial.stop();
      network.faultOf = () => NONE;
      // The others may have been sent while the next fault had not begun.
      expect(filesOf(models.at(-1)![0])).not.toContain("model.json");
      perennial = await startServer({ DATA_DIR, ...settings });
      for (const [tenant, model] of models) {
        const shop = new Client(perennial.url, tenant);
        await until(() => filesOf(tenant).includes("model.json"));
        await until(() => !existsSync(join(DATA_DIR, "artifacts/tenants", tenant, "models", model)));
        expect((await shop.call("POST", "/predict", { customer_id: "person-10000-x" })).status).toBe(200);
        const erased = await shop.call("DELETE", "/customers/person-10001-x", undefined, {
          Prefer: "respond-sync",
        });
        expect(erased.json.status).toBe("erased");
      }
      expect(filesWith("person-10001-x").filter((file) => file.includes("failing"))).toEqual([]);
      const [tenant, model] = models[0]!;
      const shop = new Client(perennial.url, tenant);
      expect((await shop.call("DELETE", `/models/${model}`)).status).toBe(200);
      expect(filesOf(tenant)).not.toContain("model.json");
    } finally {
      network.faultOf = () => NONE;
      await perennial.stop();
    }
  });

  for (const [what, given, sentence] of [
    ["a secret that is not the key's", { appKey: "another" }, /refused the key/],
    ["a key that nobody knows", { keyId: "nobody" }, /refused the key/],
    [
      "a region that is not the bucket's",
      { region: "mars-north-1" },
      /not in the region B2_REGION=mars-north-1, but in us-east-1\. Set B2_REGION/,
    ],
    [
      "a bucket that is not there",
      { bucket: "no-such-bucket" },
      /There is no bucket no-such-bucket at .* change B2_BUCKET/,
    ],
  ] as const) {
    test(`tells of ${what}, and starts and answers all the same`, async () => {
      network.faultOf = () => NONE;
      const DATA_DIR = dataFolder();
      const perennial = await startServer({
        DATA_DIR,
        LOG_LEVEL: "fatal",
        ...environmentOf(throughNetwork(given)),
      });
      try {
        const shop = new Client(perennial.url, "shop");
        const refused = await shop.upload(orders);
        expect([refused.status, refused.json.detail]).toEqual([503, expect.stringMatching(sentence)]);
        expect(refused.text).not.toContain("another");
        expect((await shop.call("GET", "/health/ready")).json).toMatchObject({
          integrations: { storage: "failing" },
        });
      } finally {
        await perennial.stop();
      }
    });
  }

  test("tells of a disk that is full, and takes files again when there is room", async () => {
    const folder = join(place, "small-disk");
    mkdirSync(folder);
    if (Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder]).exitCode !== 0) {
      console.log("left out: no disk of 24 MB can be made here");
      return;
    }
    try {
      await using small = await signingServer({ folder: join(folder, "bucket") });
      const blobs = new BucketBlobs({ dataDir: dataFolder(), bucket: small.settings });
      const file = (name: string) => datasetKey("t", "u", name);
      await expect(blobs.writeStream(file("large.csv"), big())).rejects.toThrow(
        /is full or at its storage cap/,
      );
      expect(blobs.health.failure?.fault).toBe("full");
      expect(await blobs.list("tenants/t")).toEqual([]);
      await blobs.writeStream(file("small.csv"), new Blob(["a,b\n"]).stream());
      expect(blobs.health.failure).toBeNull();
    } finally {
      Bun.spawnSync(["umount", folder]);
    }
  });
});

/** The sendings below a prefix that are not at their end. */
async function unfinished(prefix: string): Promise<string[]> {
  const { endpoint, region, keyId, appKey } = server.settings;
  const credentials = { accessKeyId: keyId, secretAccessKey: appKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const answer = await client.send(new ListMultipartUploadsCommand({ Bucket: "perennial", Prefix: prefix }));
  return (answer.Uploads ?? []).map(({ Key }) => Key ?? "");
}

/** Resolves when what another process does has come about. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await Bun.sleep(20);
}

describe.skipIf(!hasSigningServer)("perennial storage copy", () => {
  const copy = (DATA_DIR: string, given: object = {}) => {
    const env = { ...process.env, DATA_DIR, ...environmentOf(throughNetwork(given)) };
    const command = [process.execPath, join(import.meta.dir, "../../src/cli.ts"), "storage", "copy"];
    return Bun.spawn(command, { env, stdout: "pipe", stderr: "pipe" });
  };

  test("sends what lay on the disk into the bucket, goes on where it broke off, and says why where it cannot", async () => {
    network.faultOf = () => NONE;
    const dataDir = dataFolder();
    const disk = new DiskBlobs(dataDir);
    for (const upload of ["u1", "u2", "u3"])
      await disk.writeStream(datasetKey("moved", upload, "a.csv"), new Blob([upload]).stream());
    const refused = copy(dataDir, { appKey: "another" });
    expect(await new Response(refused.stderr).text()).toContain("refused the key");
    expect(await refused.exited).toBe(1);
    const { promise: stuck, resolve } = Promise.withResolvers<void>();
    network.faultOf = (method, path) => {
      if (method !== "PUT" || !path.includes("u2")) return NONE;
      resolve();
      return { type: "silence" };
    };
    const killed = copy(dataDir);
    await stuck;
    killed.kill("SIGKILL");
    await killed.exited;
    network.faultOf = () => NONE;
    const again = copy(dataDir);
    expect(await new Response(again.stdout).text()).toBe("copied: 2 to b2://perennial/tenants\n");
    expect(await again.exited).toBe(0);
    expect(await disk.list("tenants/moved")).toEqual([]);
    const blobs = new BucketBlobs({ dataDir: dataFolder(), bucket: server.settings });
    for (const upload of ["u1", "u2", "u3"])
      expect(Buffer.from((await blobs.read(datasetKey("moved", upload, "a.csv")))!).toString()).toBe(upload);
  });
});

describe.skipIf(!hasSigningServer)("a link", () => {
  test("is good for its hour, and for no second more", async () => {
    const blobs = blobsWith();
    const key = outputKey("links", "p");
    await blobs.writeStream(key, new Blob(["a,b\n"]).stream());
    const ago = (minutes: number) => ({
      seconds: 3600,
      fileName: "p.csv",
      contentType: "text/csv; charset=utf-8",
      at: new Date(Date.now() - minutes * 60_000),
    });
    const young = await fetch(await blobs.bucket.link(key, ago(59)));
    expect([young.status, await young.text()]).toEqual([200, "a,b\n"]);
    expect(young.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect((await fetch(await blobs.bucket.link(key, ago(61)))).status).toBe(403);
  });
});
