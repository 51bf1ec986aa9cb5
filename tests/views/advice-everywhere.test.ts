import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Glob } from "bun";
import { sharedFile } from "../../benchmarks/reference";
import { UserError } from "../../src/errors";
import type { ContactTerms } from "../../src/models/contact/action-value";
import { NO_CONTACT, SENT_BACK } from "../../src/models/contact/actions";
import { trainFile } from "../../src/pipeline/train-file";
import { modelPrefix } from "../../src/store/object-keys";
import { dashboards } from "../../views";
import { formatFor } from "../../views/format";
import { DEFAULT_TENANT_SETTINGS } from "../../views/tenant-settings";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { describeWhere } from "../real-data";
import { withoutDefinitions } from "./html-faults";

/** The same advice wherever it is given, and none that loses money: over many shops and many terms. */

const format = formatFor(DEFAULT_TENANT_SETTINGS);
const scratch = mkdtempSync(join(tmpdir(), "perennial-advice-"));

let server: ShopServer;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});

/** As a tenant might set them: the usual ones, a generous shop, and one that nothing pays for. */
const TERMS: Readonly<Record<string, Partial<ContactTerms>>> = {
  usual: {},
  generous: { margin: 0.8, successRate: 0.4, offerCost: 1, contactCost: 0.1, redeemRate: 0.3 },
  hopeless: { margin: 0.01, successRate: 0.01, contactCost: 50 },
};

