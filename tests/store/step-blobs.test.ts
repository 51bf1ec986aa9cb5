import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiskBlobs } from "../../src/store/blobs";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { exchangeOf } from "../../src/store/exchange";
import { openBlobs } from "../../src/store/open-blobs";
import { plainServer } from "./bucket/plain-server";
import { cleanUpAfterwards, newFolder } from "./open-store";

cleanUpAfterwards();

const LIST = "tenants/t/outputs/list.csv";
const MODEL = "tenants/t/models/m";
const text = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes);
async function* of(words: string) {
  yield new TextEncoder().encode(words);
}

describe("the objects as a step sees them", () => {
  test("are everyone's, with its own on top, which nobody else sees", async () => {
    const folder = newFolder();
    const shared = new DiskBlobs(folder);
    await shared.writeStream(LIST, of("theirs"));
    const step = openBlobs({ dataDir: folder, made: join(folder, "made") });
    expect(text(await step.read(LIST))).toBe("theirs");
    await step.writeStream(LIST, of("mine"));
    expect(text(await step.read(LIST))).toBe("mine");
    expect(text(await shared.read(LIST))).toBe("theirs");
    expect(await step.list("tenants/t")).toEqual([{ key: LIST, sizeBytes: 4 }]);
  });

  test("are replaced for the step alone, and deleted for nobody", async () => {
    const folder = newFolder();
    const shared = new DiskBlobs(folder);
    await shared.writeStream(LIST, of("theirs"));
    const step = openBlobs({ dataDir: folder, made: join(folder, "made") });
    const copy = join(folder, "copy");
    writeFileSync(copy, "without her");
    expect(await step.replace(LIST, copy)).toBe(true);
    expect(await step.delete("tenants/t")).toEqual([]);
    expect([text(await step.read(LIST)), text(await shared.read(LIST))]).toEqual(["without her", "theirs"]);
  });

  test("include a model that it has made, which it does not publish", async () => {
    const folder = newFolder();
    const step = openBlobs({ dataDir: folder, made: join(folder, "made") });
    const path = join(step.localPath(MODEL), "model.json");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "{}");
    expect(await step.publish(MODEL)).toBe("waiting");
    await using fetched = await step.fetched(MODEL);
    expect(await Bun.file(join(fetched.path, "model.json")).text()).toBe("{}");
    expect(await new DiskBlobs(folder).list(MODEL)).toEqual([]);
  });
});

describe("what servers and workers hand each other", () => {
  const TASK = "tenants/t/steps/job/step/task.json";
  const places = {
    "on a disk": async () => {
      const folder = newFolder();
      return { one: new DiskBlobs(folder), other: new DiskBlobs(folder) };
    },
    "in a bucket": async (stack: AsyncDisposableStack) => {
      const { settings: bucket } = stack.use(await plainServer());
      return {
        one: new BucketBlobs({ dataDir: newFolder(), bucket }),
        other: new BucketBlobs({ dataDir: newFolder(), bucket }),
      };
    },
  };

  for (const [where, open] of Object.entries(places)) {
    test(`${where}, is seen at once as it is now, and gone when it is deleted`, async () => {
      await using stack = new AsyncDisposableStack();
      const { one, other } = await open(stack);
      const [here, there] = [exchangeOf(one), exchangeOf(other)];
      for (const words of ["first", "second"]) {
        await here.put(TASK, new TextEncoder().encode(words));
        expect(text(await there.get(TASK))).toBe(words);
      }
      expect([...(await there.keys("tenants/t/steps/job"))]).toEqual([TASK]);
      await here.delete("tenants/t/steps/job");
      expect([await there.has(TASK), await there.get(TASK)]).toEqual([false, null]);
    });

    test(`${where}, is refused as a file if it is not what was named`, async () => {
      await using stack = new AsyncDisposableStack();
      const { one } = await open(stack);
      const exchange = exchangeOf(one);
      await exchange.put(TASK, new TextEncoder().encode("task"));
      const to = join(newFolder(), "file");
      await expect(exchange.getFile(TASK, to, "0".repeat(64))).rejects.toThrow(/differs from what a worker/);
      expect(await Bun.file(to).exists()).toBe(false);
      await expect(exchange.getFile(`${TASK}.no`, to, "0".repeat(64))).rejects.toThrow(/is gone/);
    });
  }
});
