import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import type { TrainedServer } from "../../benchmarks/trained-server";
import { pages } from "../../views/pages";
import { linksOf } from "../views/html-faults";
import { addressOf, plainPages } from "../views/page-addresses";

type Theme = "light" | "dark";

/** Wide and narrow, with how large a page is on its sheet. */
const WIDTHS = [
  { width: 1280, height: 900, shownWidth: 400, columns: 5 },
  { width: 390, height: 844, shownWidth: 200, columns: 10 },
] as const;
/** What is further down a page is cut off. */
const MOST_HEIGHT = 2600;

type Server = Pick<TrainedServer, "url" | "tenant" | "ids" | "get">;

/**
 * Photographs every page and every tab of a model in two widths and both themes: a file a page, and a contact sheet a
 * width and theme to look over. Pages that `only` does not match are left out.
 */
export async function contactSheets(browser: Browser, server: Server, to: string, only = /./): Promise<void> {
  const addresses = (await everyAddress(server)).filter((address) => only.test(address));
  for (const { width, height, shownWidth, columns } of WIDTHS) {
    for (const theme of ["light", "dark"] as const) {
      const context = await browser.newContext({
        baseURL: server.url,
        colorScheme: theme,
        reducedMotion: "reduce",
        viewport: { width, height },
      });
      await context.addCookies([{ name: "perennial_session", value: server.tenant, url: server.url }]);
      const pictures: Picture[] = [];
      for (const address of addresses) {
        const png = await picture(context, address, width);
        await Bun.write(join(to, `${width}-${theme}`, `${fileName(address, server)}.png`), png);
        pictures.push({ title: fileName(address, server), png });
      }
      await context.close();
      const name = `sheet-${width}-${theme}.png`;
      await Bun.write(join(to, name), await sheet(browser, pictures, shownWidth, columns, theme));
      console.log(join(to, name));
    }
  }
}

interface Picture {
  readonly title: string;
  readonly png: Buffer;
}

/** The pages that are pages, not files or ways to others; and the tabs of the model. */
async function everyAddress({ ids, get }: Server): Promise<string[]> {
  const routes = plainPages(pages).filter(({ path }) =>
    [...path.matchAll(/:([a-z_]+)/g)].every(([, name]) => name! in ids),
  );
  const model = `/app/models/${ids.model_id}`;
  const tabs = linksOf(await (await get(model)).text()).filter((link) => link.startsWith(`${model}?`));
  const found = ["/docs"];
  for (const address of [...routes.map((route) => addressOf(route, ids)), ...new Set(tabs)]) {
    const answer = await get(address);
    const isHtml = answer.headers.get("content-type")?.startsWith("text/html") === true;
    if (answer.status === 200 && isHtml && (await answer.text()).startsWith("<!doctype")) found.push(address);
  }
  return found;
}

async function picture(context: BrowserContext, address: string, width: number): Promise<Buffer> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  await page.locator(".htmx-request").first().waitFor({ state: "detached", timeout: 60_000 });
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const png = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, MOST_HEIGHT) },
  });
  await page.close();
  return png;
}

/** `/app/models/8c…?tab=churn` → `models-model_id-tab-churn` */
function fileName(address: string, { ids }: Server): string {
  let named = address;
  for (const [name, id] of Object.entries(ids)) {
    if (id.length > 3) named = named.replaceAll(encodeURIComponent(id), name);
  }
  return (
    named
      .replace(/^\/app\/?/, "")
      .replace(/[^\w]+/g, "-")
      .replace(/^-|-$/g, "") || "this-week"
  );
}

async function sheet(
  browser: Browser,
  pictures: readonly Picture[],
  shownWidth: number,
  columns: number,
  theme: Theme,
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: columns * (shownWidth + 16) + 16, height: 800 } });
  const figures = pictures.map(
    ({ title, png }) =>
      `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${png.toString("base64")}"></figure>`,
  );
  const [ground, ink] = theme === "light" ? ["#ccc", "#000"] : ["#333", "#fff"];
  await page.setContent(
    `<style>body{margin:16px;background:${ground};color:${ink};font:13px sans-serif;display:grid;grid-template-columns:repeat(${columns},${shownWidth}px);gap:16px}` +
      `figure{margin:0}img{width:${shownWidth}px;max-height:${shownWidth * 2}px;object-fit:cover;object-position:top;display:block}</style>${figures.join("")}`,
  );
  const png = await page.screenshot({ fullPage: true });
  await page.close();
  return png;
}