/** Trains a tenant's model on a file; null where the file holds too little to learn from. */
async function furnish(tenant: string, data: string): Promise<string | null> {
  const folder = join(scratch, tenant);
  try {
    const { trained } = await trainFile({ data, folder, settings: { effort: "quick" } });
    const { store, blobs } = server.context;
    const id = Bun.randomUUIDv7();
    const artifactPrefix = modelPrefix(tenant, id);
    cpSync(folder, blobs.localPath(artifactPrefix), { recursive: true });
    store.models.insert(tenant, {
      ...{ id, name: tenant, artifactPrefix, metrics: {}, segments: trained.segments },
      ...{ datasetId: null, files: [], jobId: id, asOf: trained.newestOrder, createdAt: Date.now() },
    });
    store.tenants.setDefaultModel(tenant, id);
    return id;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function ask(tenant: string, path: string): Promise<string> {
  const response = await fetch(server.url + path, { headers: { "X-Tenant-Id": tenant } });
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return withoutDefinitions(await response.text());
}

/** The rows of a CSV without line breaks within cells. */
function rowsOf(csv: string): Record<string, string>[] {
  const cells = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
      cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!,
    );
  const [header, ...lines] = csv.trimEnd().split("\n");
  const names = cells(header!);
  return lines.map((line) => {
    const values = cells(line);
    return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  });
}

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
const amount = (text: string) => Number(text.replaceAll(",", "").replaceAll("−", "-"));
const total = (rows: readonly Record<string, string>[]) =>
  rows.reduce((sum, row) => sum + Number(row.expected_gain), 0);

/** An amount, and the range that it should lie in as it is shown. */
const RANGED = /\+?(-?[\d,.]+\d)(?: ?,)? likely (-?[\d,.]*\d) to (-?[\d,.]*\d)/g;

/** The customer's page, the prediction and the list say the same of them. */
async function agreesOn(tenant: string, row: Record<string, string>): Promise<void> {
  const id = row.CustomerID!.replace(/^'/, "");
  const answer = await fetch(`${server.url}/predict`, {
    method: "POST",
    headers: { "X-Tenant-Id": tenant, "Content-Type": "application/json" },
    body: JSON.stringify({ customer_id: id }),
  });
  const told = await answer.json();
  expect(told.recommended_action).toBe(row.recommended_action);
  expect(told.expected_gain ?? "").toBe(row.expected_gain === "" ? "" : Number(row.expected_gain));
  const shown = plain(await ask(tenant, `/app/customers/${encodeURIComponent(id)}`));
  const [what, ...because] = row.recommended_action!.split(": ");
  expect(shown).toContain(`${what}. `);
  expect(shown.toLowerCase()).toContain(because.join(": ").toLowerCase());
  const [, reason] = /What raises the risk most: (.*?)\. /.exec(shown) ?? [];
  const raising = told.reasons.filter(({ contribution }: { contribution: number }) => contribution > 0);
  if (reason && raising.length > 0) expect(raising[0].text.toLowerCase()).toContain(reason.toLowerCase());
  if (Number(row.expected_gain) > 0)
    expect(shown).toContain(`+${format.money(told.expected_gain)} from a contact, over`);
  else if (row.expected_gain !== "")
    expect(shown).toContain(`−${format.money(-told.expected_gain)} is what a contact would lose`);
}

/** How many moves are advised, all of which hold. */
async function holds(tenant: string, model: string): Promise<number> {
  const [page, everybody, paying] = await Promise.all(
    ["/app", "/audience.csv", "/audience.csv?pays=true"].map((path) => ask(tenant, path)),
  );
  const all = rowsOf(everybody!);
  const advised = rowsOf(paying!);
  for (const row of all)
    if (row.expected_gain !== "" && Number(row.expected_gain) <= 0)
      expect([NO_CONTACT, SENT_BACK]).toContain(row.recommended_action!);
  expect(advised.filter(({ expected_gain }) => !(Number(expected_gain) > 0))).toEqual([]);
  expect(advised).toHaveLength(all.filter(({ expected_gain }) => Number(expected_gain) > 0).length);

  const byGain = all.toSorted((a, b) => Number(a.expected_gain) - Number(b.expected_gain));
  for (const row of [byGain[0]!, byGain[byGain.length >> 1]!, byGain.at(-1)!]) await agreesOn(tenant, row);

  const ranged = [...plain(page!).matchAll(RANGED)];
  for (const [words, expected, low, high] of ranged) {
    expect({ words, holds: amount(low!) <= amount(expected!) && amount(expected!) <= amount(high!) }).toEqual(
      { words, holds: true },
    );
  }
  const moves = page!.split('<div class="what">').slice(1);
  expect(moves.length).toBeLessThanOrEqual(5);
  expect(ranged.length).toBeGreaterThanOrEqual(moves.length);
  expect(moves.length > 0).toBe(advised.length > 0);
  if (advised.length === 0) expect(page).toMatch(/No contact pays on your terms|does not show who leaves/);
  const seen = new Set<string>();
  const gains: number[] = [];
  for (const move of moves) {
    const [, key, count] = /href="\/app\/customers\?move=([a-z_0-9]+)">([\d,]+) customers?</.exec(move)!;
    const rows = rowsOf(await ask(tenant, `/audience.csv?move=${key}`));
    const list = await ask(tenant, `/app/customers?move=${key}`);
    const api = JSON.parse(await ask(tenant, `/models/${model}/customers?move=${key}&limit=1000`));
    expect([rows.length, api.total]).toEqual([amount(count!), amount(count!)]);
    expect(/<h2[^>]*>([\d,]+) customers?</.exec(list)![1]).toBe(count!);
    const shown = format.money(total(rows));
    expect(/<strong class="rise">\+([^<]*)</.exec(move)![1]).toBe(shown);
    expect(list).toContain(`<span class="label">Expected gain</span><span class="value">${shown}</span>`);
    const told = (api.rows as { contact_profit: number }[]).reduce((sum, row) => sum + row.contact_profit, 0);
    if (api.total <= 1000) expect(Math.abs(told - total(rows))).toBeLessThan(0.005);
    const ranked = rows.map(({ expected_gain }) => Number(expected_gain));
    expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
    for (const { CustomerID } of rows) {
      expect(seen.has(CustomerID!)).toBe(false);
      seen.add(CustomerID!);
    }
    gains.push(total(rows));
  }
  expect(gains).toEqual(gains.toSorted((a, b) => b - a));

  const audience = await ask(tenant, "/app/audience");
  const figure = (label: RegExp) =>
    new RegExp(`${label.source}</span><span class="value">([^<]*)`).exec(audience)![1];
  expect(figure(/To contact/)).toBe(format.count(advised.length));
  expect(figure(/Expected gain, \d+ days/)).toBe(format.money(total(advised)));
  const spend =
    /Expected spend, next \d+ days.*?class="value">([^<]*)<.*?class="note">(\S+) to (\S+) in/.exec(
      page!.replaceAll(/<span class="note (?:rise|fall|)">[^<]*<\/span>/g, ""),
    );
  if (spend) {
    const [value, low, high] = spend.slice(1).map((text) => amount(text!));
    expect(low! <= value! && value! <= high!).toBe(true);
  }
  return moves.length;
}

/** On the terms of the training, report and first page promise a sum, or both advise a trial. */
async function promisesTheSame(tenant: string, report: string): Promise<void> {
  server.context.store.tenants.saveSettings(tenant, {}, Date.now());
  const page = plain(await ask(tenant, "/app"));
  const [, gain, low, high] =
    /\*\*Contact [^*]*\*\*: that should bring ([\d,.]+), likely between (-?[\d,.]+) and ([\d,.]+),/.exec(
      report,
    ) ?? [];
  const isTrial = report.includes("- **Try a contact with ");
  expect(isTrial && gain !== undefined).toBe(false);
  // Beyond five moves the page speaks of the first five, the report of all.
  if (!/Another [\d,]+ customers? would bring/.test(page))
    expect(page.includes("worth a trial.")).toBe(isTrial);
  if (gain === undefined) return;
  expect(amount(low!)).toBeGreaterThanOrEqual(0);
  expect(amount(low!) <= amount(gain) && amount(gain) <= amount(high!)).toBe(true);
}

/** The moves on each of the terms; null where nothing can be learned. */
async function movesOnAllTerms(tenant: string, data: string): Promise<number[] | null> {
  const model = await furnish(tenant, data);
  if (model === null) return null;
  const moves: number[] = [];
  for (const terms of Object.values(TERMS)) {
    server.context.store.tenants.saveSettings(tenant, terms, Date.now());
    moves.push(await holds(tenant, model));
  }
  const report = await Bun.file(join(scratch, tenant, "strategic_report.md")).text();
  for (const [, gain] of report.matchAll(/^\| (?:Call|Remind|Offer)[^|]*\| [^|]* \| ([^|]*) \|/gm))
    expect(amount(gain!)).toBeGreaterThanOrEqual(0);
  await promisesTheSame(tenant, report);
  return moves;
}

describe("page, API, file and report give the same advice", () => {
  test.each([1, 2, 3, 4, 5])("in generated shop %i", async (seed) => {
    const folder = mkdtempSync(join(scratch, "orders-"));
    const data = writeOrders(folder, ordinaryShop(60 + 60 * seed, 200 + 60 * seed, seed));
    const [, generous, hopeless] = (await movesOnAllTerms(`generated-${seed}`, data))!;
    expect(generous).toBeGreaterThan(1);
    expect(hopeless).toBe(0);
  });
});

const folder = sharedFile("exports");
describeWhere(folder !== null, "the same advice in each public export", "exports", () => {
  const names = folder === null ? [] : [...new Glob("*.csv").scanSync(folder)].sort();
  test.each(names)("%s", async (name) => {
    // A file that holds too little to learn from is refused in words, which other tests hold.
    await movesOnAllTerms(name.replace(/\W/g, "-"), join(folder!, name));
  });
});
