import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { fromCSV } from "arquero";
import { AUDIENCE_COLUMNS } from "../../../src/answers/select";
import { dashboards } from "../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../api/resources/shop-server";
import { withoutDefinitions } from "../html-faults";

const CANARY = `"'><img src=x onerror=1>`;
const TENANT = "shop";
const DAY_MS = 86_400_000;

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
});
afterAll(() => server.close());

interface Asked {
  readonly tenant?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

async function ask(address: string, { tenant = TENANT, headers = {}, form }: Asked = {}) {
  const response = await fetch(`${server.url}/app${address}`, {
    method: form ? "POST" : "GET",
    redirect: "manual",
    headers: { "X-Tenant-Id": tenant, Accept: "text/html", "Sec-Fetch-Site": "same-origin", ...headers },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return {
    status: response.status,
    text: withoutDefinitions(await response.text()),
    to: response.headers.get("location"),
  };
}

/** The figure of a tile. */
const figure = (html: string, label: string) =>
  new RegExp(`${label}</span><span class="value">([^<]*)</span>`).exec(html)?.[1];
const number = (text: string | undefined) => Number((text ?? "").replaceAll(",", ""));

async function card() {
  const known = server.context.store.models.find(TENANT, has.model)!;
  return Bun.file(`${server.context.blobs.localPath(known.artifactPrefix)}/model.json`).json();
}
/** When the data ends. */
const asOf = async () => Date.parse((await card()).as_of);
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

describe("the audience", () => {
  test("is everybody whom a contact pays for, with the link to as many customers", async () => {
    const { status, text } = await ask("/audience");
    expect(status).toBe(200);
    const paying = (await card()).action_value.best.customers;
    expect(number(figure(text, "To contact"))).toBe(paying);
    expect(text).toContain('href="/app/customers?pays=true&amp;sort=gain"');
    const list = await ask("/customers?pays=true&sort=gain");
    expect(list.text).toContain(`${paying} customers</h2>`);
    expect(text).toContain("Expected profit by number of contacts");
    expect(text).toStartWith("<!doctype html>");
  });

  test("is narrowed by its address, and its links and files are of the same customers", async () => {
    const { text } = await ask("/audience?min_churn=0.5&max_ltv=&segment=&everyone=true");
    const chosen = number(figure(text, "To contact"));
    expect(chosen).toBeLessThan((await card()).data.customers);
    expect(text).toContain('href="/app/customers?min_churn=0.5&amp;sort=gain"');
    expect(text).toContain('href="/audience.csv?min_churn=0.5"');
    expect(text).toMatch(/href="\/audience\.csv\?min_churn=0\.5&(amp;)?bom=1"[^>]*>\s*CSV with BOM/);
    const file = await fetch(`${server.url}/audience.csv?min_churn=0.5`, {
      headers: { "X-Tenant-Id": TENANT },
    });
    expect((await file.text()).trimEnd().split("\n").length - 1).toBe(chosen);
  });

  test("takes only the best where the address says so, and the file too", async () => {
    const { text } = await ask("/audience?most=12&offer_cost=2&margin_percent=90");
    expect(text).toContain("Export 12 customers");
    const href = /href="(\/audience\.csv\?[^"]*)"/.exec(text)![1]!.replaceAll("&amp;", "&");
    expect(href).toContain("most=12");
    const file = await fetch(server.url + href, { headers: { "X-Tenant-Id": TENANT } });
    const best = fromCSV(await file.text()).array("expected_gain") as number[];
    expect(best).toHaveLength(12);
    const sum = best.reduce((total, gain) => total + gain, 0);
    expect(Math.abs(number(figure(text, "Expected gain, \\d+ days")) - sum)).toBeLessThan(1);
  });

  test("of nobody says what to do, and terms that cannot be are told kindly", async () => {
    expect((await ask("/audience?min_ltv=1e12")).text).toContain("No customers match");
    const wrong = await ask("/audience?margin_percent=0&success_percent=200");
    expect(wrong.status).toBe(200);
    expect(wrong.text).toContain("the margin above 0%");
  });

  test("of those alone whom no contact pays for says so, and offers no list", async () => {
    const { text } = await ask("/audience?pays=false");
    expect(figure(text, "To contact")).toBe("0");
    expect(text).toContain("A contact pays for none of them");
    expect(text).not.toContain("Export ");
    expect(text).toContain("everyone=true");
  });

  test("is sent as a part where htmx asks for one", async () => {
    const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
    const { text } = await ask("/audience", { headers });
    expect(text).toStartWith('<div class="stack"><button');
  });

  test("without a model leads to the first upload, and knows no model of another tenant", async () => {
    expect((await ask("/audience", { tenant: "newcomer" })).to).toBe("/app/welcome");
    expect((await ask(`/audience?model=${has.model}`, { tenant: "newcomer" })).status).toBe(404);
  });
});

describe("a campaign", () => {
  const save = async (form: Readonly<Record<string, string>>) => {
    const saved = await ask("/audience/campaigns", { form });
    expect({ status: saved.status, text: saved.text }).toEqual({ status: 303, text: "" });
    return saved.to!.replace("/app", "");
  };

  test("is saved with a control group, whose lists can be fetched", async () => {
    const at = await save({
      name: CANARY,
      starts: day(await asOf()),
      control_share: "0.3",
      min_churn: "0.2",
      everyone: "true",
    });
    const lists = await Promise.all(
      ["", "?group=contact", "?group=control"].map(async (query) => {
        const { text } = await ask(`${at}/customers.csv${query}`);
        return text.trimEnd().split("\n").slice(1);
      }),
    );
    const [both, contact, control] = lists as [string[], string[], string[]];
    expect([...contact, ...control].sort()).toEqual(both.toSorted());
    expect(control.length).toBeGreaterThan(0);
    const id = at.split("/").at(-1)!;
    const kept = server.context.store.campaigns.find(TENANT, id)!;
    expect([kept.contacts, kept.controls]).toEqual([contact.length, control.length]);
    expect(kept.filter).toEqual({ min_churn: "0.2", everyone: "true" });
    const { text } = await ask(at);
    expect(text).not.toContain("<img");
    expect((await ask("/audience")).text).not.toContain("<img");
  });

  test("of a move is made by its one button, list and control group together, and keeps what it promised", async () => {
    server.context.store.tenants.saveSettings(TENANT, { margin: 0.9, successRate: 0.3 }, Date.now());
    const page = (await ask("")).text;
    const move = page.split('<div class="what">')[1]!;
    const form = Object.fromEntries(
      [...move.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const count = number(/>([\d,]+) customers?</.exec(move)![1]);
    const at = await save(form);
    const { promise, contacts, controls, terms, filter } = server.context.store.campaigns.find(
      TENANT,
      at.split("/").at(-1)!,
    )!;
    expect(contacts + controls).toBe(count);
    expect(filter).toEqual({ move: form.move! });
    expect(terms.success_rate).toBe(0.3);
    expect(promise!.low <= promise!.expected && promise!.expected <= promise!.high).toBe(true);
    const file = await fetch(
      `${server.url}/audience.csv?move=${form.move}&control_share=0.2&campaign=${encodeURIComponent(form.name!)}`,
      {
        headers: { "X-Tenant-Id": TENANT },
      },
    );
    const lines = (await file.text()).trimEnd().split("\n").slice(1);
    const contacted = lines.filter((line) => line.endsWith(",contact"));
    expect(contacted).toHaveLength(contacts);
    const { text } = await ask(at);
    const list = (await ask(`${at}/customers.csv?group=contact`)).text.trimEnd().split("\n");
    // The same list as from the API, best first; its ids are text here.
    expect(list[0]).toBe(`${Object.keys(AUDIENCE_COLUMNS).join(",")},group`);
    expect(list.slice(1)).toEqual(contacted);
    const gains = Array.from(fromCSV(list.join("\n")).array("expected_gain") as number[]);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(gains.at(-1)!).toBeGreaterThan(0);
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(promise!.expected, 6);
    // The page shows the first of them, each on the way to their page.
    const shown = [...text.matchAll(/<tr data-href="\/app\/customers\/([^?"]*)\?model=/g)].map(
      ([, id]) => id!,
    );
    expect(shown).toEqual(contacted.slice(0, 20).map((line) => line.split(",")[0]!));
    expect(text).toContain("What was promised");
    expect(text).toMatch(/a difference of [\d.]+ percentage points or more/);
    const audience = await ask("/audience");
    server.context.store.tenants.saveSettings(TENANT, {}, Date.now());
    for (const label of ["Promised", "Contacted", "Measured"])
      expect(figure(audience.text, label)).toBeDefined();
    expect(audience.text).toContain("left alone the groups can show a difference of");
  });

  test("that begins after the data says kindly what to do", async () => {
    const at = await save({ name: "late", starts: day((await asOf()) + 2 * DAY_MS), control_share: "0.5" });
    const { text } = await ask(at);
    expect(text).toContain("Nothing to see yet");
    expect(text).not.toContain("Spend per head");
  });

  test("whose time is not over shows a first look, one whose time is over the difference with its bounds", async () => {
    const end = await asOf();
    const early = await ask(await save({ name: "a", starts: day(end - 5 * DAY_MS), control_share: "0.5" }));
    expect(early.text).toContain("A first look: 6 of");
    const over = await ask(await save({ name: "b", starts: day(end - 200 * DAY_MS), control_share: "0.5" }));
    expect(over.text).not.toContain("A first look");
    expect(over.text).toContain("may well be chance");
    expect(over.text).toContain("in 95 of 100 cases");
    const [, buyers, all] = /<span class="note">([\d,]+) of ([\d,]+)<\/span>/.exec(over.text)!;
    expect(number(buyers)).toBeGreaterThan(0);
    expect(number(all)).toBeLessThan((await card()).data.customers);
  });

  test("without a control group says that nobody can tell", async () => {
    const at = await save({ name: "c", starts: day((await asOf()) - 200 * DAY_MS), control_share: "0" });
    expect((await ask(at)).text).toContain("nobody can tell what the contacts did");
  });

  test.each([
    ["no name", { name: " " }],
    ["a name that is too long", { name: "x".repeat(101) }],
    ["no day", { starts: "2011-02-31" }],
    ["a control group that is most of it", { control_share: "0.9" }],
    ["no control share", { control_share: "" }],
    ["nobody in it", { min_ltv: "1e12" }],
  ])("with %s is not saved", async (_, wrong) => {
    const before = server.context.store.campaigns.list(TENANT).length;
    const form = { name: "x", starts: "2011-02-01", control_share: "0.1", ...wrong };
    expect((await ask("/audience/campaigns", { form })).status).toBe(422);
    expect(server.context.store.campaigns.list(TENANT)).toHaveLength(before);
  });

  test("is another tenant's to see or delete as little as one that is not there", async () => {
    const at = await save({ name: "d", starts: "2011-02-01", control_share: "0.1" });
    const nowhere = `/audience/campaigns/${Bun.randomUUIDv7()}`;
    for (const path of ["", "/customers.csv"])
      for (const place of [at, nowhere])
        expect((await ask(place + path, { tenant: "newcomer" })).status).toBe(404);
    expect((await ask(`${at}/delete`, { tenant: "newcomer", form: {} })).status).toBe(404);
    expect((await ask(at)).status).toBe(200);
    expect((await ask(`${at}/delete`, { form: {} })).to).toBe("/app/audience");
    expect((await ask(at)).status).toBe(404);
  });

  test("holds nobody who was erased while it was saved", async () => {
    const { store } = server.context;
    const { customersErased } = store.erasures;
    const customer = String(has.customer);
    const mark = (await import("../../../src/store/customer-mark")).markOf(customer);
    store.erasures.customersErased = () => [{ customer: mark, until: Infinity }];
    try {
      const at = await save({ name: "e", starts: "2011-02-01", control_share: "0", everyone: "true" });
      const members = store.campaigns.members(TENANT, at.split("/").at(-1)!);
      expect(members).toHaveLength((await card()).data.customers - 1);
      expect(members.some(({ customerId }) => customerId === customer)).toBe(false);
    } finally {
      store.erasures.customersErased = customersErased;
    }
  });
});
