import { GLOSSARY, type GlossaryEntry, type GlossaryKey } from "../src/answers/glossary";

/** Parts whose words are no prose, or that are controls themselves. */
const CLOSED = new Set([
  ...["head", "nav", "a", "button", "label", "select", "textarea", "summary", "svg", "code", "pre", "script"],
  ...["td", "h1", "caption", "dfn"],
]);
const PROSE = new Set(["p", "li", "dt", "dd", "legend", "span", "section", "strong", "em"]);
const HEADINGS = new Set(["h2", "h3", "th"]);
const VOID = new Set(["br", "hr", "img", "input", "link", "meta", "col", "wbr", "source"]);

const TOKEN = /<(?:"[^"]*"|[^">])*>|[^<]+/g;
const NAME = /^<\/?([a-z0-9]+)/i;
/** What nobody sees, or only screen readers. */
const UNSEEN =
  /\b(?:aria-hidden="true"|hidden|class="[^"]*\b(?:visually-hidden|htmx-indicator|value)\b[^"]*")/;

/** What is sent again as it changes, without a page around it. */
const LIVE = /\bhx-sse:connect=/;

const wordsOf = ({ term, also = [] }: GlossaryEntry) => [term, ...also];
const anyOf = (words: readonly string[]) => new RegExp(`\\b(?:${words.join("|")})s?\\b`, "i");
const ENTRIES = Object.entries(GLOSSARY) as [GlossaryKey, GlossaryEntry][];
const TERMS = ENTRIES.map(([key, entry]) => ({ key, words: anyOf(wordsOf(entry)) }));
const ANY_TERM = anyOf(ENTRIES.flatMap(([, entry]) => wordsOf(entry)));

interface Place {
  readonly key: GlossaryKey;
  readonly from: number;
  readonly to: number;
  readonly isHeading: boolean;
}

/**
 * The page with each term of the field explained where it first stands: a link to the glossary whose meaning shows when
 * it is pointed at, touched or focused. Links, buttons, labels, the cells of tables and what changes by itself stay as
 * they are; a heading is marked only where no sentence has the term.
 */
export function withDefinedTerms(html: string): string {
  const places = placesOf(html);
  let [written, at] = ["", 0];
  for (const { key, from, to } of places) {
    written += html.slice(at, from) + definition(key, html.slice(from, to));
    at = to;
  }
  return written + html.slice(at);
}

function definition(key: GlossaryKey, words: string): string {
  const { meaning } = GLOSSARY[key];
  return `<dfn><a class="term" href="/app/glossary#${key}" data-tip="${escaped(meaning)}">${words}<span class="visually-hidden"> (${escaped(meaning)})</span></a></dfn>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The first place of each term, in the order of the page; no two overlap. */
function placesOf(html: string): Place[] {
  const found = new Map<GlossaryKey, Place>();
  const open: { readonly name: string; readonly kind: Kind }[] = [];
  for (const { 0: token, index } of html.matchAll(TOKEN)) {
    if (token.startsWith("<")) {
      nest(open, token);
      continue;
    }
    const kind = open.at(-1)?.kind ?? "other";
    if (kind === "closed" || kind === "other" || !ANY_TERM.test(token)) continue;
    for (const { key, words } of TERMS) {
      const known = found.get(key);
      if (known && (!known.isHeading || kind === "heading")) continue;
      const match = words.exec(token);
      if (!match) continue;
      const from = index + match.index;
      const place = { key, from, to: from + match[0].length, isHeading: kind === "heading" };
      const isFree = [...found.values()].every((other) => other.to <= place.from || other.from >= place.to);
      if (isFree) found.set(key, place);
    }
  }
  return [...found.values()].sort((a, b) => a.from - b.from);
}

type Kind = "prose" | "heading" | "closed" | "other";

/** Keeps what is open in step with a tag. */
function nest(open: { readonly name: string; readonly kind: Kind }[], tag: string): void {
  const name = NAME.exec(tag)?.[1]?.toLowerCase();
  if (name === undefined || VOID.has(name) || tag.endsWith("/>")) return;
  if (tag.startsWith("</")) {
    const at = open.findLastIndex((one) => one.name === name);
    if (at >= 0) open.length = at;
    return;
  }
  open.push({ name, kind: kindOf(name, tag, open.at(-1)?.kind ?? "other") });
}

function kindOf(name: string, tag: string, around: Kind): Kind {
  if (around === "closed" || CLOSED.has(name) || UNSEEN.test(tag) || LIVE.test(tag)) return "closed";
  if (around === "heading" || HEADINGS.has(name)) return "heading";
  return PROSE.has(name) ? "prose" : around;
}
