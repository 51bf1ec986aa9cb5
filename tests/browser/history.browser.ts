import { expect, test } from "bun:test";
import { visitShops } from "./visit";

/** What was filtered without reloading the page can be gone back to, gone forward to, and reloaded. */

const TENANT = "shop";
const { server, watched, page } = await visitShops({ tenant: TENANT });
await server.furnish(TENANT);

interface Filtered {
  readonly address: string;
  /** The field that is changed, and to what. */
  readonly field: string;
  readonly first: string;
  readonly second: string;
  /** What follows the filter. */
  readonly result: string;
}

const FILTERED: readonly Filtered[] = [
  { address: "/app/customers", field: "min_churn", first: "0.1", second: "0.3", result: "#results h2" },
  { address: "/app/audience", field: "min_churn", first: "0.1", second: "0.3", result: "#audience" },
  { address: "/app/queue", field: "status", first: "completed", second: "active", result: "#body .scroll" },
];

test.each(FILTERED)("$address is as it was, back, forward and reloaded", async (filtered) => {
  const { address, field, first, second, result } = filtered;
  const select = page.locator(`select[name=${field}]`);
  const state = async () => ({
    chosen: await select.inputValue(),
    shown: (await page.locator(result).first().textContent())?.replace(/\d\d?:\d\d( [AP]M)?/g, ""),
  });
  const arrive = async (value: string) => {
    await page.waitForURL((url) => (url.searchParams.get(field) ?? "") === value);
    const chosen = page.locator(`select[name=${field}] option:checked[value="${value}"]`);
    await chosen.waitFor({ state: "attached" });
    await page.locator(".htmx-request").first().waitFor({ state: "detached" });
  };
  const choose = async (value: string) => {
    const answered = page.waitForResponse(
      (response) => new URL(response.url()).searchParams.get(field) === value,
    );
    await select.selectOption(value);
    await answered;
    await arrive(value);
    return state();
  };
  await page.goto(address);
  const before = await state();
  const once = await choose(first);
  const twice = await choose(second);
  expect(twice).not.toEqual(once);
  await page.goBack();
  await arrive(first);
  expect(await state()).toEqual(once);
  await page.goBack();
  await arrive("");
  expect(await state()).toEqual(before);
  await page.goForward();
  await arrive(first);
  expect(await state()).toEqual(once);
  await page.goForward();
  await arrive(second);
  expect(await state()).toEqual(twice);
  await page.reload();
  await arrive(second);
  expect(await state()).toEqual(twice);
  expect(await page.locator("h1").count()).toBe(1);
  expect(watched.take()).toEqual([]);
});
