import type { Page } from "playwright-core";
import type { Watched } from "./chromium";
import {
  intrudersOf,
  lowTargetsOf,
  nameFaultsOf,
  overflowOf,
  skipFaultsOf,
  tinyTextOf,
  violationsOf,
} from "./page-checks";

export const WIDE = { width: 1280, height: 900 };
export const MIDDLE = { width: 768, height: 1024 };
export const NARROW = { width: 390, height: 844 };

/** Everything that is wrong with a page in three widths and both themes, each with where it was seen. */
export async function pageFaults(watched: Watched, page: Page, address: string): Promise<string[]> {
  const faults: string[] = [];
  for (const viewport of [WIDE, MIDDLE, NARROW]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address, { waitUntil: "load" });
    // What is on its way is shown faded.
    await page.locator(".htmx-request").first().waitFor({ state: "detached" });
    const note = (found: readonly string[], where = "") =>
      faults.push(...found.map((fault) => `${viewport.width} px${where}: ${fault}`));
    if (viewport === WIDE) {
      note(await skipFaultsOf(page));
      note(await nameFaultsOf(page));
    }
    if (viewport === NARROW) {
      note(await tinyTextOf(page));
      note(await lowTargetsOf(page));
    }
    note(await overflowOf(page));
    note(await intrudersOf(page));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      note(await violationsOf(page), `, ${colorScheme}`);
    }
  }
  return [...faults, ...watched.take()];
}
