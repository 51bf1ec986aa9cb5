import { DomUtils, Parser, parseDocument } from "htmlparser2";

type Document = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

const all = (root: Document | Element, name: string) => DomUtils.getElementsByTagName(name, root, true);
const textOf = (element: Element) => DomUtils.textContent(element).replace(/\s+/g, " ").trim();

/** An element as its start tag says it. */
function told({ name, attribs }: Element): string {
  const attributes = Object.entries(attribs).map(([key, value]) => ` ${key}="${value.slice(0, 60)}"`);
  return `<${name}${attributes.join("")}>`;
}

/** What is wrong with a page, or a part of one, in sentences; nothing where all is well. */
export function htmlFaults(html: string): string[] {
  const document = parseDocument(html);
  const elements = all(document, "*");
  const ids = elements.flatMap(({ attribs }) => (attribs.id === undefined ? [] : [attribs.id]));
  return [
    ...unclosed(html),
    ...outside(elements),
    ...doubles(ids).map((id) => `the id ${id} is there more than once`),
    ...broken(elements, new Set(ids)),
    ...unlabelled(document, elements),
    ...charts(elements),
    ...unwritten(document),
  ];
}

/** What a whole page needs beyond that. */
export function pageFaults(html: string): string[] {
  const document = parseDocument(html);
  const faults = htmlFaults(html);
  const headings = all(document, "h1");
  if (!html.startsWith("<!doctype html>")) faults.push("there is no doctype");
  if (headings.length !== 1) faults.push(`there are ${headings.length} h1`);
  if (!all(document, "html").some(({ attribs }) => attribs.lang)) faults.push("the language is not told");
  if (!all(document, "title").some((title) => /^\S.* · Perennial$/.test(textOf(title))))
    faults.push("there is no title");
  const [main, ...others] = all(document, "main");
  if (!main || others.length > 0) faults.push(`there are ${others.length + (main ? 1 : 0)} main parts`);
  else faults.push(...skipped(all(main, "*")));
  return faults;
}

/** Elements that an end tag of another one, or the end of the text, had to close. */
function unclosed(html: string): string[] {
  const faults: string[] = [];
  const empty = new Set(
    "area base br col embed hr img input link meta source track wbr path line circle rect".split(" "),
  );
  const parser = new Parser({
    onclosetag: (name, isImplied) => {
      if (isImplied && !empty.has(name)) faults.push(`<${name}> is not closed, or holds what it may not`);
    },
  });
  parser.end(html);
  return faults;
}

const ADDRESSES = ["href", "src", "action", "formaction", "data-href", "poster", "srcset", "xlink:href"];

/** What the policy would stop, or what would leave this server. */
function outside(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    const faults: string[] = [];
    const { name, attribs } = element;
    if (name === "style" || (name === "script" && !attribs.src))
      faults.push(`${told(element)} is written into the page`);
    if (["img", "iframe", "object", "embed", "base"].includes(name))
      faults.push(`${told(element)} is no part of these pages`);
    for (const [key, value] of Object.entries(attribs)) {
      if (key === "style" || /^on/.test(key)) faults.push(`${told(element)} has ${key}`);
      const isAddress = ADDRESSES.includes(key) || /^hx-(get|post|put|patch|delete|sse:connect)$/.test(key);
      const isMail = name === "a" && key === "href" && /^mailto:[^\s<>"']*$/.test(value);
      if (isAddress && !isMail && !/^(\/(?![/\\])|#|\?|$)/.test(value))
        faults.push(`${told(element)} leads elsewhere`);
    }
    return faults;
  });
}

function doubles(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}

/** Names of other elements that are not there. */
function broken(elements: readonly Element[], ids: ReadonlySet<string>): string[] {
  return elements.flatMap((element) => {
    const { attribs } = element;
    const named = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "data-output"].flatMap(
      (key) => (attribs[key] ?? "").split(/\s+/).filter(Boolean),
    );
    if (/^#./.test(attribs.href ?? "")) named.push(decodeURIComponent(attribs.href!.slice(1)));
    return named.filter((id) => !ids.has(id)).map((id) => `${told(element)} names ${id}, which is not there`);
  });
}

const UNNAMED_INPUTS = new Set(["hidden", "submit", "button", "reset", "image"]);

/** Fields, buttons and links that do not say what they are. */
function unlabelled(document: Document, elements: readonly Element[]): string[] {
  const forIds = new Set(all(document, "label").map(({ attribs }) => attribs.for));
  const hasName = ({ attribs }: Element) => Boolean(attribs["aria-label"] || attribs["aria-labelledby"]);
  return elements.flatMap((element) => {
    const { name, attribs } = element;
    if (["input", "select", "textarea"].includes(name) && !UNNAMED_INPUTS.has(attribs.type ?? "")) {
      const isInLabel = ancestors(element).some((parent) => parent.name === "label");
      if (!isInLabel && !hasName(element) && !forIds.has(attribs.id))
        return [`${told(element)} has no label`];
    }
    if (["a", "button"].includes(name) && textOf(element) === "" && !hasName(element))
      return [`${told(element)} has no words`];
    if (name === "a" && attribs.href === undefined) return [`${told(element)} leads nowhere`];
    return [];
  });
}

/** Pictures that say nothing to those who cannot see them. */
function charts(elements: readonly Element[]): string[] {
  return elements
    .filter(({ name, attribs }) => name === "svg" && attribs["aria-hidden"] !== "true")
    .flatMap((svg) =>
      ["title", "desc"].flatMap((part) => {
        const found = svg.children.find((child) => "name" in child && child.name === part);
        return found && textOf(found as Element) !== "" ? [] : [`${told(svg)} has no ${part}`];
      }),
    );
}

/** Values that were never meant to be read: a number that is none, a hole. */
function unwritten(document: Document): string[] {
  const shown = DomUtils.textContent(document.children.filter((node) => node.type !== "directive"));
  return (
    shown.match(/.{0,30}(\bNaN\b|\bundefined\b|\[object Object\]|\bInfinity\b|Invalid Date).{0,30}/g) ?? []
  ).map((text) => `it says “${text.trim()}”`);
}

/** A heading that is two levels below the one before it. */
function skipped(elements: readonly Element[]): string[] {
  const headings = elements.filter(({ name }) => /^h[1-6]$/.test(name));
  return headings.flatMap((heading, i) => {
    const before = i === 0 ? 0 : Number(headings[i - 1]!.name[1]);
    const level = Number(heading.name[1]);
    return level > before + 1
      ? [`<${heading.name}> “${textOf(heading)}” comes after h${before || " nothing"}`]
      : [];
  });
}

function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let parent = element.parent; parent && "name" in parent; parent = parent.parent)
    found.push(parent as Element);
  return found;
}

