import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { dashboards } from "../../../views";
import { readCustomersQuery } from "../../../views/pages/customers/query";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { withoutDefinitions } from "../html-faults";

const TENANT = "shop";

let server: ShopServer;
let has: Belongings;
/** Every customer, as the API tells of them. */
let rows: readonly Readonly<Record<string, number | string | null>>[];
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
  rows = ((await (await ask(`/models/${has.model}/customers?limit=10000`)).json()) as { rows: typeof rows })
    .rows;
});
afterAll(() => server.close());

function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
  const headers = { "X-Tenant-Id": TENANT, Accept: "text/html", ...init.headers };
  return fetch(server.url + path, { redirect: "manual", ...init, headers });
}

async function page(path: string): Promise<string> {
  const response = await ask(path);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return withoutDefinitions(await response.text());
}

/** The ids of the list, in order. */
const idsOf = (html: string) =>
  [...html.matchAll(/<a href="\/app\/customers\/([^"?]+)[^"]*">/g)].map(([, id]) => Number(id));
const countOf = (html: string) =>
  Number(/<h2>([\d,]+) customers?<\/h2>/.exec(html)?.[1]?.replaceAll(",", "") ?? 0);

describe("the list of customers", () => {
  test("shows fifty a page, those of most expected spend first, and all on its pages", async () => {
    const first = await page("/app/customers");
    const wanted = [...rows]
      .sort((a, b) => (b.ltv_estimate as number) - (a.ltv_estimate as number))
      .map(({ CustomerID }) => CustomerID as number);
    expect(idsOf(first)).toEqual(wanted.slice(0, 50));
    expect(idsOf(await page("/app/customers?page=2"))).toEqual(wanted.slice(50, 100));
    const last = wanted.slice(50 * Math.floor((wanted.length - 1) / 50));
    expect(idsOf(await page("/app/customers?page=999"))).toEqual(last);
    expect(countOf(first)).toBe(rows.length);
    expect(first).toMatch(/As of [A-Z][a-z]+ \d+, \d{4}/);
  });

  test("is sorted by a column both ways", async () => {
    const spend = (id: number) => rows.find(({ CustomerID }) => CustomerID === id)!.monetary as number;
    const rising = idsOf(await page("/app/customers?sort=spend&order=asc")).map(spend);
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    const byId = idsOf(await page("/app/customers?sort=id"));
    expect(byId).toEqual([...byId].sort((a, b) => a - b));
  });

  test.each([
    ["min_churn=0.3", (row: (typeof rows)[number]) => (row.churn_probability as number) >= 0.3],
    ["max_ltv=100&min_churn=", (row: (typeof rows)[number]) => (row.ltv_estimate as number) <= 100],
    ["segment=1", (row: (typeof rows)[number]) => row.segment === 1],
    ["rfm_group=Champions", (row: (typeof rows)[number]) => row.rfm_group === "Champions"],
    ["overdue=true", (row: (typeof rows)[number]) => (row.days_overdue as number) > 0],
    ["q=1000", (row: (typeof rows)[number]) => String(row.CustomerID).startsWith("1000")],
  ] as const)("filtered by %s shows exactly those", async (query, fits) => {
    const html = await page(`/app/customers?${query}`);
    const wanted = rows.filter(fits).map(({ CustomerID }) => CustomerID as number);
    expect(countOf(html)).toBe(wanted.length);
    const shown = idsOf(html);
    expect(shown).toHaveLength(Math.min(50, wanted.length));
    expect(shown.filter((id) => !wanted.includes(id))).toEqual([]);
  });

  test("every customer is of one month of first orders", async () => {
    const html = await page("/app/customers");
    const months = [
      ...html
        .split('name="cohort"')[1]!
        .split("</select>")[0]!
        .matchAll(/value="(\d{4}-\d{2})"/g),
    ];
    let total = 0;
    for (const [, month] of months) total += countOf(await page(`/app/customers?cohort=${month}`));
    expect(total).toBe(rows.length);
  });

  test("leads to an export of exactly those customers", async () => {
    const html = await page("/app/customers?segment=1&min_churn=0.2");
    const link = /href="(\/audience\.csv[^"]*)"/.exec(html)![1]!.replaceAll("&amp;", "&");
    const lines = (await (await ask(link)).text()).trimEnd().split("\n");
    expect(lines.length - 1).toBe(countOf(html));
  });

  test("lead to the page of the only one who was searched for, and stay a list for several or while typing", async () => {
    const hit = await ask(`/app/customers?q=${rows[3]!.CustomerID}&open=single`, {});
    expect([hit.status, hit.headers.get("location")]).toEqual([303, `/app/customers/${rows[3]!.CustomerID}`]);
    expect((await ask("/app/customers?q=1000&open=single", {})).status).toBe(200);
    expect((await ask(`/app/customers?q=${rows[3]!.CustomerID}`, {})).status).toBe(200);
  });

  test.each([
    "q=101",
    "max_recency=30",
    "r_score=5",
    "fm_score=5",
    "cohort=2020-03",
    "active_month=2020-05",
    "first_from=2020-02-10&first_to=2020-04-20",
    "ordered_from=2020-09-01&ordered_to=2020-09-15",
  ])("with %s is exported and asked of the API as it stands on the page", async (query) => {
    const html = await page(`/app/customers?${query}`);
    const found = countOf(html);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(rows.length);
    const link = /href="(\/audience\.csv[^"]*)"/.exec(html)![1]!.replaceAll("&amp;", "&");
    const exported = (await (await ask(link)).text()).trimEnd().split("\n").slice(1);
    const told = await (await ask(`/models/${has.model}/customers?limit=10000&${query}`)).json();
    expect(exported.length).toBe(found);
    expect(exported.map((line) => line.split(",")[0]!).sort()).toEqual(
      told.rows.map((row: { CustomerID: number }) => String(row.CustomerID)).sort(),
    );
  });

  test("that somebody was searched for in is exported, but no campaign keeps the search", async () => {
    const html = await page("/app/customers?q=101");
    expect(html).not.toContain("Plan a campaign");
    expect(await page("/app/customers?cohort=2020-03")).toContain('href="/app/audience?cohort=2020-03"');
  });

  test("says what it could not understand, and what to do where nobody fits", async () => {
    const odd = await page("/app/customers?min_churn=much&segment=x");
    expect(odd).toContain("understood: the segment, the lowest risk of leaving.");
    expect(countOf(odd)).toBe(rows.length);
    const nobody = await page("/app/customers?q=nobody");
    expect(nobody).toContain("No customers match");
  });

  test("is a part for htmx, with the address that says it", async () => {
    const answer = await ask("/app/customers?q=1000&segment=&min_churn=", {
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    expect(answer.headers.get("hx-push-url")).toBe("/app/customers?q=1000");
    expect(await answer.text()).toStartWith("<div");
  });

  test("what is searched for is inert", async () => {
    const html = await page(`/app/customers?q=${encodeURIComponent(`"'><img src=x onerror=1>`)}`);
    expect(html).not.toContain("<img");
  });
});

describe("the page of a customer", () => {
  test("tells what is known and expected, and why", async () => {
    const html = await page(`/app/customers/${has.customer}`);
    for (const words of [
      "Why this risk",
      "Next order",
      "Chance of an order by day",
      "Orders over time",
      "RFM scores",
      "Similar customers",
      "Erase this customer",
    ])
      expect(html).toContain(words);
  });

  test("counts as many orders as the table says, and shows them all when asked", async () => {
    const known = rows.find(({ frequency }) => (frequency as number) > 12) ?? rows[0]!;
    const html = await page(`/app/customers/${known.CustomerID}?all=true`);
    expect(html).toContain(`${known.frequency} order`);
    expect(html.match(/<span class="badge ">Order<\/span>/g)).toHaveLength(known.frequency as number);
  });

  test("shows six similar customers, and not the customer", async () => {
    const html = await page(`/app/customers/${has.customer}`);
    const similar = idsOf(html.split(">Similar customers</h2>")[1]!);
    expect(similar).toHaveLength(6);
    expect(similar).not.toContain(has.customer);
  });

  test("of nobody is not there, in the same words for another tenant's", async () => {
    await server.furnish("other");
    for (const id of ["nobody", "10000"]) {
      const tenant = id === "nobody" ? TENANT : "stranger";
      const answer = await ask(`/app/customers/${id}`, { headers: { "X-Tenant-Id": tenant } });
      // A stranger without a model is led to the first upload.
      expect(answer.status).toBe(id === "nobody" ? 404 : 303);
      expect(await answer.text()).not.toContain("Risk of leaving");
    }
  });

  test("is without its history where the model was trained before there was one", async () => {
    const other = await server.furnish("older");
    const { artifactPrefix } = server.context.store.models.find("older", other.model)!;
    rmSync(server.context.blobs.localPath(`${artifactPrefix}/orders.arrow`));
    const headers = { "X-Tenant-Id": "older" };
    const html = await (await ask(`/app/customers/${other.customer}`, { headers })).text();
    expect(html).toContain("trained before models kept their orders");
    const list = await (await ask("/app/customers?cohort=2020-01", { headers })).text();
    expect(list).toContain("it cannot filter by time");
  });
});

describe("erasing a customer", () => {
  const erase = (id: string, written: string) =>
    ask(`/app/customers/${id}/erase`, {
      method: "POST",
      body: new URLSearchParams({ customer: written }),
      headers: { "Sec-Fetch-Site": "same-origin" },
    });

  test("asks for the id, and does nothing without it", async () => {
    const before = server.context.store.jobs.list(TENANT, "erasure", null).length;
    const answer = await erase(String(has.customer), "another");
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("That is not this customer's ID.");
    expect(server.context.store.jobs.list(TENANT, "erasure", null)).toHaveLength(before);
  });

  test("is a job of the queue, and the customer is gone when it is done", async () => {
    const id = String(rows.find(({ CustomerID }) => CustomerID !== has.customer)!.CustomerID);
    const answer = await erase(id, id);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/app/queue"]);
    const [job] = server.context.store.jobs.list(TENANT, "erasure", null);
    expect((await server.context.queue.waitForEnd(TENANT, job!.id))!.status).toBe("completed");
    expect((await ask(`/app/customers/${id}`)).status).toBe(404);
    expect(await page(`/app/customers/${has.customer}`)).toContain("Orders over time");
    expect(countOf(await page("/app/customers"))).toBe(rows.length - 1);
  });
});

describe("a query of the list", () => {
  test("falls back to its defaults", () => {
    expect(readCustomersQuery({})).toMatchObject({ sort: "expected", isFalling: true, page: 1, ignored: [] });
    expect(readCustomersQuery({ sort: "id" }).isFalling).toBe(false);
    expect(readCustomersQuery({ sort: "id", order: "desc" }).isFalling).toBe(true);
  });
  test("names each thing that it does not understand", () => {
    const odd = { min_churn: "2", cohort: "2011-13", rfm_group: "x", page: "0", sort: "x" };
    expect(readCustomersQuery(odd).ignored).toHaveLength(5);
    expect(readCustomersQuery(odd).parameters).toEqual({});
  });
});
