import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { fromCSV } from "arquero";
import { orderFile } from "./order-file";
import { visitStarted, walk } from "./visit";

/**
 * From the sign-in of a shop that is new to the list of customers that it contacts. One test goes on where the one
 * before stopped.
 */

const TENANT = "new-shop";

const { watched, page, folder } = await visitStarted({ locale: "en-GB" });
const file = await orderFile(folder);

const step = walk(watched);
const textOf = async (selector: string) => (await page.locator(selector).first().textContent()) ?? "";
const heading = () => textOf("h1");
const text = () => textOf("#main");
const numberIn = (words: string) => Number(/\d[\d,]*/.exec(words)![0].replaceAll(",", ""));

step("whoever signs in for a new shop is welcomed", async () => {
  await page.goto("/app/sign-in");
  await page.getByLabel("Shop").fill(TENANT);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/app/welcome");
  expect(await heading()).toBe("Welcome to Perennial");
});

step("every page of a shop without a model says what to do", async () => {
  const links = await page.evaluate<string[]>(
    `[...document.querySelectorAll("#places a, #account a[href^='/app/s']:not([href$=out])")].map(({ href }) => href)`,
  );
  expect(links.length).toBeGreaterThan(14);
  for (const link of links) {
    const answer = await page.goto(link);
    expect({ link, status: answer?.status() }).toEqual({ link, status: 200 });
    expect({ link, says: (await textOf("#body")).length > 60 }).toEqual({ link, says: true });
  }
});

step("the file is sent, and its columns are known", async () => {
  await page.goto("/app/upload");
  await page.locator("input[type=file]").setInputFiles(file.path);
  expect(await text()).toContain("OnlineRetail.csv");
  await page.getByRole("button", { name: "Upload and review" }).click();
  await page.waitForURL(/\/app\/upload\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  expect(await page.locator("select[name=customer_id]").inputValue()).toBe("CustomerID");
  expect(await page.locator("select[name=order_datetime]").inputValue()).toBe("InvoiceDate");
});

step("what would be left out is told before anything is learned", async () => {
  await page
    .locator("#check")
    .getByText(/rows can be used/)
    .waitFor({ timeout: 120_000 });
  const told = await textOf("#check");
  // Kept rows and customers of the public file: shared/oracles, and `bun run check:oracles`.
  if (file.isReal) expect(told).toMatch(/392,69\d of 541,909 rows can be used: 4,338 customers/);
});

step("the training is followed live to its end", async () => {
  await page.locator("select[name=effort]").selectOption("quick");
  await page.getByRole("button", { name: "Train the model" }).click();
  await page.waitForURL(/\/app\/queue\/[0-9a-f-]{36}$/);
  await page.getByText("Running").first().waitFor({ timeout: 60_000 });
  // Nobody reloads the page: the server tells of the end.
  await page.getByRole("heading", { name: "A new model" }).waitFor({ timeout: 190_000 });
});

step("the first page says what to do this week, all of it above the fold, also on a phone", async () => {
  await page.getByRole("link", { name: "This week", exact: true }).click();
  await page.waitForURL("**/app");
  expect(await heading()).toBe("This week");
  const wide = page.viewportSize()!;
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    // The menu of a phone closes as the page loads.
    await page.reload();
    const { y, height } = (await page.locator(".moves").boundingBox())!;
    expect(await page.locator(".moves > li").count()).toBeGreaterThan(1);
    expect(Math.round(y + height)).toBeLessThanOrEqual(size.height);
  }
  await page.setViewportSize(wide);
  await page.reload();
});

step("one click makes the list of a move and its control group, and one more exports it", async () => {
  const move = page.locator(".moves > li").first();
  const title = (await move.locator("h2").textContent())!;
  const count = numberIn((await move.locator(".who a").textContent())!);
  const gain = numberIn((await move.locator(".gain strong").textContent())!);
  await move.getByRole("button").click();
  await page.waitForURL("**/app/audience/campaigns/*");
  expect(await heading()).toStartWith(title);
  const link = page.getByRole("link", { name: "Both", exact: true });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const list = fromCSV(readFileSync(await download.path(), "utf8"));
  expect(list.columnNames()[0]).toBe("CustomerID");
  expect(list.numRows()).toBe(count);
  expect(new Set(list.array("group"))).toEqual(new Set(["contact", "control"]));
  const gains = Array.from(list.array("expected_gain") as ArrayLike<number>);
  const sum = gains.reduce((total, one) => total + one, 0);
  expect(Math.round(sum)).toBe(gain);
  await page.getByRole("link", { name: "This week", exact: true }).click();
  await page.waitForURL("**/app");
});

step("a segment is opened from the overview", async () => {
  await page.locator('#main a[href^="/app/segments/"]').first().click();
  await page.waitForURL("**/app/segments/*");
  expect((await heading()).length).toBeGreaterThan(3);
});

step("the customers of the segment are listed, filtered and opened", async () => {
  await page.locator('#main a[href^="/app/customers?"]').first().click();
  await page.waitForURL("**/app/customers?*");
  const all = numberIn(await textOf("#results h2"));
  await page.locator("[name=min_churn]").selectOption("0.5");
  await page.waitForURL(/min_churn=0\.5/, { timeout: 15_000 });
  await page.waitForLoadState("networkidle");
  const some = numberIn(await textOf("#results h2"));
  expect(some).toBeLessThan(all);
  await page.reload();
  expect(numberIn(await textOf("#results h2"))).toBe(some);
  await page.locator('#results a[href^="/app/customers/"]').first().click();
  await page.waitForURL(/\/app\/customers\/[^/?]+/);
  expect(await text()).toMatch(/(raises|lowers)/i);
});

step("what if the customer ordered again is answered while sliders move", async () => {
  await page.locator('#main a[href^="/app/predictions/new"]').first().click();
  await page.waitForURL("**/app/predictions/new*");
  const before = await text();
  const slider = page.locator("input[type=range]").first();
  await slider.focus();
  const answered = page.waitForResponse(/\/app\/predictions/);
  for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
  await answered;
  await page.waitForLoadState("networkidle");
  expect(await text()).not.toBe(before);
});

step("an audience is chosen, and exported as it was counted", async () => {
  await page.getByRole("link", { name: "Campaigns", exact: true }).click();
  await page.waitForURL("**/app/audience");
  await page.locator("[name=min_churn]").selectOption("0.5");
  await page.waitForURL(/min_churn=0\.5/, { timeout: 15_000 });
  await page.waitForLoadState("networkidle");
  const link = page.locator('#main a[href*="/audience.csv"]').first();
  const href = await link.getAttribute("href");
  expect(href).toContain("min_churn=0.5");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const [header, ...rows] = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(header).toStartWith("CustomerID,");
  expect(rows.length).toBeGreaterThan(0);
  expect(await text()).toContain(rows.length.toLocaleString("en"));
});
