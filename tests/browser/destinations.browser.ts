import { afterAll, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { perennial, upload, waitForJob } from "../../clients/typescript/src";
import { newSecret } from "../../src/notify/webhooks/secret";
import { ListReceiver } from "../destinations/list-receiver";
import { AGREED, consentCsv, ordersCsv, PEOPLE } from "../destinations/people-shop";
import { lowTargetsOf, overflowOf, violationsOf } from "./page-checks";
import { MIDDLE, NARROW, WIDE } from "./page-faults";
import { visitStarted, walk } from "./visit";

/**
 * A list for a program that takes webhooks: made by hand, sent, seen there and in the history, switched off, deleted. One
 * test goes on where the one before stopped.
 */

const TENANT = "shop";
const secret = newSecret();
const receiver = new ListReceiver(secret);
afterAll(() => receiver.stop());

const { server, watched, page } = await visitStarted(
  { tenant: TENANT, locale: "en-GB", mayAnswer: [422] },
  (folder) => {
    const file = join(folder, "destinations.json");
    const program = { kind: "webhook", tenants: [TENANT], url: receiver.url, secret };
    writeFileSync(file, JSON.stringify({ connections: { program } }));
    return { DESTINATIONS_FILE: file, WORKERS: "1" };
  },
);
const client = perennial({ url: server.url, tenant: TENANT });
const { dataset_path, dataset_id } = await upload(client, new Blob([ordersCsv()]), "orders.csv");
const consent = new FormData();
consent.set("file", new File([consentCsv()], "consent.csv"));
const joined = await fetch(`${server.url}/datasets/${dataset_id}/customers`, {
  method: "POST",
  headers: { "X-Tenant-Id": TENANT },
  body: consent,
});
expect(joined.status).toBe(200);
const { data: training } = await client.POST("/train", { body: { dataset_path, effort: "quick" } });
await waitForJob(client, training!.job_id);

const step = walk(watched);

async function looksWell() {
  for (const size of [WIDE, MIDDLE, NARROW]) {
    await page.setViewportSize(size);
    expect({ size, overflow: await overflowOf(page) }).toEqual({ size, overflow: [] });
    if (size === NARROW) expect(await lowTargetsOf(page)).toEqual([]);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await violationsOf(page);
      expect({ size, colorScheme, found }).toEqual({ size, colorScheme, found: [] });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(WIDE);
}

step("an audience leads to the form, which proposes the consent and counts who it reaches", async () => {
  await page.goto("/app/audience?everyone=true");
  await page.getByRole("link", { name: "Send on a schedule" }).click();
  await page.waitForURL("**/app/destinations/new?everyone=true");
  expect(await page.getByLabel("Consent").inputValue()).toBe("accepts_marketing");
  expect(await page.locator("#preview strong").textContent()).toBe(String(AGREED.length));
  await page.getByLabel("Contact only the best").fill("10");
  await page
    .locator("#preview strong")
    .filter({ hasText: /^(\d|10)$/ })
    .waitFor();
  await page.getByLabel("Contact only the best").fill("");
  await page
    .locator("#preview strong")
    .filter({ hasText: String(AGREED.length) })
    .waitFor();
});

step("fields that a choice does not need are out of the way", async () => {
  const delimiter = page.getByLabel("Delimiter");
  expect(await delimiter.isVisible()).toBe(false);
  await page.getByLabel("Tool or file").selectOption("csv");
  expect(await delimiter.isVisible()).toBe(true);
  await page.getByLabel("Tool or file").selectOption("klaviyo");
  expect(await page.locator("[name=address]").isVisible()).toBe(true);
  await page.locator("[name=place]").selectOption("webhook:program");
  expect(await page.locator("[name=address]").isVisible()).toBe(false);
  await page.locator("[name=every]").selectOption("weekly");
  expect(await page.locator("[name=hour]").isVisible()).toBe(true);
});

step("the form has nothing against it, with a mistake in it", async () => {
  await page.getByRole("button", { name: "Add destination" }).click();
  await page.getByText("Give the destination a name").waitFor();
  expect(await page.locator("[name=place]").inputValue()).toBe("webhook:program");
  await looksWell();
});

step("what was added is sent at once, and the page shows it without being loaded again", async () => {
  await page.locator("[name=name]").fill("Newsletter");
  await page.getByRole("button", { name: "Add destination" }).click();
  await page.waitForURL(/\/app\/destinations\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Send now" }).click();
  const result = page.getByRole("cell", { name: /^Sent/ });
  await result.waitFor({ timeout: 60_000 });
  expect(receiver.received.map(({ data }) => data.customers)).toEqual([AGREED.length]);
  const people = new Set<unknown>(AGREED.map(({ email }) => email));
  for (const row of receiver.received[0]!.data.rows) expect(people).toContain(Object.values(row)[0]);
  const silent = PEOPLE.filter(({ consent }) => consent !== "yes").length;
  expect(await page.locator("#runs tbody").textContent()).toContain(`${silent} without consent`);
  await looksWell();
});

step("the list of destinations tells the same", async () => {
  await page.getByRole("link", { name: "Destinations", exact: true }).click();
  await page.waitForURL("**/app/destinations");
  const row = page.getByRole("row", { name: /Newsletter/ });
  expect(await row.textContent()).toContain(`${AGREED.length} sent`);
  expect(await row.textContent()).toContain("Mondays at 06:00 UTC");
  await looksWell();
});

step("its schedule is turned off, and it is deleted after a question", async () => {
  await page.getByRole("link", { name: "Newsletter" }).click();
  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByText("Only when asked").first().waitFor();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Delete Newsletter?" });
  await question.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await question.getByRole("button", { name: "Delete the destination" }).click();
  await page.waitForURL("**/app/destinations");
  expect(await page.locator("#main").textContent()).toContain("No destinations yet");
});
