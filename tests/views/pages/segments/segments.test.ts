import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { sentByForm, withoutDefinitions } from "../../html-faults";
import { type PageClient, trustedClient } from "../page-client";

const TENANT = "shop";
const RULE = "orders >= 3 and (recency > 20 days or not spend < 100)";

let server: ShopServer;
let has: Belongings;
let client: PageClient;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
  client = trustedClient(server, TENANT);
});
afterAll(() => server.close());

const builder = (rule: string, name = "") =>
  `/app/segments/new?rule=${encodeURIComponent(rule)}&name=${encodeURIComponent(name)}`;
const unescaped = (html: string) =>
  html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
/** How many match, as the builder says. */
const countOf = (html: string) => Number(/count-line"><strong>([\d,]+)/.exec(html)![1]!.replaceAll(",", ""));
const listedOf = (html: string) =>
  Number(/<h2>([\d,]+) customers?<\/h2>/.exec(html)?.[1]?.replaceAll(",", "") ?? 0);

async function page(path: string): Promise<string> {
  const { status, html } = await client.get(path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return withoutDefinitions(html);
}

/** What the API says of a rule. */
async function checked(rule: string) {
  const response = await fetch(`${server.url}/rules/check`, {
    method: "POST",
    headers: { "X-Tenant-Id": TENANT, "Content-Type": "application/json" },
    body: JSON.stringify({ rule }),
  });
  return (await response.json()) as { customers: number; revenue: number };
}

/** Presses a button of the builder as it stands on a page, after filling in some fields. */
async function press(html: string, deed: string, fields: Readonly<Record<string, string>> = {}) {
  const form = sentByForm(html.slice(html.indexOf('<form id="rules"')));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("do", deed);
  const action = /<form id="rules" method="post" action="([^"]+)"/.exec(html)![1]!;
  const response = await fetch(server.url + action, {
    method: "POST",
    redirect: "manual",
    headers: {
      Cookie: `perennial_session=${TENANT}`,
      Accept: "text/html",
      "Sec-Fetch-Site": "same-origin",
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: form.toString(),
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get("location") ?? "",
    address: decodeURIComponent(response.headers.get("hx-replace-url") ?? "").replaceAll("+", " "),
  };
}

async function saved(rule: string, name: string): Promise<string> {
  const { status, location } = await press(await page(builder(rule, name)), "save");
  expect(status).toBe(303);
  return location;
}

describe("the builder", () => {
  test("says of a rule what the API says, as conditions and as text", async () => {
    const html = await page(builder(RULE));
    const { customers } = await checked(RULE);
    expect(customers).toBeGreaterThan(0);
    expect(countOf(html)).toBe(customers);
    const asText = await press(html, "text");
    expect(unescaped(asText.html)).toContain(`>${RULE}</textarea>`);
    expect(countOf(asText.html)).toBe(customers);
    const back = await press(asText.html, "rules");
    expect(back.address).toContain(`rule=${RULE}`);
    expect(sentByForm(back.html.slice(back.html.indexOf('<form id="rules"'))).toString()).toBe(
      sentByForm(html.slice(html.indexOf('<form id="rules"'))).toString(),
    );
  });

  test("makes a rule step by step, from an empty page, with buttons alone", async () => {
    let now = await press(await page("/app/segments/new"), "add 0");
    expect(now.html).toContain('value="on 1 orders"');
    now = await press(now.html, "enter", { find: "days since the last" });
    now = await press(now.html, "group 0", { "op.1": ">", "value.1": "20" });
    now = await press(now.html, "on 3 spend");
    now = await press(now.html, "not 3", { "value.3": "100", "op.3": "<" });
    now = await press(now.html, "add 2");
    now = await press(now.html, "on 4 country");
    now = await press(now.html, "remove 4");
    expect(now.address).toContain("rule=recency > 20 days and not spend < 100");
    expect(countOf(now.html)).toBe((await checked("recency > 20 days and not spend < 100")).customers);
  });

  test("leaves out what is unfinished, says so, and does not save or write it", async () => {
    const now = await press(await page(builder("orders >= 3", "Half done")), "add 0");
    const chosen = await press(now.html, "on 2 spend");
    expect(chosen.html).toContain("does not count yet");
    expect(countOf(chosen.html)).toBe((await checked("orders >= 3")).customers);
    for (const deed of ["save", "text"]) {
      const { status, html } = await press(chosen.html, deed);
      expect({ deed, status }).toEqual({ deed, status: deed === "save" ? 422 : 200 });
      expect(html).toContain("Expected an amount.");
      expect(html).not.toContain("<textarea");
    }
  });

  test("marks where a text is wrong, with what belongs there, and says nothing of who matches", async () => {
    const text = await press(await page(builder("orders >= 3")), "text");
    const { html } = await press(text.html, "rules", { text: "orders >= 3 and spnd > 5" });
    expect(html).toContain("<mark>spnd</mark>");
    expect(html).toMatch(/Expected [^<]*, found spnd\. Did you mean spend\?/);
    expect(html).not.toContain("count-line");
    expect(html).toContain("<textarea");
  });

  test("keeps what this model does not know, and says so", async () => {
    const html = await page(builder('attribute "plan" is "gold" and orders >= 3'));
    expect(html).toContain("This model does not know it");
    const { address } = await press(html, "");
    expect(address).toContain('rule=attribute "plan" is "gold" and orders >= 3');
  });

  test("offers only what the model has, with what each means", async () => {
    const { html } = await press(await page("/app/segments/new"), "add 0");
    const { html: found } = await press(html, "", { find: "overdue" });
    expect(found).toContain('value="on 1 overdue"');
    expect(found).not.toContain('value="on 1 orders"');
    expect(found).toContain("Silent for longer than");
  });

  test("has segments to begin with, each of as many as its list", async () => {
    const html = await page("/app/segments/new");
    const points = [
      ...html.matchAll(/<a href="(\/app\/segments\/new\?[^"]+)"><strong>.*?>([\d,]+) customers?<\/span>/g),
    ];
    expect(points.length).toBeGreaterThan(0);
    for (const [, href, count] of points)
      expect(countOf(await page(href!.replaceAll("&amp;", "&")))).toBe(Number(count!.replaceAll(",", "")));
  });
});

describe("a saved segment", () => {
  test("has a page with the same figures, and chooses customers wherever customers are chosen", async () => {
    const path = await saved(RULE, "Regulars at rest");
    const { customers } = await checked(RULE);
    const id = path.split("/").at(-1)!;
    const html = await page(path);
    expect(html).toContain("<h1>Regulars at rest</h1>");
    expect(html).toContain(`<span class="value">${customers}</span>`);
    expect(html).toContain("Orders at least 3 and (days since the last order over 20 or not spend under");
    expect(listedOf(await page(`/app/customers?saved=${id}`))).toBe(customers);
    expect(await page(`/app/customers?saved=${id}`)).toContain(`<a href="${path}">Regulars at rest</a>`);
    expect(listedOf(await page(`/app/customers?rule=${encodeURIComponent(RULE)}`))).toBe(customers);
    expect(await page(`/app/audience?saved=${id}&everyone=true`)).toMatch(
      new RegExp(`>${customers}</span><span class="note">of the ${customers} customers that match`),
    );
    const exported = await client.get(`/audience.csv?saved=${id}`);
    expect(exported.html.trimEnd().split("\n").length - 1).toBe(customers);
    const list = await page("/app/segments/yours");
    expect(list).toContain(`<a href="${path}">Regulars at rest</a>`);
    expect(await page("/app/find?q=regulars+at")).toContain(`<a href="${path}">Regulars at rest`);
    expect(await page(`/app/segments/yours/${has.savedSegment}`)).toContain(`value="saved:${id}"`);
  });

  test("limits the cohorts, which then add up to it", async () => {
    const { savedSegment } = has;
    const { customers } = await checked("orders >= 2");
    const html = await page(`/app/cohorts?group=segment&saved=${savedSegment}`);
    const links = [
      ...new Set([...html.matchAll(/href="(\/app\/customers\?segment=[^"]+)"/g)].map(([, href]) => href!)),
    ];
    let sum = 0;
    for (const href of links) {
      expect(href).toContain(`saved=${savedSegment}`);
      sum += listedOf(await page(href.replaceAll("&amp;", "&")));
    }
    expect(sum).toBe(customers);
    const all = await page("/app/cohorts?group=segment");
    expect(all).not.toContain(`saved=${savedSegment}&`);
  });

  test("is compared with everybody, a segment of the model and another of its kind", async () => {
    const path = `/app/segments/yours/${has.savedSegment}`;
    const { customers } = await checked("orders >= 2");
    const figure = (html: string) =>
      /<th scope="row"[^>]*>Customers<\/th><td[^>]*>([\d,]+)<\/td><td[^>]*>([\d,]+)</.exec(html)!.slice(1);
    const all = figure(await page(path));
    expect(Number(all[0])).toBe(customers);
    expect(Number(all[1])).toBe((await checked("orders >= 0")).customers);
    const other = figure(await page(`${path}?against=segment:1`));
    expect(Number(other[1])).toBe(listedOf(await page("/app/customers?segment=1")));
  });

  test("is changed and deleted, and its name is nobody else's", async () => {
    const path = await saved("orders >= 4", "Four or more");
    const twice = await press(await page(builder("orders >= 5", "four OR more")), "save");
    expect(twice.status).toBe(422);
    expect(twice.html).toContain("Another of your segments has this name.");
    const edited = await press(await page(`${path}/edit`), "text");
    const { status, location } = await press(edited.html, "save", { text: "orders >= 6", name: "Six" });
    expect([status, location]).toEqual([303, path]);
    expect(await page(path)).toContain("<h1>Six</h1>");
    expect(await page(path)).toContain('<pre class="rule-shown">orders >= 6</pre>');
    const gone = await client.post(`${path}/delete`, {});
    expect([gone.status, gone.location]).toEqual([303, "/app/segments/yours"]);
    expect((await client.get(path)).status).toBe(404);
    expect((await client.get(`/app/audience?saved=${path.split("/").at(-1)}`)).status).toBe(404);
  });
});
