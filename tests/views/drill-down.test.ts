import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../views";
import { formatFor } from "../../views/format";
import { DEFAULT_TENANT_SETTINGS } from "../../views/tenant-settings";
import { type Belongings, type ShopServer, startShopServer } from "../api/resources/shop-server";
import { type WordedLink, wordedLinks } from "./html-faults";

const TENANT = "shop";
const PERIOD = "from=2020-06-10&to=2020-08-20";
const format = formatFor(DEFAULT_TENANT_SETTINGS);

type Row = Readonly<Record<string, number | string | null>>;

let server: ShopServer;
let has: Belongings;
/** Every customer, as the API tells of him. */
let rows: readonly Row[];
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
  const answer = await ask(`/models/${has.model}/customers?limit=10000`);
  rows = JSON.parse(answer).rows;
});
afterAll(() => server.close());

async function ask(address: string): Promise<string> {
  const response = await fetch(server.url + address, {
    headers: { "X-Tenant-Id": TENANT, Accept: "application/json" },
  });
  const text = await response.text();
  expect({ address, status: response.status, text: response.ok ? "" : text }).toEqual({
    address,
    status: 200,
    text: "",
  });
  return text;
}

const column = (name: string) => rows.map((row) => row[name] as number);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const count = (values: readonly boolean[]) => values.filter(Boolean).length;

describe("each figure of the overview is the API's", () => {
  let links: readonly WordedLink[];
  beforeAll(async () => {
    links = wordedLinks(await ask("/app"));
  });
  const figure = (label: RegExp) => links.find((link) => label.test(link.label))?.value;

  test.each([30, 90])("revenue of the last %i days", async (days) => {
    const links = wordedLinks(await ask(`/app?days=${days}`));
    const revenue = links.find(({ label }) => label.startsWith(`Revenue, last ${days} days`));
    expect(revenue?.value).toBe(format.money(sum(column(`spend_${days}d`))));
  });

  test("customers with an order", () => {
    const isActive = column("recency_days").map((days) => days <= 90);
    expect(figure(/^Customers with an order/)).toBe(format.count(count(isActive)));
  });

  test("customers who are healthy, at risk and lost, who are everybody", () => {
    const between = (least: number, most: number) =>
      count(column("churn_probability").map((risk) => risk >= least && risk < most));
    const told = [between(0, 0.5), between(0.5, 0.9), between(0.9, 2)];
    expect([/^Healthy/, /^At risk/, /^Lost/].map(figure)).toEqual(told.map(format.count));
    expect(sum(told)).toBe(rows.length);
  });

  test.each([30, 90])(
    "revenue of %i days, whose orders add up to it on the page that it leads to",
    async (days) => {
      const links = wordedLinks(await ask(`/app?days=${days}`));
      const { href, value } = links.find(({ label }) => label.startsWith(`Revenue, last ${days} days`))!;
      expect(href).toBe(`/app/orders?days=${days}`);
      const values: string[] = [];
      let page = await ask(href);
      expect(page).toContain(`<span class="label">Revenue</span><span class="value">${value}</span>`);
      for (;;) {
        values.push(...[...page.matchAll(/data-label="Value">([^<]*)</g)].map(([, text]) => text!));
        const next = /href="([^"]*)" rel="next"/.exec(page)?.[1];
        if (next === undefined) break;
        page = await ask(next.replaceAll("&amp;", "&"));
      }
      const total = sum(values.map((text) => Number(text.replaceAll(",", ""))));
      // Each amount is rounded where it is shown.
      expect(Math.abs(total - sum(column(`spend_${days}d`)))).toBeLessThan(0.51 * values.length);
    },
  );

  test("expected spend, to the three digits that are known", () => {
    expect(figure(/^Expected spend/)).toBe(format.roughMoney(sum(column("ltv_estimate"))));
  });
});

/** Follows a list of orders to its end: what its rows add up to, and how many amounts were rounded on the way. */
async function sumOfOrders(address: string): Promise<{ readonly sum: number; readonly amounts: number }> {
  let [total, amounts] = [0, 0];
  for (let at: string | undefined = address; at !== undefined; ) {
    const page: string = await ask(at);
    for (const [, text] of page.matchAll(/data-label="Value">([^<]*)</g)) {
      total += Number(text!.replaceAll(",", ""));
      amounts++;
    }
    at = /href="([^"]*)" rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  }
  return { sum: total, amounts };
}

