import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { dashboards } from "../../views";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { openBrowser, type Watched, watch } from "./chromium";
import { lowTargetsOf, overflowOf, violationsOf } from "./page-checks";
import { MIDDLE, NARROW, WIDE } from "./page-faults";

/** The API explorer at `/docs`. */

const MOST_BYTES = 600_000;

let server: ShopServer;
let browser: Browser;
let watched: Watched;
let page: Page;
beforeAll(async () => {
  [server, browser] = await Promise.all([startShopServer({}, dashboards), openBrowser()]);
  watched = await watch(browser, server.url, { viewport: WIDE });
  page = await watched.context.newPage();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const open = async () => {
  await page.goto("/docs#postTrain", { waitUntil: "networkidle" });
  await page.locator("#postTrain[open] form").waitFor();
};

test("has nothing serious against it in three widths and both themes, with a route open", async () => {
  for (const viewport of [WIDE, MIDDLE, NARROW]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await open();
      const faults = [
        ...(await violationsOf(page)),
        ...(await overflowOf(page)),
        ...(await lowTargetsOf(page)),
      ];
      expect({ width: viewport.width, colorScheme, faults }).toEqual({
        width: viewport.width,
        colorScheme,
        faults: [],
      });
    }
  }
  expect(watched.take()).toEqual([]);
}, 120_000);

test("weighs less than 600 kB with the document and the font", async () => {
  const fresh = await browser.newPage({ baseURL: server.url });
  const bodies: Promise<number>[] = [];
  fresh.on("response", (response) => bodies.push(response.body().then(({ byteLength }) => byteLength)));
  await fresh.goto("/docs", { waitUntil: "networkidle" });
  const bytes = (await Promise.all(bodies)).reduce((sum, one) => sum + one, 0);
  await fresh.close();
  expect(bytes).toBeGreaterThan(300_000);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

test("finds a route, sends what is filled in, shows the answer, and leads back", async () => {
  await page.setViewportSize(WIDE);
  await open();
  await page.getByLabel("Find a route").fill("health/ready");
  expect(await page.locator(".operation:visible").count()).toBe(1);
  await page.locator("#getHealthReady summary").click();
  await page.locator("#getHealthReady").getByRole("button", { name: "Send" }).click();
  await page.locator("#getHealthReady form p:has-text('200 after')").waitFor();
  expect(await page.locator("#getHealthReady form pre").textContent()).toContain('"status"');
  await page.getByRole("link", { name: "← Perennial" }).click();
  await page.waitForURL(/\/app/);
  expect(watched.take()).toEqual([]);
});
