import { expect, test } from "bun:test";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { plainServer } from "../store/bucket/plain-server";
import { cleanUpAfterwards, newFolder } from "../store/open-store";
import { Network } from "./network";

cleanUpAfterwards();

test("a large object comes through the network of the workers whole", async () => {
  await using server = await plainServer();
  await using network = new Network(server.settings.endpoint);
  const at = (endpoint: string) =>
    new BucketBlobs({ dataDir: newFolder(), bucket: { ...server.settings, endpoint } });
  const bytes = new Uint8Array(4_000_000).map((_, i) => i % 251);
  const key = "tenants/t/datasets/x/dataset.csv";
  await at(server.settings.endpoint).writeStream(key, new Blob([bytes]).stream());
  await using fetched = await at(network.url).fetched(key);
  expect(await Bun.file(fetched.path).bytes()).toEqual(bytes);
});
