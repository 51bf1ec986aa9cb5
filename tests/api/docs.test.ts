import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { routes } from "../../src/api/resources";
import { datasetKey } from "../../src/store/object-keys";
import { ordinaryShop } from "../pipeline/small-files";
import { datasetFile, datasetRow } from "../store/rows";
import { duckdbShop } from "../warehouse/duckdb-shop";
import { type ShopServer, startShopServer, trainedShop } from "./resources/shop-server";

/** One `sh` block of the documentation, and which route it asks. */
interface Example {
  readonly code: string;
  readonly method: string;
  readonly path: string;
}

const document = await Bun.file(resolve(import.meta.dir, "../../docs/api.md")).text();
const examples = [...document.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => exampleOf(code!.trim()));
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const folder = mkdtempSync(join(tmpdir(), "perennial-docs-"));

let server: ShopServer;
let environment: Record<string, string>;
beforeAll(async () => {
  const { warehousesFile } = await duckdbShop(folder, ordinaryShop(20, 100));
  server = await startShopServer({ WAREHOUSES_FILE: warehousesFile });
  copyFileSync((await trainedShop()).dataPath, join(folder, "orders.csv"));
  writeFileSync(join(folder, "customers.csv"), "CustomerID,consent\n12346,yes\n");
  const has = await server.furnish("shop");
  const waits = { id: "waiting", kind: "email", status: "queued", payload: {}, runnable: false } as const;
  server.context.store.jobs.insert("shop", waits, Date.now());
  environment = {
    URL: server.url,
    TENANT: "shop",
    DATASET: has.datasetPath,
    ...(await otherDataset()),
    MAPPING: has.mappingPath,
    MODEL: has.model,
    RUN: has.run,
    CUSTOMER: String(has.customer),
    SEGMENT: "0",
    TOOL: "klaviyo",
    PREDICTION: has.prediction,
    BATCH: has.batch,
    QUEUE_ID: has.row,
    JOB: has.job,
    NOTIFICATION: has.notification,
    WEBHOOK: has.webhook,
    SAVED: has.savedSegment,
    DESTINATION: has.destination,
    LIST_RUN: has.listRun,
    WAITING: waits.id,
  };
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A data set of two files that no training waits for. */
async function otherDataset(): Promise<{ DATASET_ID: string; FILE: string }> {
  const { store, blobs } = server.context;
  const [one, two] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  const pathOf = (id: string) => datasetKey("shop", id, "dataset.csv");
  for (const id of [one, two]) await blobs.writeStream(pathOf(id), new Blob([id]).stream());
  store.datasets.insert("shop", datasetRow(one, { datasetPath: pathOf(one) }));
  store.datasets.addFile("shop", one, datasetFile(two, { path: pathOf(two) }));
  return { DATASET_ID: one, FILE: two };
}

test("every route has an example, and every example a route", () => {
  // What Inngest calls, signed, nobody calls by hand: docs/configuration.md tells of it.
  const forPeople = routes.filter(({ path }) => path !== "/api/inngest");
  expect(examples.map(nameOf).sort()).toEqual(forPeople.map(nameOf).sort());
});

test("the names that the examples use are explained", () => {
  for (const [, name] of document.matchAll(/\$([A-Z_]+)/g)) {
    expect(document).toMatch(new RegExp(`^\\| .*\`\\$${name}\``, "m"));
  }
});

test("no example needs a newer curl than 7.68", () => {
  const lines = [...document.matchAll(/^curl .*$/gm)].map(([line]) => line);
  expect(lines.length).toBeGreaterThan(50);
  // Of 2022, 2021 and 2020.
  expect(lines.filter((line) => /--json|--url-query|--fail-with-body|--retry-all-errors/.test(line))).toEqual(
    [],
  );
});

describe("each example does what it says", () => {
  test.each(examples.map((example) => [nameOf(example), example] as const))("%s", async (_, example) => {
    const curl = Bun.spawn(["sh", "-euc", example.code.replace(/^curl/, "curl -sS --fail-with-body")], {
      cwd: folder,
      env: { ...environment, PATH: process.env.PATH! },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr, code] = await Promise.all([
      new Response(curl.stdout).text(),
      new Response(curl.stderr).text(),
      curl.exited,
    ]);
    expect({ stdout: code === 0 ? "" : stdout, stderr, code }).toEqual({ stdout: "", stderr: "", code: 0 });
  });
});

/** Which route a `curl` line asks: its names stand for ids. */
function exampleOf(code: string): Example {
  const sends = / -d |-F /.test(code);
  const method = /-X ([A-Z]+)/.exec(code)?.[1] ?? (sends ? "POST" : "GET");
  const asked = /"\$URL(\/[^"?]*)/.exec(code)?.[1] ?? "";
  const found = routes.find(({ method: own, path }) => {
    const pattern = path.replace(/:[a-z_]+/g, "\\$[A-Z_]+").replace(".", "\\.");
    return own === method && new RegExp(`^${pattern}$`).test(asked);
  });
  return { code, method, path: found?.path ?? asked };
}
