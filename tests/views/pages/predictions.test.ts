import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { withoutDefinitions } from "../html-faults";

const TENANT = "shop";
const CANARY = `"'><img src=x onerror=1>`;

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
});
afterAll(() => server.close());

function ask(path: string, form?: Record<string, string>, tenant = TENANT): Promise<Response> {
  return fetch(server.url + path, {
    redirect: "manual",
    headers: {
      "X-Tenant-Id": tenant,
      Accept: "text/html",
      ...(form && { "Sec-Fetch-Site": "same-origin" }),
    },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
}

async function page(path: string): Promise<string> {
  const response = await ask(path);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return withoutDefinitions(await response.text());
}

const SOMEBODY = {
  recency_days: "30",
  frequency: "4",
  monetary: "800",
  unique_products: "9",
  avg_interpurchase_days: "20",
};

describe("what if", () => {
  test("says of the figures in the address what the API says of them", async () => {
    const html = await page(`/app/predictions/new?${new URLSearchParams(SOMEBODY)}`);
    const features = {
      ...Object.fromEntries(Object.entries(SOMEBODY).map(([name, value]) => [name, Number(value)])),
      avg_basket_value: 200,
      purchase_span_days: 60,
    };
    const told = (await (
      await fetch(`${server.url}/predict`, {
        method: "POST",
        headers: { "X-Tenant-Id": TENANT, "Content-Type": "application/json" },
        body: JSON.stringify({ features }),
      })
    ).json()) as { segment_name: string; churn_probability: number; recommended_action: string };
    expect(html).toContain(`>${told.segment_name}</a>`);
    expect(html).toContain(`${Math.round(100 * told.churn_probability)}%`);
    expect(html).toContain(told.recommended_action.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
  });

  test("begins with the values of a customer, and stands beside them", async () => {
    const html = await page(`/app/predictions/new?customer=${has.customer}`);
    expect(html).toContain(`Like customer ${has.customer}`);
    expect(html).toContain("As is, from all that is known");
    const [asIs, whatIf] = html.split("As is, from these figures alone")[1]!.split("What if");
    const numbers = (row: string) => row.match(/class="number">([^<]*)</g);
    expect(numbers(whatIf!)).toEqual(numbers(asIs!));
  });

  test("takes what is no number for what it does not know", async () => {
    const html = await page("/app/predictions/new?frequency=many&monetary=-5&customer=");
    expect(html).toContain("What the model says");
  });

  test("of a customer that nobody knows is not there", async () => {
    expect((await ask("/app/predictions/new?customer=nobody")).status).toBe(404);
  });

  test("is kept in the history when asked, with the features and without a name", async () => {
    const answer = await ask("/app/predictions/keep", { ...SOMEBODY, model: has.model });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/app/predictions"]);
    const html = await page("/app/predictions");
    expect(html).toContain("4 orders for 800, the last 30 days ago");
    const [newest] = server.context.store.predictions.list(TENANT, 1, null);
    expect(newest!.payload).toMatchObject({ features: { frequency: 4, purchase_span_days: 60 } });
  });
});

describe("the history", () => {
  test("shows what was asked, with a link to the customer and to the file of a list", async () => {
    const html = await page("/app/predictions");
    expect(html).toContain(`<a href="/app/customers/${has.customer}">Customer ${has.customer}</a>`);
    expect(html).toContain(`href="/predictions/${has.batch}/csv"`);
    expect(html).toContain(`href="/predictions/${has.batch}/csv?bom=1"`);
    expect(html).toContain("All 2 customers");
  });

  test("keeps a note, inert", async () => {
    const answer = await ask(`/app/predictions/${has.prediction}/label`, { label: CANARY });
    expect(answer.status).toBe(303);
    expect(server.context.store.predictions.find(TENANT, has.prediction)!.label).toBe(CANARY);
    expect(await page("/app/predictions")).not.toContain("<img");
  });

  test("goes on with older ones", async () => {
    const html = await page(`/app/predictions?cursor=${has.prediction}`);
    expect(html).not.toContain(`note-${has.prediction}`);
    expect(html).toContain("Newest");
  });

  test("has nothing of another tenant, who can neither note nor delete", async () => {
    const stranger = await server.furnish("stranger");
    const html = await (await ask("/app/predictions", undefined, "stranger")).text();
    expect(html).not.toContain(has.prediction);
    expect(html).toContain(stranger.prediction);
    for (const action of ["label", "delete"])
      expect(
        (await ask(`/app/predictions/${has.prediction}/${action}`, { label: "x" }, "stranger")).status,
      ).toBe(404);
    expect((await ask("/app/predictions/batch", { model: has.model }, "stranger")).status).toBe(404);
    expect((await ask("/app/predictions/keep", { model: has.model }, "stranger")).status).toBe(404);
  });

  test("loses what is deleted, the file too", async () => {
    const { batchFileUrl } = server.context.store.predictions.find(TENANT, has.batch)!;
    expect((await ask(`/app/predictions/${has.batch}/delete`, {})).status).toBe(303);
    expect(server.context.store.predictions.find(TENANT, has.batch)).toBeNull();
    expect(await server.context.blobs.exists(batchFileUrl!)).toBe(false);
    expect((await ask(`/app/predictions/${has.batch}/delete`, {})).status).toBe(404);
  });
});

describe("a list of all customers", () => {
  test("is made by the queue and offered for download", async () => {
    const answer = await ask("/app/predictions/batch", { model: has.model });
    expect(answer.status).toBe(303);
    const [job] = server.context.store.jobs
      .list(TENANT, "prediction", null)
      .filter(({ payload }) => payload.mode === "batch");
    expect((await server.context.queue.waitForEnd(TENANT, job!.id))!.status).toBe("completed");
    const html = await page("/app/predictions");
    const file = /href="(\/predictions\/[^"]+\/csv)"/.exec(html)![1]!;
    const lines = (await (await ask(file)).text()).trimEnd().split("\n");
    expect(lines[0]).toStartWith("CustomerID,segment,");
    expect(html).not.toContain('hx-trigger="every 2s"');
  });
});
