import { expect } from "bun:test";
import { lowTargetsOf, overflowOf, violationsOf } from "./page-checks";
import { MIDDLE, NARROW, WIDE } from "./page-faults";
import { visitShops, walk } from "./visit";

/**
 * A segment by rules: built with the keyboard and the mouse, saved, used, changed as text, deleted. One test goes on
 * where the one before stopped.
 */

const TENANT = "segment-shop";
const RULE = "orders >= 3 and (recency > 20 days or not spend < 100)";

const { server, watched, page } = await visitShops({ tenant: TENANT, locale: "en-GB", mayAnswer: [422] });
await server.furnish(TENANT);

const step = walk(watched);
const figures = page.locator("#figures");
const shownCount = async () =>
  Number((await figures.locator(".count-line strong").textContent())!.replace(",", ""));
const focused = () => page.evaluate<string>("document.activeElement.id");

/** What the API says of the rule that the address of the builder has. */
async function told(): Promise<{ rule: string; customers: number; revenue: number }> {
  const rule = new URL(page.url()).searchParams.get("rule");
  const response = await fetch(`${server.url}/rules/check`, {
    method: "POST",
    headers: { "X-Tenant-Id": TENANT, "Content-Type": "application/json" },
    body: JSON.stringify({ rule }),
  });
  return (await response.json()) as { rule: string; customers: number; revenue: number };
}

/** Waits until the address has the rule, and nothing is on its way. */
async function hasRule(rule: string) {
  await page.waitForURL((url) => url.searchParams.get("rule") === rule, { timeout: 15_000 });
  await page.locator(".htmx-request").first().waitFor({ state: "detached" });
}

step(
  "a condition is chosen by its name with the keyboard alone, and the figures follow what is typed",
  async () => {
    await page.goto("/app/segments/yours");
    await page.getByRole("link", { name: "New segment" }).click();
    await page.waitForURL("**/app/segments/new");
    await page.getByRole("button", { name: "Condition", exact: true }).press("Enter");
    await page.getByRole("searchbox", { name: "Find what to go by" }).waitFor();
    expect(await focused()).toBe("find");
    await page.keyboard.type("orders so far");
    await page.locator("#finds button").nth(1).waitFor({ state: "detached" });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#value-1-0").waitFor();
    expect(await focused()).toBe("value-1-0");
    await page.keyboard.type("3");
    await hasRule("orders >= 3");
    expect(await focused()).toBe("value-1-0");
    expect(await shownCount()).toBe((await told()).customers);
  },
);

step("a group within it is joined by or, and one of its conditions is denied", async () => {
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.locator("#find").fill("days since the last order");
  await page.locator("#find").press("Enter");
  await page.locator("#value-3-0").fill("20");
  await page.locator("#op-3").focus();
  await page.locator("#op-3").selectOption(">");
  await hasRule("orders >= 3 and recency > 20 days");
  expect(await focused()).toBe("op-3");
  await page.locator("#add-2").click();
  await page.locator("#find").fill("spend so far, as paid");
  await page.locator("#find").press("Enter");
  await page.locator("#value-4-0").fill("100");
  await page.locator("#op-4").selectOption("<");
  await page.locator("#not-4").click();
  await hasRule(RULE);
  const { customers, revenue } = await told();
  expect(await shownCount()).toBe(customers);
  const amount = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  expect(await figures.textContent()).toContain(amount.format(revenue));
});

step("what is typed while an answer is on its way stays", async () => {
  let letGo = () => {};
  const held = new Promise<void>((go) => {
    letGo = go;
  });
  await page.route(
    "**/app/segments/new",
    async (route) => {
      await held;
      await route.continue();
    },
    { times: 1 },
  );
  await page.locator("#not-1").click();
  await page.locator("#value-3-0").fill("25");
  letGo();
  await hasRule("not orders >= 3 and (recency > 25 days or not spend < 100)");
  expect(await page.locator("#value-3-0").inputValue()).toBe("25");
  await page.locator("#not-1").click();
  await page.locator("#value-3-0").fill("20");
  await hasRule(RULE);
});

step("the builder has nothing against it in three widths and both themes, with a list open", async () => {
  await page.locator("#on-4").click();
  await page.locator("#find").waitFor();
  for (const size of [WIDE, MIDDLE, NARROW]) {
    await page.setViewportSize(size);
    expect(await overflowOf(page)).toEqual([]);
    if (size === NARROW) expect(await lowTargetsOf(page)).toEqual([]);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect({ size, colorScheme, found: await violationsOf(page) }).toEqual({
        size,
        colorScheme,
        found: [],
      });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(WIDE);
  await page.keyboard.press("Escape");
  await page.locator("#find").waitFor({ state: "detached" });
  expect(await focused()).toBe("on-4");
});

step("it is saved, and chooses the same customers for a campaign and in the cohorts", async () => {
  const { customers } = await told();
  await page.getByLabel("Name").fill("Regulars at rest");
  await page.getByRole("button", { name: "Save segment" }).click();
  await page.waitForURL(/\/app\/segments\/yours\/[0-9a-f-]{36}$/);
  expect(await page.locator("h1").textContent()).toBe("Regulars at rest");
  await page.getByRole("link", { name: "Its cohorts" }).click();
  await page.waitForURL("**/app/cohorts?saved=*");
  expect(await page.getByLabel("Your segment").inputValue()).toBe(
    new URL(page.url()).searchParams.get("saved")!,
  );
  await page.goBack();
  await page.getByRole("link", { name: "Plan a campaign" }).click();
  await page.waitForURL("**/app/audience?saved=*");
  expect(await page.locator("#main").textContent()).toContain(`of the ${customers} customers that match`);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("regulars");
  await page
    .locator("#found")
    .getByRole("option", { name: /Regulars at rest/ })
    .waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/app\/segments\/yours\/[0-9a-f-]{36}$/);
});

step("its text is changed: a mistake is marked, and mended", async () => {
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  const text = page.locator("#text");
  await text.waitFor();
  expect(await text.inputValue()).toBe(RULE);
  await text.fill("orders >= 3 and spnd > 100");
  await page.locator("mark").waitFor();
  expect(await page.locator("mark").textContent()).toBe("spnd");
  expect(await page.locator("#told").textContent()).toContain("Did you mean spend?");
  await text.fill("orders >= 3 and spend > 100");
  await page.locator("mark").waitFor({ state: "detached" });
  await hasRule("orders >= 3 and spend > 100");
  expect(await shownCount()).toBe((await told()).customers);
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.waitForURL(/\/app\/segments\/yours\/[0-9a-f-]{36}$/);
  expect(await page.locator(".rule-shown").textContent()).toBe("orders >= 3 and spend > 100");
});

step("it is deleted after a question", async () => {
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const question = page.getByRole("dialog", { name: /Delete Regulars at rest/ });
  await question.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await question.getByRole("button", { name: "Delete the segment" }).click();
  await page.waitForURL("**/app/segments/yours");
  expect(await page.locator("#main").textContent()).not.toContain("Regulars at rest");
});