/** Where the links of a page lead within the dashboards, and what its forms ask for as they stand. */
export function linksOf(html: string): string[] {
  const document = parseDocument(html);
  const links = all(document, "a").map(({ attribs }) => attribs.href ?? "");
  const rows = all(document, "*").flatMap(({ attribs }) => attribs["data-href"] ?? attribs["hx-get"] ?? []);
  const forms = all(document, "form")
    .filter(({ attribs }) => (attribs.method ?? "get").toLowerCase() === "get" && attribs.action)
    .map((form) => `${form.attribs.action!.split("?")[0]}?${new URLSearchParams(fieldsOf(form))}`);
  return [...new Set([...links, ...rows, ...forms].map((link) => link.split("#")[0]!))].filter(
    (link) => link === "/app" || /^\/(app\/|app\?|audience\.)/.test(link),
  );
}

/** Where the forms of a page send what was filled in, and its buttons that do so by themselves. */
export function postedBy(html: string): string[] {
  return all(parseDocument(html), "*").flatMap(({ name, attribs }) => {
    const action = name === "form" && attribs.method?.toLowerCase() === "post" ? attribs.action : undefined;
    const button = attribs.formmethod?.toLowerCase() === "get" ? undefined : attribs.formaction;
    return [action, attribs["hx-post"], button].filter((address) => address !== undefined);
  });
}

/** What the first form of a page sends when nothing was touched. */
export function sentByForm(html: string): URLSearchParams {
  return new URLSearchParams(fieldsOf(all(parseDocument(html), "form")[0]!));
}

/** The fields of a form as a browser sends them when nothing was touched. */
function fieldsOf(form: Element): [string, string][] {
  return all(form, "*").flatMap((field): [string, string][] => {
    const { name = "", type = "text", value, checked } = field.attribs;
    if (name === "" || "disabled" in field.attribs) return [];
    if (field.name === "textarea") return [[name, textOf(field)]];
    if (field.name === "select") {
      const options = all(field, "option");
      const chosen = options.find(({ attribs }) => "selected" in attribs) ?? options[0];
      return chosen ? [[name, chosen.attribs.value ?? textOf(chosen)]] : [];
    }
    if (field.name !== "input" || ["submit", "button", "file"].includes(type)) return [];
    if (["checkbox", "radio"].includes(type)) return checked === undefined ? [] : [[name, value ?? "on"]];
    return [[name, value ?? ""]];
  });
}

/** A link of a page: its words, and those of the figure in it where it has one. */
export interface WordedLink {
  readonly href: string;
  readonly text: string;
  readonly label: string;
  readonly value: string;
}

export function wordedLinks(html: string): WordedLink[] {
  const wordsOf = (link: Element, name: string) =>
    all(link, "*")
      .filter(({ attribs }) => attribs.class?.split(" ").includes(name))
      .map(textOf)
      .join(" ");
  return all(parseDocument(html), "a").map((link) => ({
    href: link.attribs.href ?? "",
    text: textOf(link),
    label: wordsOf(link, "label"),
    value: wordsOf(link, "value"),
  }));
}

/** A page as it would be without the definitions of its terms, to look for whole sentences in it. */
export function withoutDefinitions(html: string): string {
  return html.replace(
    /<dfn><a class="term"[^>]*>(.*?)<span class="visually-hidden">.*?<\/span><\/a><\/dfn>/g,
    "$1",
  );
}
