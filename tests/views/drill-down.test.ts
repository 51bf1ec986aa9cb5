import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../views";
import { formatFor } from "../../views/format";
import { DEFAULT_TENANT_SETTINGS } from "../../views/tenant-settings";
import { type Belongings, type ShopServer, startShopServer } from "../api/resources/shop-server";
import { type WordedLink, wordedLinks } from "./html-faults";

const TENANT = "shop";
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

  test("revenue of the last 30 and 90 days", () => {
    expect(figure(/^Revenue, last 30 days/)).toBe(format.money(sum(column("spend_30d"))));
    expect(figure(/^Revenue, last 90 days/)).toBe(format.money(sum(column("spend_90d"))));
  });

  test("active customers", () => {
    const isActive = column("recency_days").map((days) => days <= 90);
    expect(figure(/^Active customers/)).toBe(format.count(count(isActive)));
  });

  test("customers who are healthy, at risk and lost, who are everybody", () => {
    const between = (least: number, most: number) =>
      count(column("churn_probability").map((risk) => risk >= least && risk < most));
    const told = [between(0, 0.5), between(0.5, 0.9), between(0.9, 2)];
    expect([/^Healthy/, /^At risk/, /^Lost/].map(figure)).toEqual(told.map(format.count));
    expect(sum(told)).toBe(rows.length);
  });

  test("revenue, whose orders add up to it on the page that it leads to", async () => {
    for (const [label, days] of [
      [/^Revenue, last 30 days/, 30],
      [/^Revenue, last 90 days/, 90],
    ] as const) {
      const { href, value } = links.find((link) => label.test(link.label))!;
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
    }
  });

  test("expected spend, to the three digits that are known", () => {
    expect(figure(/^Expected spend/)).toBe(format.roughMoney(sum(column("ltv_estimate"))));
  });
});

/** How many customers a link speaks of; null where it does not. */
function customersIn({ text, value, label }: WordedLink): number | null {
  const isCount = /^[\d,]+$/.test(value) && !/revenue|spend/i.test(label);
  const found = isCount
    ? value
    : /(?:^|[^\d.,%])(\d[\d,]*) ?(?:of [\d,]+ )?(?:customers?|key accounts?)\b/.exec(text)?.[1];
  return found ? Number(found.replaceAll(",", "")) : null;
}

describe.each(["/app", "/app/segments", "/app/segments/0", "/app/rfm", "/app/cohorts"])("%s", (address) => {
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
    if (address === "/app") expect(counted.length).toBeGreaterThan(4);
    if (address === "/app/rfm")
      expect(counted.filter(({ href }) => href.includes("fm_score=")).length).toBeGreaterThan(9);
  });
});
