import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { furnishCanary } from "../views/canary-shop";
import { NARROW, WIDE } from "./page-faults";
import { signIn, visitShops } from "./visit";

/** What charts and terms say when they are pointed at, and what a card gives away. */

const TENANT = "canary";

const { server, browser, watched, page } = await visitShops({ tenant: TENANT, hasTouch: true });
const ids = await furnishCanary(server, TENANT);

const tip = () => page.locator("#tip");
const openChurn = () => page.goto(`/app/models/${ids.model_id}?tab=churn`, { waitUntil: "load" });

test("pointing at a line tells its figures there, and the arrows go on from point to point", async () => {
  await openChurn();
  const chart = page.locator(".card:has(h2:text-is('ROC')) .when-wide svg.chart");
  await chart.scrollIntoViewIfNeeded();
  const { width, height } = (await chart.boundingBox())!;
  // Waits until the chart stands still.
  await chart.hover({ position: { x: width * 0.4, y: height * 0.5 } });
  await tip().waitFor();
  expect(await tip().locator("strong").textContent()).toMatch(/^Stayers called leavers \d+(\.\d+)?%$/);
  expect(await tip().textContent()).toContain("The model");
  await page.mouse.move(5, 5);
  expect(await tip().isVisible()).toBe(false);

  await chart.focus();
  await page.keyboard.press("Home");
  const first = await tip().textContent();
  await page.keyboard.press("ArrowRight");
  expect(await tip().textContent()).not.toBe(first);
  await page.keyboard.press("Escape");
  expect(await tip().isVisible()).toBe(false);
  expect(watched.take()).toEqual([]);
});

test("the first touch of a bar tells its figures, the second follows it", async () => {
  await page.goto("/app", { waitUntil: "load" });
  const bar = page.locator("svg.chart a:has(rect.bar)").first();
  await bar.scrollIntoViewIfNeeded();
  await bar.tap();
  expect(await tip().isVisible()).toBe(true);
  expect(new URL(page.url()).pathname).toBe("/app");
  await bar.tap();
  await page.waitForURL(/\/app\/customers\?/);
  expect(watched.take()).toEqual([]);
});

test("a card gives its chart's data as CSV and its picture as SVG and PNG", async () => {
  await openChurn();
  const more = page.locator(".card:has(h2:text-is('ROC')) .chart-more");
  const take = async (words: string) => {
    await more.click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: words }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const csv = await take("Data as CSV");
  expect(csv.name).toEndWith(".csv");
  const [head, row] = csv.bytes.toString("utf8").slice(1).split("\n");
  expect(head).toStartWith("Stayers called leavers,The model,");
  expect(row).toMatch(/^[\d.]+(,[\d.]*)+$/);
  const svg = (await take("Picture as SVG")).bytes.toString("utf8");
  expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
  expect(svg).toMatch(/stroke="(rgb|oklab|color)\(/);
  expect(svg).not.toContain("var(--");
  const png = (await take("Picture as PNG")).bytes;
  expect([...png.subarray(1, 4)].map((code) => String.fromCharCode(code)).join("")).toBe("PNG");
  expect(png.byteLength).toBeGreaterThan(5000);
  expect(watched.take()).toEqual([]);
});

test("nothing moves while a page loads, wide or narrow", async () => {
  const moves = await browser.newContext({ baseURL: server.url });
  await signIn(moves, TENANT, server);
  await moves.addInitScript(
    `globalThis.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: "layout-shift", buffered: true })`,
  );
  for (const viewport of [WIDE, NARROW]) {
    for (const address of [
      "/app",
      "/app/customers",
      "/app/report",
      `/app/models/${ids.model_id}?tab=churn`,
    ]) {
      const one = await moves.newPage();
      await one.setViewportSize(viewport);
      await one.goto(address, { waitUntil: "networkidle" });
      expect({ address, shift: await one.evaluate<number>("shift") }).toEqual({ address, shift: 0 });
      await one.close();
    }
  }
  await moves.close();
});
