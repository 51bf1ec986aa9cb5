import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { CUSTOMER_COLUMN } from "../../../src/answers/customer-table";
import type { WeeklyReport } from "../../../src/notify/reports/weekly-loop";
import { DAY_MS } from "../../../src/time";
import { dashboards } from "../../../views";
import { weekReport } from "../../../views/week/week-report";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { withoutDefinitions } from "../html-faults";

const PUBLIC_URL = "https://perennial.example.com";
const TENANT = "shop";

let server: ShopServer;
let has: Belongings;
let asOf: number;
beforeAll(async () => {
  server = await startShopServer({ PUBLIC_URL }, dashboards);
  has = await server.furnish(TENANT);
  const row = server.context.store.models.find(TENANT, has.model)!;
  asOf = await server.context.models.use(row, ({ card }) => Date.parse(card.as_of));
});
afterAll(() => server.close());

const week = (tenant = TENANT, now = asOf + DAY_MS) =>
  weekReport({ ...server.context, now: () => now }, tenant);
const sectionOf = ({ report }: WeeklyReport, title: RegExp) =>
  report.sections.find((section) => title.test(section.title));
/** What a page says, without its tags. */
async function textOf(path: string): Promise<string> {
  const response = await fetch(server.url + path, {
    headers: { "X-Tenant-Id": TENANT, Accept: "text/html" },
  });
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  const text = withoutDefinitions(await response.text())
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&");
  return text.replace(/\s+/g, " ");
}
const set = (settings: object) => server.context.store.tenants.saveSettings(TENANT, { ...settings }, 1);

describe("the report of a week", () => {
  test("says exactly what the page This week says: the sum, each move and its gain, and the sales", async () => {
    set({ currency: "GBP", locale: "en-GB" });
    const weekly = (await week())!;
    const page = await textOf("/app");
    const squeezed = (text: string) => text.replace(/\s+([.,])/g, "$1");
    expect(squeezed(page)).toContain(weekly.report.lead.replace(/ As of .*/, ""));
    const moves = sectionOf(weekly, /^What to do$/)!.items;
    expect(moves.length).toBeGreaterThan(0);
    for (const { title, figure } of moves) {
      expect(page).toContain(title);
      expect(page).toContain(figure!);
    }
    const sales = sectionOf(weekly, /^Sales, last 90 days$/)!;
    expect(page).toContain(sales.note!);
    for (const { figure } of sales.items) expect(page).toContain(figure!);
    expect(weekly.report.title).toMatch(/^\d moves? (this week, expected gain |worth a trial this week$)/);
  });

  test("leads from each move to exactly its customers", async () => {
    const weekly = (await week())!;
    const moves = weekly.data.moves as readonly { customers: number }[];
    for (const [i, { url }] of sectionOf(weekly, /^What to do$/)!.items.entries()) {
      expect(url).toStartWith(`${PUBLIC_URL}/app/customers?move=`);
      const { customers } = moves[i]!;
      const count = `${customers} customer${customers === 1 ? "" : "s"}`;
      expect(await textOf(url!.slice(PUBLIC_URL.length))).toMatch(new RegExp(`(^|\\D)${count}\\b`));
    }
  });

  test("leads to pages that are there, all of them, and to none on a server that does not know its address", async () => {
    const { report } = (await week())!;
    const urls = [report.url, ...report.sections.flatMap(({ items }) => items.map(({ url }) => url))].filter(
      Boolean,
    );
    expect(urls.length).toBeGreaterThan(4);
    for (const url of urls) await textOf(url!.slice(PUBLIC_URL.length));
    const config = { ...server.context.config, publicUrl: null };
    const without = (await weekReport({ ...server.context, config }, TENANT))!;
    expect(JSON.stringify(without.report)).not.toContain("http");
  });

  test("advises nobody where no contact pays, and says what would have to change", async () => {
    set({ currency: "GBP", contactCost: 1e9 });
    const weekly = (await week())!;
    expect(weekly.report.title).toBe("No contact pays this week");
    expect(weekly.report.lead).toStartWith("No contact pays on your terms. A contact costs £1,000,000,000");
    expect(sectionOf(weekly, /^What to do$/)).toBeUndefined();
    expect(weekly.data).toMatchObject({ moves: [], is_promised: false });
    set({});
  });

  test("never advises a move that loses", async () => {
    for (const contactCost of [0.1, 1, 5, 20, 50, 200]) {
      set({ contactCost });
      const { data } = (await week())!;
      for (const { expected_gain } of data.moves as { expected_gain: number }[])
        expect(expected_gain).toBeGreaterThan(0);
    }
    set({});
  });

  test("begins with how old the data is, from thirty days on", async () => {
    expect((await week(TENANT, asOf + 29 * DAY_MS))!.report.warning).toBeNull();
    const { report } = (await week(TENANT, asOf + 43 * DAY_MS))!;
    expect(report.title).toStartWith("Newest order 43 days ago; ");
    expect(report.warning).toContain("43 days ago: every score is as of that day, not today.");
  });

  test("is nothing for a tenant without a model", async () => {
    expect(await week("nobody")).toBeNull();
  });

  test("names no customer", async () => {
    const { report, data } = (await week())!;
    const row = server.context.store.models.find(TENANT, has.model)!;
    const ids = await server.context.models.use(row, ({ customers }) => customers.texts(CUSTOMER_COLUMN));
    const said = JSON.stringify([report, data]).replaceAll(/[\d.,]+(?= customers)/g, "");
    const words = new Set(said.split(/[^A-Za-z0-9@._-]+/));
    expect(ids.filter((id) => id.length > 3 && words.has(id))).toEqual([]);
    expect(said).not.toContain("/app/customers/");
  });
});

