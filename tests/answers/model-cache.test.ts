import { describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelCache } from "../../src/answers/model-cache";
import { foldersAt } from "../api/folders";
import { trainedShop } from "../api/resources/shop-server";

const model = (artifactPrefix: string, revision = 0) => ({ artifactPrefix, revision });

describe("the cache of opened models", () => {
  test("opens a model once for all who ask for it at the same time", async () => {
    const { folder } = await trainedShop();
    let opened = 0;
    const cache = new ModelCache(
      foldersAt(() => {
        opened++;
        return folder;
      }),
    );
    await Promise.all(Array.from({ length: 20 }, () => cache.use(model("a"), (model) => model.known("1"))));
    expect(opened).toBe(1);
    await cache.close();
  });

  test("opens a model while an erasure replaces its files", async () => {
    const { folder } = await trainedShop();
    const copy = mkdtempSync(join(tmpdir(), "perennial-model-"));
    cpSync(folder, copy, { recursive: true });
    symlinkSync(join(copy, "gone"), join(copy, ".rfm_summary.csv.erased.listed-but-gone"));
    const cache = new ModelCache(foldersAt(() => copy));
    expect(await cache.use(model("a"), (open) => open.card.metrics)).toBeObject();
    await cache.close();
    rmSync(copy, { recursive: true });
  });

  test("closes the model that was used longest ago where the bytes are used up", async () => {
    const { folder } = await trainedShop();
    const opened: string[] = [];
    const cache = new ModelCache(
      foldersAt((key) => {
        opened.push(key);
        return folder;
      }),
      1,
    );
    const touch = (key: string) => cache.use(model(key), () => null);
    await touch("a");
    await touch("b");
    expect(cache.size).toBe(1);
    await touch("b");
    await touch("a");
    expect(opened).toEqual(["a", "b", "a"]);
    await cache.close();
    expect(cache.size).toBe(0);
  });

  test("opens a model again whose tables were rewritten since, and keeps it from then on", async () => {
    const { folder } = await trainedShop();
    let opened = 0;
    const cache = new ModelCache(
      foldersAt(() => {
        opened++;
        return folder;
      }),
    );
    for (const revision of [0, 0, 1, 1, 1]) await cache.use(model("a", revision), () => null);
    expect(opened).toBe(2);
    expect(cache.size).toBe(1);
    await cache.close();
  });

  test("keeps a dropped model open until those who use it are done", async () => {
    const { folder } = await trainedShop();
    const cache = new ModelCache(foldersAt(() => folder));
    const features = { recency_days: 3, frequency: 2, monetary: 30 };
    await cache.use(model("a"), async (model) => {
      cache.drop("a");
      expect(cache.size).toBe(0);
      expect((await model.described(features)).segment).toBeNumber();
    });
    await cache.close();
  });

  test("tries a model that could not be opened again, and tells every one who asked why", async () => {
    const { folder } = await trainedShop();
    let isThere = false;
    const cache = new ModelCache(foldersAt(() => (isThere ? folder : `${folder}-missing`)));
    const asked = [cache.use(model("a"), () => null), cache.use(model("a"), () => null)];
    for (const outcome of await Promise.allSettled(asked)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { name: "DamagedModelError" } });
    }
    isThere = true;
    expect(await cache.use(model("a"), () => "open")).toBe("open");
    await cache.close();
  });
});
