import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dashboards } from "../../../views";
import { send } from "../../api/resources/scenario";
import { type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { ordinaryShop, writeOrders } from "../../pipeline/small-files";
import { CANARY, FORMULA } from "../canary-shop";
import { withoutDefinitions } from "../html-faults";

const TENANT = "told";
const folder = mkdtempSync(join(tmpdir(), "perennial-told-"));
const orders = ordinaryShop(200, 300);
const customers = [...new Set(orders.map(({ customer }) => String(customer)))];
/** Names like ours, markup and a formula among them. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const PEOPLE = [
  ["id", "consent", "born", "segment", "cost", CANARY, FORMULA].map(quoted).join(","),
  ...customers.map((id, i) =>
    [id, i % 3 === 0 ? "no" : "yes", `19${60 + (i % 40)}-03-04`, `S${i % 2}`, `${i}.50`, CANARY, FORMULA]
      .map(quoted)
      .join(","),
  ),
  "nobody,yes,1970-01-01,S1,1.00,,",
].join("\n");

let server: ShopServer;
let dataset: string;
let model: string;

const form = (content: string | Blob, name: string) => {
  const made = new FormData();
  made.set("file", new File([content], name));
  return made;
};

async function ask(method: string, url: string, body?: unknown) {
  const response = await send(server.url, {
    method,
    url,
    tenant: TENANT,
    body,
    headers: { Accept: "text/html" },
  });
  return { status: response.status, text: await response.text() };
}

const page = async (url: string) => withoutDefinitions((await ask("GET", url)).text);

beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  const file = Bun.file(writeOrders(folder, orders));
  dataset = JSON.parse((await ask("POST", "/upload", form(file, "orders.csv"))).text).dataset_id;
  const sent = await ask("POST", `/app/datasets/${dataset}/customers`, form(PEOPLE, "people.csv"));
  expect(sent.text).toContain("people.csv");
  const { datasetPath } = server.context.store.datasets.find(TENANT, dataset)!;
  const { job_id } = JSON.parse(
    (await ask("POST", "/train", { dataset_path: datasetPath, effort: "quick" })).text,
  );
  const job = await server.context.queue.waitForEnd(TENANT, job_id);
  expect(job).toMatchObject({ status: "completed" });
  model = job_id;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("what a shop knows about its customers", () => {
  test("is shown on the data set's page: whom it is about, what it holds, doubts first", async () => {
    const html = await page(`/app/datasets/${dataset}`);
    expect(html).toContain("people.csv");
    expect(html).toMatch(/1 row of [\d,]+ belongs to nobody in the order lines, so it is not used/);
    expect(html).toContain("Customers are found by id.");
    expect(html).toMatch(/consent<\/th>.*?Yes or no/s);
    expect(html).not.toContain(CANARY);
  });

  test("is refused on the page with the reason, when it is about nobody", async () => {
    const { status, text } = await ask(
      "POST",
      `/app/datasets/${dataset}/customers`,
      form("id,x\nA,1\n", "wrong.csv"),
    );
    expect(status).toBe(400);
    expect(text).toContain("wrong.csv: No row belongs to a customer of this data set.");
  });

  test("is on the customer's page", async () => {
    const html = await page(`/app/customers/${customers[1]}`);
    expect(html).toMatch(/<dt>consent<\/dt><dd>Yes<\/dd>/);
    expect(html).toMatch(/<dt>born<\/dt><dd>[^<]*1961[^<]*<\/dd>/);
    expect(html).not.toContain(CANARY);
  });

  test("is in every export, under names that are not ours and run nowhere", async () => {
    const { text } = await ask("GET", `/audience.csv?model_id=${model}&q=${customers[1]}`);
    const [header, row] = text.split(/\r?\n/) as [string, string];
    expect(header).toContain(",country,consent,born,attribute_segment,cost,");
    expect(header).not.toContain(`,${FORMULA}`);
    expect(row).toContain(",yes,1961-03-04,S1,1.5,");
    const chosen = await ask(
      "GET",
      `/audience.csv?model_id=${model}&q=${customers[0]}&columns=CustomerID,consent`,
    );
    expect(chosen.text.split(/\r?\n/).slice(0, 2)).toEqual(["CustomerID,consent", `${customers[0]},no`]);
  });

  test("is gone from the model and the upload with an erased customer", async () => {
    const { text } = await ask("DELETE", `/customers/${customers[2]}`);
    await server.context.queue.waitForEnd(TENANT, JSON.parse(text).job_id);
    for (const { key } of await server.context.blobs.list(`tenants/${TENANT}`)) {
      const bytes = Buffer.from((await server.context.blobs.read(key))!);
      if (/attributes\.arrow$|datasets\/.*\/customers\.csv$/.test(key))
        expect({ key, has: bytes.includes(customers[2]!) }).toEqual({ key, has: false });
    }
    expect((await ask("GET", `/app/customers/${customers[2]}`)).status).toBe(404);
    expect(await page(`/app/customers/${customers[1]}`)).toMatch(/<dt>consent<\/dt><dd>Yes<\/dd>/);
  });
});
