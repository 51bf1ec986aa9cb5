import { expect, test } from "bun:test";
import { lowTargetsOf, overflowOf, violationsOf } from "./page-checks";
import { MIDDLE, NARROW, WIDE } from "./page-faults";
import { visitShops } from "./visit";

/** The API explorer at `/docs`. */

const MOST_BYTES = 600_000;

const { server, browser, watched, page } = await visitShops();

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
