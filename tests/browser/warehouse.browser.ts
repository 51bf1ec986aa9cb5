import { afterAll, expect } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ordinaryShop } from "../pipeline/small-files";
import { ALL_LINES, duckdbShop } from "../warehouse/duckdb-shop";
import { pageFaults } from "./page-faults";
import { signIn, visitStarted, walk } from "./visit";

/** A shop whose order lines lie in DuckDB: from the form to a model. One test goes on where the one before stopped. */

const data = mkdtempSync(join(tmpdir(), "perennial-warehouse-"));
afterAll(() => rmSync(data, { recursive: true }));
const shop = await duckdbShop(data, ordinaryShop(80, 300), { tenants: "[shop]" });
const { server, watched, page } = await visitStarted({ tenant: "shop", mayAnswer: [422] }, () => ({
  WAREHOUSES_FILE: shop.warehousesFile,
}));

const step = walk(watched);
const textOf = async (selector: string) => (await page.locator(selector).first().textContent()) ?? "";

step("the upload page leads to the warehouses, which are shown without a fault", async () => {
  await page.goto("/app/upload");
  await page.getByRole("link", { name: "Read them from there" }).click();
  await page.waitForURL("**/app/warehouse");
  expect(await textOf("select[name=connection]")).toBe("shop (duckdb)");
  expect(await pageFaults(watched, page, "/app/warehouse")).toEqual([]);
});

step("a query that may not be run is shown again, with what is wrong", async () => {
  await page.goto("/app/warehouse");
  await page.locator("textarea[name=query]").fill("DELETE FROM order_lines");
  await page.getByRole("button", { name: "Read and review" }).click();
  await page.locator("#warehouse .notice").waitFor();
  expect(await textOf("#warehouse .notice")).toContain("SELECT");
  expect(await page.locator("textarea[name=query]").inputValue()).toBe("DELETE FROM order_lines");
});

step("a query leads to its columns and rows, and a training learns from it", async () => {
  await page.locator("textarea[name=query]").fill(ALL_LINES);
  await page.locator("input[name=name]").fill("Our shop");
  await page.getByRole("button", { name: "Read and review" }).click();
  await page.waitForURL(/\/app\/upload\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  await page
    .locator("#check")
    .getByText(/rows can be used/)
    .waitFor({ timeout: 60_000 });
  const told = await textOf("#main");
  expect(told).toContain("a query of the warehouse shop");
  expect(told).toContain("As the warehouse answers");
  expect(told).not.toMatch(/\b(in the file|the file writes|order of day and month)\b/i);
  await page.locator("select[name=effort]").selectOption("quick");
  await page.getByRole("button", { name: "Train the model" }).click();
  await page.waitForURL(/\/app\/queue\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { name: "A new model" }).waitFor({ timeout: 150_000 });
});

step("the data set's page shows the query, and no way to add a file", async () => {
  await page.goto("/app/datasets");
  await page.getByRole("link", { name: "Our shop" }).first().click();
  await page.waitForURL(/\/app\/datasets\/[0-9a-f-]{36}$/);
  expect(await textOf("#query pre")).toBe(ALL_LINES);
  expect(await page.locator("#add").count()).toBe(0);
  expect(await textOf("#main")).not.toMatch(/\b(in the file|of the file)\b/i);
  expect(await pageFaults(watched, page, new URL(page.url()).pathname)).toEqual([]);
});

step("who has no warehouse is told how to get one", async () => {
  await signIn(watched.context, "other", server);
  expect(await pageFaults(watched, page, "/app/warehouse")).toEqual([]);
  expect(await textOf("#main")).toContain("No warehouse is connected");
});