describe("the last campaign in it", () => {
  /** A campaign to the first customers, every other one left alone, that began so many days before the newest order. */
  async function campaign(
    tenant: string,
    days: number,
    horizonDays: number,
    promised = true,
  ): Promise<string> {
    const id = Bun.randomUUIDv7();
    const row = server.context.store.models.find(tenant, server.context.store.tenants.defaultModel(tenant)!)!;
    const ids = await server.context.models.use(row, ({ customers }) => customers.texts(CUSTOMER_COLUMN));
    server.context.store.campaigns.insert(
      tenant,
      {
        id,
        name: `To ${ids[0]}`,
        modelId: row.id,
        filter: {},
        terms: promised ? { margin: 0.3 } : {},
        promise: promised ? { expected: 10, low: 1, high: 20, cost: 5, base_rate: 0.2, lift: 0.1 } : null,
        startsAt: asOf - days * DAY_MS,
        horizonDays,
        createdAt: Date.now(),
      },
      ids.slice(0, 100).map((customerId, i) => ({ customerId, isControl: i % 2 === 0 })),
    );
    return id;
  }
  const lastOf = async (tenant: string) => sectionOf((await week(tenant))!, /^The last campaign$/)?.items[0];

  test("is left out where there was none, and too early to tell before its first day", async () => {
    await server.furnish("young");
    expect(await lastOf("young")).toBeUndefined();
    const id = await campaign("young", -3, 90);
    expect(await lastOf("young")).toMatchObject({
      url: `${PUBLIC_URL}/app/audience/campaigns/${id}`,
      figure: null,
      text: expect.stringMatching(
        /^Too early to tell: the newest data ends on .*, before the contacts start\.$/,
      ),
    });
  });

  test("says what it brought with its range once all days are in the data, in the words of its page", async () => {
    await server.furnish("older");
    const id = await campaign("older", 60, 30);
    const item = (await lastOf("older"))!;
    expect(item.text).toMatch(
      /^Profit after costs, with 95% certainty between .* and .*\.( It may well be chance\.)?$/,
    );
    const page = await fetch(`${server.url}/app/audience/campaigns/${id}`, {
      headers: { "X-Tenant-Id": "older", Accept: "text/html" },
    });
    expect(withoutDefinitions(await page.text()).replace(/<[^>]+>/g, "")).toContain(
      `Measured: ${item.figure}, ${/with 95% .*?(?=\.)/.exec(item.text)![0]}`,
    );
    expect(item.title).not.toContain("To ");
  });

  test("says so far what can be said while days are missing, and prefers an earlier one that is complete", async () => {
    await server.furnish("both");
    await campaign("both", 10, 30, false);
    expect((await lastOf("both"))!.text).toMatch(
      /^Too early to tell: 11 of 30 days are in the data\. So far: /,
    );
    const complete = await campaign("both", 60, 30);
    const newest = await campaign("both", 5, 30);
    expect((await lastOf("both"))!.url).toEndWith(`/${complete}`);
    expect(newest).not.toBe(complete);
  });

  test("cannot be told by anybody without a group to compare with", async () => {
    await server.furnish("alone");
    const { store } = server.context;
    const row = store.models.find("alone", store.tenants.defaultModel("alone")!)!;
    const times = { startsAt: asOf - 60 * DAY_MS, horizonDays: 30, createdAt: 1 };
    store.campaigns.insert(
      "alone",
      { id: "c", name: "All", modelId: row.id, filter: {}, terms: {}, promise: null, ...times },
      [{ customerId: "1", isControl: false }],
    );
    expect((await lastOf("alone"))!.text).toStartWith("With fewer than two customers in a group");
  });
});
