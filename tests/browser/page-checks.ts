import { resolve } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";

const inPage = await Bun.file(resolve(import.meta.dir, "in-page.js")).text();

/**
 * Asks `expression` of the checks that are put into the page. They come by the debugger, so the page's policy does not
 * stop them.
 */
async function asked<T>(page: Page, expression: string): Promise<T> {
  await page.evaluate(inPage);
  return page.evaluate<T>(`pageChecks.${expression}`);
}

export const overflowOf = (page: Page) => asked<string[]>(page, "overflow()");
export const tinyTextOf = (page: Page) => asked<string[]>(page, "tinyText()");
export const lowTargetsOf = (page: Page) => asked<string[]>(page, "lowTargets()");
export const intrudersOf = (page: Page) => asked<string[]>(page, "intruders()");

/** What axe-core calls serious or critical. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return asked<string[]>(page, "axe()");
}

/** One h1 and a title that holds it. */
export async function nameFaultsOf(page: Page): Promise<string[]> {
  const { title, headings } = await asked<{ title: string; headings: string[] }>(page, "names()");
  const isNamed = headings.length === 1 && headings[0] !== "" && title === `${headings[0]} · Perennial`;
  return isNamed ? [] : [`the title “${title}” over ${headings.length} h1: ${headings.join(", ")}`];
}

/** The first stop of the Tab key is the way past the navigation, and it leads there. */
export async function skipFaultsOf(page: Page): Promise<string[]> {
  await page.keyboard.press("Tab");
  const first = await asked<{ className: string }>(page, "focused()");
  if (first.className !== "skip")
    return [`Tab does not lead to the skip link but to ${JSON.stringify(first)}`];
  await page.keyboard.press("Enter");
  const { id } = await asked<{ id: string }>(page, "focused()");
  return id === "main" ? [] : [`the skip link leads to #${id}`];
}
