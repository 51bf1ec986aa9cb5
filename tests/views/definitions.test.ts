import { afterAll, beforeAll, expect, test } from "bun:test";
import { parseDocument } from "htmlparser2";
import { GLOSSARY, type GlossaryEntry } from "../../src/answers/glossary";
import { dashboards } from "../../views";
import { pages as allPages } from "../../views/pages";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { addressOf, plainPages } from "./page-addresses";

const TENANT = "shop";
let server: ShopServer;
const pages = new Map<string, string>();
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  const has = await server.furnish(TENANT);
  const ids = { segment_id: "0", model_id: has.model, customer_id: String(has.customer) };
  const isKnown = (path: string) => [...path.matchAll(/:([a-z_]+)/g)].every(([, name]) => name! in ids);
  const addresses = plainPages(allPages)
    .filter(({ path, access }) => access !== "public" && isKnown(path) && path !== "/app/glossary")
    .map((route) => addressOf(route, ids));
  const tabs = ["churn", "value", "segmentation", "importance", "features", "monitoring"];
  addresses.push("/app/cohorts?group=segment", ...tabs.map((tab) => `/app/models/${has.model}?tab=${tab}`));
  for (const address of addresses) {
    const response = await fetch(server.url + address, {
      headers: { "X-Tenant-Id": TENANT },
      redirect: "manual",
    });
    if (response.headers.get("content-type")?.startsWith("text/html"))
      pages.set(address, await response.text());
  }
});
afterAll(() => server.close());

interface Node {
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

/** The sentences of a page: its paragraphs without links, buttons, labels and what is hidden. */
function sentencesOf(html: string): string[] {
  const found: string[] = [];
  const words = (node: Node): string => {
    if (["a", "button", "label", "code", "svg", "summary", "nav"].includes(node.name ?? "")) return " ¦ ";
    if (/visually-hidden|htmx-indicator|value/.test(node.attribs?.class ?? "")) return " ¦ ";
    // Each piece of text by itself: a term does not reach over the edge of one.
    return node.data ?? (node.children ?? []).map(words).join(" ¦ ");
  };
  const visit = (node: Node) => {
    if (["nav", "a", "button", "label", "td", "summary", "svg"].includes(node.name ?? "")) return;
    if (node.name === "p") found.push(words(node));
    else node.children?.forEach(visit);
  };
  visit(parseDocument(html) as Node);
  return found;
}

const entries = Object.entries(GLOSSARY) as [string, GlossaryEntry][];
const wordsOf = ({ term, also = [] }: GlossaryEntry) =>
  new RegExp(`\\b(${[term, ...also].join("|")})s?\\b`, "i");
const definedIn = (html: string) =>
  new Set([...html.matchAll(/<dfn><a class="term" href="\/app\/glossary#([^"]+)"/g)].map(([, key]) => key!));

test("every page defines each term of its sentences, once", () => {
  expect(pages.size).toBeGreaterThan(25);
  const missing: string[] = [];
  for (const [address, html] of pages) {
    const keys = [...html.matchAll(/<dfn><a class="term" href="\/app\/glossary#([^"]+)"/g)].map(
      ([, key]) => key!,
    );
    expect({ address, keys }).toEqual({ address, keys: [...new Set(keys)] });
    const sentences = sentencesOf(html).join("\n");
    for (const [key, entry] of entries) {
      // A term inside another, such as lift in uplift's phrase, is the other's.
      if (wordsOf(entry).test(sentences) && !definedIn(html).has(key))
        missing.push(`${address}: ${entry.term}`);
    }
  }
  expect(missing).toEqual([]);
});

test("every term of the glossary is defined on some page, and links to where the glossary has it", async () => {
  const used = new Set([...pages.values()].flatMap((html) => [...definedIn(html)]));
  const glossary = await (
    await fetch(`${server.url}/app/glossary`, { headers: { "X-Tenant-Id": TENANT } })
  ).text();
  for (const [key] of entries) expect(glossary).toContain(`<div id="${key}">`);
  expect(entries.map(([key]) => key).filter((key) => !used.has(key))).toEqual([]);
});
