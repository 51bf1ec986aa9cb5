import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DiskBlobs } from "../../src/store/blobs";
import type { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { NotifiedShop } from "../integrations/notify/shop";
import { Fleet } from "./fleet";

/** Name → hash of each file. */
type Files = Record<string, string>;

/** What one machine makes of the same shop, by itself. */
interface Alone {
  readonly model: Files;
  readonly list: string;
}

let fleet: Fleet;
let alone: Alone;
beforeAll(async () => {
  fleet = await Fleet.start(3, { CUSTOMERS_PER_STEP: "40" });
  alone = await doneAlone();
}, 300_000);
afterAll(() => fleet?.[Symbol.asyncDispose]());

describe("workers on other machines", () => {
  test("train a model that is the same, byte by byte, as one machine's", async () => {
    const id = await train(fleet.shop);
    expect(await modelIn(fleet, id)).toEqual(alone.model);
    expect(await exchanged(fleet)).toEqual([]);
  });

  test("score a list in parts, and it is the same as one machine's", async () => {
    const model = await train(fleet.shop);
    const before = fleet.gateway.sent.length;
    const list = await score(fleet.shop, model);
    // 150 customers, 40 to a part.
    expect(fleet.gateway.sent.slice(before)).toHaveLength(4);
    expect(await fleet.blobs.read(`tenants/shop/outputs/${list}.csv`).then(sha256)).toBe(alone.list);
    expect(await exchanged(fleet)).toEqual([]);
  });
});

async function doneAlone(): Promise<Alone> {
  const shop = new NotifiedShop({});
  await shop.start();
  try {
    const id = await train(shop);
    const list = await score(shop, id);
    const blobs = new DiskBlobs(shop.folder);
    return {
      model: await filesBelow(blobs, `tenants/shop/models/${id}`),
      list: sha256(await blobs.read(`tenants/shop/outputs/${list}.csv`)),
    };
  } finally {
    await shop.end();
  }
}

async function train(shop: NotifiedShop): Promise<string> {
  const dataset_path = await shop.upload();
  const { job_id } = await shop.call("POST", "/train", { dataset_path, effort: "quick" });
  expect(await shop.ended(job_id!)).toMatchObject({ status: "completed" });
  return job_id!;
}

async function score(shop: NotifiedShop, model_id: string): Promise<string> {
  const { queue_id: job_id } = await shop.call("POST", "/api/queue/predict-batch", { model_id });
  expect(await shop.ended(job_id!)).toMatchObject({ status: "completed", result: { count: 150 } });
  return job_id!;
}

async function modelIn(fleet: Fleet, id: string): Promise<Files> {
  return filesBelow(fleet.blobs, `tenants/shop/models/${id}`);
}

async function filesBelow(blobs: BucketBlobs | DiskBlobs, prefix: string): Promise<Files> {
  const files: Files = {};
  for (const { key } of await blobs.list(prefix))
    files[key.slice(prefix.length + 1)] = sha256(await blobs.read(key));
  return files;
}

function sha256(bytes: Uint8Array | null): string {
  return new Bun.CryptoHasher("sha256").update(bytes!).digest("hex");
}

/** What server and workers have left of what they exchanged. */
async function exchanged(fleet: Fleet): Promise<string[]> {
  const left = () => fleet.blobs.elsewhere("tenants/shop/steps");
  // The job ends a moment before it is cleared away.
  await fleet.shop.seen(async () => (await left()).length === 0);
  return (await left()).map(({ key }) => key);
}
