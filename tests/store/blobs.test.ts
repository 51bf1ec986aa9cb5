import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DiskBlobs } from "../../src/store/blobs";
import { datasetKey, modelPrefix, outputKey } from "../../src/store/object-keys";
import { cleanUpAfterwards, newFolder } from "./open-store";

cleanUpAfterwards();

const CSV = datasetKey("t", "u1", "orders.csv");

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

function put(blobs: DiskBlobs, key: string, text = "x") {
  return blobs.writeStream(key, chunks(text));
}

describe("an object", () => {
  test("is written from its chunks and read back, with its size and hash", async () => {
    const blobs = new DiskBlobs(newFolder());
    const parts = ["CustomerID,", "", "InvoiceNo\n", "é".repeat(100_000)];
    const text = parts.join("");
    expect(await blobs.writeStream(CSV, chunks(...parts))).toEqual({
      key: CSV,
      sizeBytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    });
    expect(Buffer.from((await blobs.read(CSV))!).toString()).toBe(text);
    const opened = (await blobs.open(CSV))!;
    expect(opened.sizeBytes).toBe(Buffer.byteLength(text));
    expect(await new Response(opened.stream).text()).toBe(text);
    expect(await blobs.exists(CSV)).toBe(true);
  });

  test("is replaced as a whole, and left as it was where the new one breaks off", async () => {
    const folder = newFolder();
    const blobs = new DiskBlobs(folder);
    await put(blobs, CSV, "old");
    const breaking = async function* () {
      yield new TextEncoder().encode("half");
      throw new Error("the upload broke off");
    };
    await expect(blobs.writeStream(CSV, breaking())).rejects.toThrow("the upload broke off");
    expect(Buffer.from((await blobs.read(CSV))!).toString()).toBe("old");
    expect(readdirSync(join(folder, "datasets", "tenants", "t", "datasets", "u1"))).toEqual(["orders.csv"]);
    await put(blobs, CSV, "new");
    expect(Buffer.from((await blobs.read(CSV))!).toString()).toBe("new");
  });

  test("that is not there is null, and a folder is no object", async () => {
    const blobs = new DiskBlobs(newFolder());
    expect(await blobs.read(CSV)).toBeNull();
    expect(await blobs.open(CSV)).toBeNull();
    expect(await blobs.exists(CSV)).toBe(false);
    await put(blobs, CSV);
    expect(await blobs.read("tenants/t/datasets/u1")).toBeNull();
    expect(await blobs.exists("tenants/t/datasets/u1")).toBe(true);
    expect(await blobs.exists(`${CSV}/below`)).toBe(false);
  });

  test("lies with the uploads or with the artifacts", () => {
    const blobs = new DiskBlobs("/data");
    expect(blobs.localPath(CSV)).toBe("/data/datasets/tenants/t/datasets/u1/orders.csv");
    expect(blobs.localPath(modelPrefix("t", "m1"))).toBe("/data/artifacts/tenants/t/models/m1");
    expect(blobs.localPath(outputKey("t", "p1"))).toBe("/data/artifacts/tenants/t/outputs/p1.csv");
  });
});