describe.each([
  "/app?days=30",
  `/app?${PERIOD}`,
  `/app?${PERIOD}&against=year`,
  "/app/segments?days=180",
  `/app/segments?${PERIOD}`,
])("the sales compared on %s", (address) => {
  test("lead to the orders that add up to them, of the period and of the one before", async () => {
    const [, card] = (await ask(address)).split('<section class="card" id="periods">');
    const figures = [
      ...card!.matchAll(/<a (?:class="soft" )?href="(\/app\/orders[^"]*)">(?: from )?([\d.,]+)<\/a>/g),
      ...card!.matchAll(
        /<a class="card stat" href="(\/app\/orders[^"]*)"><span class="label">[^<]*<\/span><span class="value">([\d.,]+)</g,
      ),
    ];
    expect(figures.length).toBeGreaterThan(1);
    for (const [, href, text] of figures) {
      const list = href!.replaceAll("&amp;", "&");
      const page = await ask(list);
      // A list of none has no rows to add up.
      const told = [
        ...page.matchAll(
          /<span class="label">(?:Revenue|Orders|Average order)<\/span><span class="value">([^<]*)</g,
        ),
      ].map(([, value]) => value);
      expect({ list, told }).toEqual({ list, told: expect.arrayContaining([text]) });
      const { sum: total, amounts } = await sumOfOrders(list);
      expect(Math.abs(total - Number(told[0]!.replaceAll(",", "")))).toBeLessThan(0.51 * (amounts + 1));
    }
  });
});

describe("a period", () => {
  const linksTo = async (address: string, place: string) =>
    [...(await ask(address)).matchAll(/href="(\/app[^"]*)"/g)]
      .map(([, href]) => href!.replaceAll("&amp;", "&"))
      .filter((href) => href.split("?")[0] === place);

  test("is kept on the way from page to page, and left out where there is none", async () => {
    for (const [from, to] of [
      ["/app", "/app/segments"],
      ["/app/segments", "/app/cohorts"],
      ["/app/cohorts", "/app"],
      ["/app/segments/0", "/app/cohorts"],
    ] as const)
      expect(await linksTo(`${from}?${PERIOD}&against=year`, to)).toContain(`${to}?${PERIOD}&against=year`);
    expect(await linksTo(`/app?${PERIOD}`, "/app/customers")).toContain("/app/customers");
    expect(await linksTo(`/app/customers?${PERIOD}`, "/app/segments")).toContain("/app/segments");
  });

  test.each([
    ["from=2020-02-31&to=2020-03-01", "“2020-02-31” is not a day"],
    ["from=2020-08-01&to=2020-07-01", "The first day is after the last"],
    ["from=2031-01-01&to=2031-02-01", "There are orders from January"],
    ["from=soon", "“soon” is not a day"],
  ])("of %s is refused in words, and the usual one is shown", async (query, words) => {
    for (const place of ["/app", "/app/segments", "/app/cohorts", "/app/orders"]) {
      const page = await ask(`${place}?${query}`);
      expect(page).toContain(words);
    }
    expect(await ask(`/app?${query}`)).toContain('aria-current="true" href="/app?days=90#periods"');
  });

  test("that reaches beyond the newest order ends with it, and one side may be open", async () => {
    expect(await ask("/app?from=2020-10-01&to=2020-12-31")).toContain("Oct 1, 2020 to Oct 26, 2020");
    expect(await ask("/app?from=2020-10-01")).toContain("Oct 1, 2020 to Oct 26, 2020");
  });
});

/** How many customers a link speaks of; null where it does not. */
function customersIn({ text, value, label }: WordedLink): number | null {
  const isCount = /^[\d,]+$/.test(value) && !/revenue|spend/i.test(label);
  const found = isCount
    ? value
    : (/^\s*(?:from )?([\d,]+)$/.exec(text)?.[1] ??
      /(?:^|[^\d.,%])(\d[\d,]*) ?(?:of [\d,]+ )?(?:customers?|key accounts?)\b/.exec(text)?.[1]);
  return found ? Number(found.replaceAll(",", "")) : null;
}

describe.each([
  "/app",
  `/app?${PERIOD}`,
  "/app/segments",
  "/app/segments/0",
  "/app/rfm",
  "/app/cohorts",
  "/app/cohorts?group=product",
  "/app/cohorts?group=segment",
  "/app/cohorts?group=segment&by=value&days=180",
  `/app/cohorts?group=product&${PERIOD}&against=year`,
  `/app/orders?${PERIOD}`,
  `/app/orders?${PERIOD}&segment=0`,
  "/app/orders?days=30",
])("%s", (address) => {
  test("leads with each number to exactly that many customers", async () => {
    const links = wordedLinks(await ask(address)).filter(({ href }) => /^\/app\/customers(\?|$)/.test(href));
    const counted = links.flatMap((link) => {
      const customers = customersIn(link);
      return customers === null ? [] : [{ ...link, customers }];
    });
    const shown: string[] = [];
    for (const { href, text, customers } of counted.slice(0, 40)) {
      const page = await ask(href);
      const heading = /<h2[^>]*>([\d,]+) customers?<\/h2>/.exec(page)?.[1];
      const found = heading === undefined ? 0 : Number(heading.replaceAll(",", ""));
      if (found !== customers) shown.push(`“${text}” leads by ${href} to ${found}`);
    }
    expect(shown).toEqual([]);
    if (address.startsWith("/app/cohorts")) expect(counted.length).toBeGreaterThan(1);
    if (address === "/app") expect(counted.length).toBeGreaterThan(4);
    if (address === "/app/rfm")
      expect(counted.filter(({ href }) => href.includes("fm_score=")).length).toBeGreaterThan(9);
  });
});
