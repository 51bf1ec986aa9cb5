import { expect } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ordinaryShop } from "../pipeline/small-files";
import { NARROW } from "./page-faults";
import { writeShopify } from "./shopify-file";
import { visitStarted, walk } from "./visit";

/**
 * A shop that sends one Shopify export, learns from it, and a month later the next one, which overlaps with the first.
 * One test goes on where the one before stopped.
 */

const TENANT = "growing-shop";
const { server, watched, page, folder } = await visitStarted({
  tenant: TENANT,
  viewport: NARROW,
  locale: "en-GB",
});

/**
 * All orders as one Shopify export with refunds and two currencies, and the same as two exports: the second begins
 * thirty orders before the first one's end, and has as paid or refunded what was not paid then.
 */
function exportsOf(): { whole: string; first: string; next: string } {
  const orders = ordinaryShop(120, 360)
    .toSorted((a, b) => a.day - b.day)
    .map((order, i) => ({ ...order, number: 1001 + i }));
  const cut = Math.floor(orders.length * 0.8);
  return {
    whole: writeShopify(join(folder, "orders.csv"), orders),
    first: writeShopify(join(folder, "until-october.csv"), orders.slice(0, cut), 12),
    next: writeShopify(join(folder, "until-december.csv"), orders.slice(cut - 30)),
  };
}

const files = exportsOf();

const step = walk(watched);
const textOf = async (selector: string) => (await page.locator(selector).first().textContent()) ?? "";

/** Drops a file on the form of the page and sends it by the keyboard alone. */
async function send(path: string): Promise<void> {
  await page.locator("#upload-file").setInputFiles(path);
  const button = page.getByRole("button", { name: "Upload and review" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/app\/upload\/[0-9a-f-]{36}/, { timeout: 60_000 });
  await page
    .locator("#check")
    .getByText(/rows can be used/)
    .waitFor({ timeout: 60_000 });
}

/** Trains by the button of this name; answers what the job says when it is done. */
async function train(name: string): Promise<Record<string, unknown>> {
  await page.locator("select[name=effort]").selectOption("quick");
  await page.getByRole("button", { name }).click();
  await page.waitForURL(/\/app\/queue\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { name: "A new model" }).waitFor({ timeout: 100_000 });
  const answer = await fetch(`${server.url}/jobs/${page.url().split("/").at(-1)}`, {
    headers: { "X-Tenant-Id": TENANT },
  });
  return ((await answer.json()) as { result: Record<string, unknown> }).result;
}

const FIGURES = ["customers", "orders", "revenue", "as_of", "metrics"] as const;
const figures = (result: Record<string, unknown>) => FIGURES.map((name) => result[name]);

let grown: Record<string, unknown>;
let set: string;

step("what is doubtful stands at the top, and goes when it is settled", async () => {
  const path = join(folder, "ambiguous.csv");
  const lines = Array.from(
    { length: 60 },
    (_, i) => `C${i % 9},A${i},${1 + (i % 9)}/${1 + ((i * 5) % 7)}/2011,2,3.50`,
  );
  writeFileSync(path, ["Customer,Invoice,Date,Quantity,Price", ...lines, ""].join("\n"));
  await page.goto("/app/upload");
  await page.locator("#upload-file").setInputFiles(path);
  await page.getByRole("button", { name: "Upload and review" }).click();
  await page.waitForURL(/\/app\/upload\/[0-9a-f-]{36}/, { timeout: 60_000 });
  await page
    .locator("#check")
    .getByText(/would refuse this file/)
    .waitFor();
  expect(await textOf("#doubts")).toContain("ambiguous.csv: The dates in the column");
  await page.locator("input[name=date_order][value=dmy]").check();
  await page
    .locator("#check")
    .getByText(/60 of 60 rows can be used/)
    .waitFor();
  expect(await textOf("#doubts")).not.toContain("ambiguous");
});

step("the first export is checked and learned from", async () => {
  await page.goto("/app/upload");
  await send(files.first);
  expect(await textOf("#doubts")).toContain("Recognised as Shopify, orders export");
  expect(await textOf("#doubts")).toMatch(/several currencies.*EUR is counted; set aside: GBP/);
  expect(await textOf("#check")).toMatch(/Refunds\s*€/);
  set = page.url().split("/").at(-1)!;
  expect(await train("Train the model")).toMatchObject({ is_default: true, note: null });
});

step(
  "its page takes the next export, and says what both are together before anything is learned",
  async () => {
    await page.goto(`/app/datasets/${set}`);
    await page.getByRole("link", { name: "Add newer orders" }).focus();
    await page.keyboard.press("Enter");
    await send(files.next);
    expect(page.url()).toContain(`/app/upload/${set}?file=`);
    expect(await textOf("#main")).toContain("This is one of 2 files");
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(390);
  },
);

step("a training on both is the default, and the page tells what each file adds", async () => {
  grown = await train("Train on both files");
  expect(grown).toMatchObject({
    is_default: true,
    files: [{ file_id: set }, { name: "until-december.csv" }],
  });
  await page.goto(`/app/datasets/${set}`);
  const told = await textOf("#files");
  for (const name of ["until-october.csv", "until-december.csv"]) expect(told).toContain(name);
});

step("the very same export again adds nothing and is answered kindly", async () => {
  await page.locator("#upload-file").setInputFiles(files.next);
  await page.getByRole("button", { name: "Upload and review" }).click();
  await page.waitForURL("**/app/datasets/*?known=1", { timeout: 60_000 });
  expect(await textOf("#main")).toContain("nothing was added");
  expect(await page.locator("#files tbody tr").count()).toBe(2);
});

step("both exports give the same figures as one file with all orders", async () => {
  await page.goto("/app/upload");
  await send(files.whole);
  const whole = await train("Train the model");
  expect(figures(grown)).toEqual(figures(whole));
});

step("a file is removed again, and what is left is trained on as before", async () => {
  await page.goto(`/app/datasets/${set}`);
  await page.getByRole("button", { name: "Remove until-december.csv from this data set" }).click();
  await page.waitForURL(`**/app/datasets/${set}`);
  expect(await page.locator("#files tbody tr").count()).toBe(1);
  expect(await textOf("#main")).toContain("One file was removed since the newest model was trained.");
});

step("a training on the older orders that are left says what stays the default", async () => {
  await page.goto(`/app/upload/${set}`);
  const older = await train("Train the model");
  expect(older).toMatchObject({ is_default: false });
  expect(await textOf("#main")).toContain("stays the default");
});