describe("listing and deleting", () => {
  async function filled(): Promise<{ blobs: DiskBlobs; folder: string }> {
    const folder = newFolder();
    const blobs = new DiskBlobs(folder);
    await put(blobs, CSV, "12345");
    await put(blobs, `${modelPrefix("t", "m1")}/model.json`, "{}");
    await put(blobs, `${modelPrefix("t", "m1")}/deep/file`, "1");
    await put(blobs, `${modelPrefix("t", "m10")}/model.json`, "{}");
    await put(blobs, outputKey("t", "p1"), "csv");
    await put(blobs, `${modelPrefix("u", "m1")}/model.json`, "{}");
    return { blobs, folder };
  }
  const keys = (found: readonly { key: string }[]) => found.map(({ key }) => key);

  test("find everything of a tenant in both places, and nothing of another's", async () => {
    const { blobs } = await filled();
    const mine = [
      "tenants/t/datasets/u1/orders.csv",
      "tenants/t/models/m1/deep/file",
      "tenants/t/models/m1/model.json",
      "tenants/t/models/m10/model.json",
      "tenants/t/outputs/p1.csv",
    ];
    expect(keys(await blobs.list("tenants/t"))).toEqual(mine);
    expect(keys(await blobs.delete("tenants/t"))).toEqual(mine);
    expect(await blobs.list("tenants/t")).toEqual([]);
    expect(keys(await blobs.list("tenants/u"))).toEqual(["tenants/u/models/m1/model.json"]);
  });

  test("end at whole names: m1 is not the beginning of m10", async () => {
    const { blobs } = await filled();
    expect(await blobs.delete(modelPrefix("t", "m1"))).toEqual([
      { key: "tenants/t/models/m1/deep/file", sizeBytes: 1 },
      { key: "tenants/t/models/m1/model.json", sizeBytes: 2 },
    ]);
    expect(keys(await blobs.list("tenants/t/models"))).toEqual(["tenants/t/models/m10/model.json"]);
    expect(await blobs.delete(modelPrefix("t", "m1"))).toEqual([]);
  });

  test("do not show what is half-written, and remove it with its object", async () => {
    const { blobs, folder } = await filled();
    const models = join(folder, "artifacts", "tenants", "t", "models");
    for (const name of [".m1.77.abc", ".m10.77.abc"]) {
      mkdirSync(join(models, name));
      writeFileSync(join(models, name, "model.json"), "{");
    }
    writeFileSync(join(models, "m1", ".model.json.abc"), "{");
    expect(keys(await blobs.list("tenants/t/models/m1"))).toHaveLength(2);
    await blobs.delete(modelPrefix("t", "m1"));
    expect(existsSync(join(models, ".m1.77.abc"))).toBe(false);
    expect(existsSync(join(models, ".m10.77.abc"))).toBe(true);
  });
});

describe("a key", () => {
  const blobs = new DiskBlobs("/data");
  for (const key of [
    "",
    "/",
    "tenants",
    "tenants/",
    "/tenants/t/models/m",
    "tenants/t/",
    "tenants/t/models/",
    "tenants/t/models/m/",
    "tenants/t/models//m",
    "tenants/t/models/..",
    "tenants/t/models/../../u/models/m",
    "tenants/t/models/m/../../../../../etc/passwd",
    "tenants/../models/m",
    "tenants/a.b/models/m",
    `tenants/${"t".repeat(129)}/models/m`,
    "tenants/t/secrets/m",
    "tenants/t/../artifacts",
    "tenants/t/models/.m1.77.abc",
    "tenants/t/models/a\\b",
    "tenants/t/models/a\0b",
    "tenants/t/models/a\nb",
    `tenants/t/models/${"é".repeat(128)}`,
    "tenants/t/datasets/u/..\\..\\x",
    "artifacts/tenants/t/models/m",
  ]) {
    test(`${JSON.stringify(key).slice(0, 60)} is none`, async () => {
      expect(() => blobs.localPath(key)).toThrow(RangeError);
      await expect(blobs.read(key)).rejects.toThrow(RangeError);
      await expect(blobs.writeStream(key, chunks("x"))).rejects.toThrow(RangeError);
      await expect(blobs.list(key)).rejects.toThrow(RangeError);
      await expect(blobs.delete(key)).rejects.toThrow(RangeError);
    });
  }

  test("cannot be made from an id that is a path", () => {
    expect(() => modelPrefix("t", "../u")).toThrow(RangeError);
    expect(() => modelPrefix("../t", "m")).toThrow(RangeError);
    expect(() => modelPrefix("t", "m/deeper")).toThrow(RangeError);
    expect(() => outputKey("t", "..")).toThrow(RangeError);
    expect(() => outputKey("t", "a/b")).toThrow(RangeError);
    expect(() => datasetKey("t", "u", ".hidden")).toThrow(RangeError);
  });

  test("may hold letters of all scripts and spaces in a file's name", () => {
    expect(blobs.localPath(datasetKey("t", "u", "Bestellungen März 2011 (neu).csv"))).toEndWith(
      "/u/Bestellungen März 2011 (neu).csv",
    );
  });
});
