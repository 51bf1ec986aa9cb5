import { afterAll, beforeAll, expect, test } from "bun:test";
import { unzipSync } from "fflate";
import { dashboards } from "../../views";
import { pages } from "../../views/pages";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { CANARY_CUSTOMERS, furnishCanary } from "./canary-shop";
import { htmlFaults, linksOf } from "./html-faults";
import { addressOf, type Ids, plainPages } from "./page-addresses";

const TENANT = "canary";

let server: ShopServer;
let ids: Ids;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  ids = await furnishCanary(server, TENANT);
}, 600_000);
afterAll(() => server.close());

function ask(address: string): Promise<Response> {
  const headers = { "X-Tenant-Id": TENANT, Accept: "text/html" };
  return fetch(server.url + address, { headers, redirect: "manual" });
}

test.each(plainPages(pages).map((route) => [route.path, route] as const))("%s is inert", async (_, route) => {
  for (const customer_id of CANARY_CUSTOMERS) {
    const response = await ask(addressOf(route, { ...ids, customer_id }));
    expect(response.status).toBeLessThan(400);
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    if (type.startsWith("text/csv")) expect(formulasIn(text)).toEqual([]);
    if (type.startsWith("text/html")) {
      expect(text).not.toContain("<img");
      expect(htmlFaults(text).filter((fault) => !fault.includes("which is not there"))).toEqual([]);
    }
    if (!route.path.includes(":customer_id")) break;
  }
});

test("what is typed into an address is inert", async () => {
  const typed = encodeURIComponent(`"'><img src=x onerror=1>`);
  const names =
    "q sort order page segment rfm_group min_churn cohort active_month next tab campaign name status kind by";
  const query = names
    .split(" ")
    .map((name) => `${name}=${typed}`)
    .join("&");
  for (const route of plainPages(pages)) {
    const response = await ask(`${addressOf(route, ids)}?${query}`);
    expect(response.status).toBeLessThan(500);
    const isHtml = response.headers.get("content-type")?.startsWith("text/html");
    if (isHtml) expect(await response.text()).not.toContain("<img");
  }
});

/** Of all addresses that are met, so many are asked for. */
const MOST_ASKED = 250;

test("every page leads to what is there, and every file to which one leads is harmless in a spreadsheet", async () => {
  const { batch_id, model_id } = ids;
  const waiting = [
    "/audience.csv",
    "/audience.csv?control_share=0.2&campaign=a",
    "/audience.xlsx",
    `/predictions/${batch_id}/csv`,
    `/app/models/${model_id}`,
    ...plainPages(pages).map((route) => addressOf(route, ids)),
  ];
  const files = new Set<string>();
  const lost: string[] = [];
  const seen = new Set(waiting);
  for (const address of waiting) {
    if (waiting.indexOf(address) > MOST_ASKED) break;
    const response = await ask(address);
    if (response.status >= 400) lost.push(`${response.status} ${address}`);
    const type = response.headers.get("content-type") ?? "";
    if (type.startsWith("text/csv")) {
      files.add(address);
      expect({ address, formulas: formulasIn(await response.text()) }).toEqual({ address, formulas: [] });
    } else if (type.includes("spreadsheetml")) {
      files.add(address);
      expect({ address, formulas: formulasInSheet(await response.bytes()) }).toEqual({
        address,
        formulas: [],
      });
    } else if (type.startsWith("text/html")) {
      for (const link of linksOf(await response.text()))
        if (!seen.has(link)) waiting.push(seen.add(link) && link);
    } else await response.body?.cancel();
  }
  expect(files.size).toBeGreaterThan(3);
  expect(lost).toEqual([]);
}, 300_000);

/** Cells of a CSV file that a spreadsheet would run. */
function formulasIn(text: string): string[] {
  const cells = text.match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? [];
  return cells
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
    .filter((cell) => /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)))
    .slice(0, 5);
}

/**
 * Cells of a sheet that are formulas. Texts are typed as texts, whatever they begin with; an apostrophe before one
 * would be part of it.
 */
function formulasInSheet(bytes: Uint8Array): string[] {
  const files = Object.entries(unzipSync(bytes)).filter(([name]) =>
    /(sharedStrings|sheet\d*)\.xml$/.test(name),
  );
  const xml = files.map(([, content]) => new TextDecoder().decode(content)).join("");
  const texts = [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text!);
  return [...(xml.match(/<f[ >]/g) ?? []), ...texts.filter((text) => /^(&apos;|')[=+\-@]/.test(text))].slice(
    0,
    5,
  );
}
