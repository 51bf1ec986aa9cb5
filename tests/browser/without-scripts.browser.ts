import { expect, test } from "bun:test";
import { trainedShop } from "../api/resources/shop-server";
import { visitShops } from "./visit";

/** A browser that runs no scripts: forms and links do what must be done. */

const TENANT = "shop";

const { server, watched, page } = await visitShops({ tenant: TENANT, javaScriptEnabled: false });
const has = await server.furnish(TENANT);

const textOf = async (selector: string) => (await page.locator(selector).first().textContent()) ?? "";

test("customers are filtered by a form", async () => {
  await page.goto("/app/customers");
  const all = await textOf("#results h2");
  await page.locator("[name=min_churn]").selectOption("0.5");
  await page.locator("#main form button[type=submit]").first().click();
  await page.waitForURL(/min_churn=0\.5/);
  expect(await textOf("#results h2")).not.toBe(all);
});

test("what if is asked by a form", async () => {
  await page.goto(`/app/predictions/new?customer=${has.customer}`);
  await page.getByRole("button", { name: "Predict" }).click();
  await page.waitForURL(/\/app\/predictions\/new\?.+/);
  expect(await textOf("#main")).toContain("Risk of leaving");
});

test("a file is sent by a form, its rows are checked by a button, and a training is asked for", async () => {
  await page.goto("/app/upload");
  await page.locator("input[type=file]").setInputFiles((await trainedShop()).dataPath);
  await page.getByRole("button", { name: "Upload and review" }).click();
  await page.waitForURL(/\/app\/upload\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Check the rows" }).click();
  await page.waitForURL(/check=1/);
  expect(await textOf("#check")).toContain("rows can be used");
  await page.getByRole("button", { name: "Train the model" }).click();
  await page.waitForURL(/\/app\/queue\/[0-9a-f-]{36}$/);
  expect(await textOf("h1")).toBe("Training");
  expect(watched.take()).toEqual([]);
});
