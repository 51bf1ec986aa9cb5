import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromCSV } from "arquero";
import type { Page } from "playwright-core";
import { AUDIENCE_COLUMNS } from "../../src/answers/select";
import { ordinaryShop } from "../pipeline/small-files";
import { nameOf, writeShopify } from "./shopify-file";
import { visitStarted } from "./visit";

/** A new shop with a Shopify export: from the first page to an exported list with its control group. */

const TENANT = "listing-shop";
const orders = ordinaryShop(400, 420)
  .toSorted((a, b) => a.day - b.day)
  .map((order, i) => ({ ...order, number: 1001 + i }));

const { server, watched, page, folder } = await visitStarted({
  tenant: TENANT,
  viewport: { width: 1280, height: 800 },
  locale: "en-GB",
});

const amount = (text: string) => Number(text.replace(/[^\d.-]/g, ""));

test("a list is exported with at most four clicks after the training, and says the same as page and API", async () => {
  await page.goto("/app/upload");
  await page.locator("input[type=file]").setInputFiles(writeShopify(join(folder, "orders.csv"), orders));
  await page.getByRole("button", { name: "Upload and review" }).click();
  await page
    .locator("#check")
    .getByText(/rows can be used/)
    .waitFor({ timeout: 120_000 });
  await page.locator("select[name=effort]").selectOption("quick");
  await page.getByRole("button", { name: "Train the model" }).click();
  await page.getByRole("heading", { name: "A new model" }).waitFor({ timeout: 190_000 });

  let clicks = 0;
  const click = async (what: ReturnType<Page["locator"]>) => {
    clicks++;
    await what.click();
  };
  await click(page.getByRole("link", { name: "This week", exact: true }));
  await page.waitForURL("**/app");
  const move = page.locator(".moves > li").first();
  const count = amount((await move.locator(".who a").textContent())!);
  const gain = amount((await move.locator(".gain strong").textContent())!);
  const key = new URL((await move.locator(".who a").getAttribute("href"))!, server.url).searchParams.get(
    "move",
  );
  expect(await move.locator(".who").textContent()).toContain("Zoë Buyer");
  await click(move.getByRole("button"));
  await page.waitForURL("**/app/audience/campaigns/*");
  const download = page.waitForEvent("download");
  await click(page.getByRole("link", { name: "Both", exact: true }));
  expect(clicks).toBeLessThanOrEqual(4);

  const table = fromCSV(readFileSync(await (await download).path(), "utf8"));
  expect(table.columnNames()).toEqual([...Object.keys(AUDIENCE_COLUMNS), "group"]);
  const column = (name: string) => Array.from(table.array(name) as ArrayLike<unknown>);
  expect(table.numRows()).toBe(count);
  expect(new Set(column("group"))).toEqual(new Set(["contact", "control"]));
  column("email").forEach((email, i) => {
    expect(email).toMatch(/^c\d+@example\.com$/);
    expect(column("name")[i]).toBe(nameOf(String(email).slice(1).split("@")[0]!));
  });
  for (const reason of column("reason")) expect(String(reason).length).toBeGreaterThan(3);
  const hints = column("product_hint").filter((hint) => hint !== null);
  expect(hints.length).toBeGreaterThan(count / 2);
  for (const hint of hints) expect(hint).toMatch(/^(Teapot|Kettle|Mug|Samovar|Bowl|Spoon \d)$/);
  const gains = column("expected_gain") as number[];
  expect(Math.min(...gains)).toBeGreaterThan(0);
  const sum = gains.reduce((total, one) => total + one, 0);
  expect(Math.abs(sum - gain)).toBeLessThanOrEqual(0.51);
  const api = await fetch(`${server.url}/audience.csv?move=${key}`, { headers: { "X-Tenant-Id": TENANT } });
  const told = fromCSV(await api.text()).array("expected_gain") as number[];
  expect(Array.from(told).reduce((total, one) => total + one, 0)).toBeCloseTo(sum, 6);
  expect(watched.take()).toEqual([]);
}, 600_000);

test("the palette finds a customer by a part of the name, by keyboard alone", async () => {
  await page.goto("/app");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Find" });
  await field.waitFor();
  const { customer } = orders[5]!;
  await page.keyboard.type(`zoe BUYER ${customer}`);
  await page
    .getByRole("option", { name: nameOf(customer) })
    .first()
    .waitFor();
  const chosen = await field.getAttribute("aria-activedescendant");
  expect(await page.locator(`#${chosen}`).getAttribute("aria-selected")).toBe("true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/app/customers/*");
  expect(await page.locator("h1").textContent()).toBe(nameOf(customer));
  await page.keyboard.press("Meta+k");
  await page.keyboard.type("cohor");
  await page.getByRole("option", { name: /Cohorts/ }).waitFor();
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "hidden" });
  expect(watched.take()).toEqual([]);
}, 120_000);

test("Enter on a single hit of the search opens the customer", async () => {
  const { customer } = orders[7]!;
  await page.goto("/app/customers");
  const field = page.locator("input[name=q]");
  await field.fill(`C${customer}@EXAMPLE`);
  await field.press("Enter");
  await page.waitForURL(/\/app\/customers\/[^?]+/);
  expect(await page.locator("h1").textContent()).toBe(nameOf(customer));
}, 120_000);
