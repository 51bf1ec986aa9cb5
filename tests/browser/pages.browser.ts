import { describe, expect, test } from "bun:test";
import { pages } from "../../views/pages";
import { CANARY_CUSTOMERS, furnishCanary } from "../views/canary-shop";
import { linksOf } from "../views/html-faults";
import { addressOf, plainPages } from "../views/page-addresses";
import { watch } from "./chromium";
import { overflowOf, violationsOf } from "./page-checks";
import { NARROW, pageFaults } from "./page-faults";
import { signIn, visitShops } from "./visit";

/** Every page of a shop whose every text is markup or a formula, in both themes and two widths. */

const TENANT = "canary";

const { server, browser, watched, page } = await visitShops({ tenant: TENANT, reducedMotion: "reduce" });
const ids = await furnishCanary(server, TENANT);

/** Files that are downloaded, and parts of pages. */
async function isWholePage(address: string): Promise<boolean> {
  const response = await fetch(server.url + address, {
    headers: { "X-Tenant-Id": TENANT },
    redirect: "manual",
  });
  const isHtml = response.headers.get("content-type")?.startsWith("text/html") === true;
  return isHtml && response.status === 200 && (await response.text()).startsWith("<!doctype");
}

describe("every page has nothing serious against it", () => {
  test.each(plainPages(pages).map((route) => [route.path, route] as const))(
    "%s",
    async (path, route) => {
      const customers = path.includes(":customer_id") ? CANARY_CUSTOMERS.slice(0, 2) : [ids.customer_id!];
      for (const customer_id of customers) {
        const address = addressOf(route, { ...ids, customer_id });
        if (await isWholePage(address)) expect(await pageFaults(watched, page, address)).toEqual([]);
      }
    },
    60_000,
  );

  test("and so have the tabs of a model", async () => {
    const response = await fetch(`${server.url}/app/models/${ids.model_id}`, {
      headers: { "X-Tenant-Id": TENANT },
    });
    const tabs = linksOf(await response.text()).filter((link) =>
      link.startsWith(`/app/models/${ids.model_id}?`),
    );
    expect(tabs.length).toBeGreaterThan(3);
    for (const tab of tabs)
      expect({ tab, faults: await pageFaults(watched, page, tab) }).toEqual({ tab, faults: [] });
  }, 300_000);
});

test("an address that leads nowhere has a page that says so", async () => {
  const narrow = await watch(browser, server.url, { viewport: NARROW, mayAnswer: [404] });
  await signIn(narrow.context, TENANT, server);
  const lost = await narrow.context.newPage();
  const answer = await lost.goto("/app/models/nobody");
  expect(answer?.status()).toBe(404);
  expect(await violationsOf(lost)).toEqual([]);
  expect(await overflowOf(lost)).toEqual([]);
  expect(narrow.take()).toEqual([]);
  await narrow.context.close();
});
