/**
 * `bun run screenshots`: trains a shop on the public file of a year and photographs its pages for the README and
 * docs/dashboards.md, 1280 pixels wide. Each picture is drawn with as few colours as it needs to stay below 150 kB. Then
 * come contact sheets of every page, two widths and two themes, to look over; their folder is printed.
 * `bun run screenshots <to> <sheets>` puts both elsewhere, `--only this-week` takes one picture and no sheets.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startTrained } from "../../benchmarks/trained-server";
import { openBrowser } from "./chromium";
import { contactSheets } from "./contact-sheets";
import { orderFile } from "./order-file";
import { smallPng } from "./small-png";

const { values, positionals } = parseArgs({ options: { only: { type: "string" } }, allowPositionals: true });
const TO = positionals[0] ?? resolve(import.meta.dir, "../../docs");
const SHEETS_TO = positionals[1] ?? join(tmpdir(), "perennial-contact-sheets");
const MOST_BYTES = 150_000;

interface Shot {
  readonly name: string;
  readonly address: string;
  /** The folder within `TO`; `dashboards` unless named. */
  readonly folder?: string;
  readonly dark?: boolean;
  readonly narrow?: boolean;
  readonly height?: number;
}

const folder = mkdtempSync(join(tmpdir(), "perennial-shots-"));
const { path } = await orderFile(folder);
const [server, browser] = await Promise.all([startTrained(path, "OnlineRetail.csv"), openBrowser()]);
try {
  const { model_id, dataset_id, job_id, customer_id } = server.ids;
  const shots: readonly Shot[] = [
    { name: "this-week", address: "/app", folder: "pictures", height: 640 },
    { name: "overview", address: "/app", height: 1400 },
    { name: "overview-dark", address: "/app", dark: true, height: 1000 },
    { name: "overview-narrow", address: "/app", narrow: true, height: 844 },
    { name: "segments", address: "/app/segments" },
    { name: "segment", address: "/app/segments/0" },
    { name: "customers", address: "/app/customers?min_churn=0.5&sort=spend" },
    { name: "customer", address: `/app/customers/${customer_id}`, height: 1400 },
    { name: "what-if", address: `/app/predictions/new?customer=${customer_id}` },
    { name: "audience", address: "/app/audience?min_churn=0.3", height: 1200 },
    { name: "report", address: "/app/report", height: 1400 },
    { name: "cohorts", address: "/app/cohorts" },
    { name: "rfm", address: "/app/rfm" },
    { name: "model-churn", address: `/app/models/${model_id}?tab=churn`, height: 1400 },
    { name: "model-importance", address: `/app/models/${model_id}?tab=importance`, height: 1200 },
    { name: "upload", address: `/app/upload/${dataset_id}` },
    { name: "job", address: `/app/queue/${job_id}` },
  ];
  const taken = shots.filter(({ name }) => values.only === undefined || name === values.only);
  if (taken.length === 0) throw new Error(`there is no picture "${values.only}"`);
  for (const shot of taken) {
    const { name, address, folder: to = "dashboards", dark = false, narrow = false, height = 900 } = shot;
    const context = await browser.newContext({
      baseURL: server.url,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      viewport: { width: narrow ? 390 : 1280, height },
    });
    await context.addCookies([{ name: "perennial_session", value: server.tenant, url: server.url }]);
    const page = await context.newPage();
    await page.goto(address, { waitUntil: "load" });
    await page.locator(".htmx-request").first().waitFor({ state: "detached", timeout: 60_000 });
    const png = smallPng(await page.screenshot(), MOST_BYTES);
    await Bun.write(join(TO, to, `${name}.png`), png);
    console.log(`${name}.png ${Math.round(png.byteLength / 1000)} kB`);
    await context.close();
  }
  if (values.only === undefined) await contactSheets(browser, server, SHEETS_TO);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
