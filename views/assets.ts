import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defineRoute, type Route } from "../src/api/route";

const HERE = join(import.meta.dir, "assets");
const HTMX = join(dirname(Bun.resolveSync("htmx.org/package.json", import.meta.dir)), "dist");
const INTER = dirname(Bun.resolveSync("@fontsource-variable/inter/package.json", import.meta.dir));

interface Asset {
  /** Holds the hash of the content, so that browsers may keep it for good. */
  readonly address: string;
  readonly content: Buffer;
  readonly type: string;
}

function asset(name: string, type: string, content: Buffer): Asset {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return { address: `/app/assets/${hash}/${name}`, content, type };
}

function joined(type: string, paths: readonly string[], before = ""): Asset {
  const texts = paths.map((path) => `${readFileSync(path, "utf8")}\n`);
  return asset(basename(paths[0]!), type, Buffer.from(before + texts.join("")));
}

function font(subset: string): Asset {
  const name = `inter-${subset}-wght-normal.woff2`;
  return asset(name, "font/woff2", readFileSync(join(INTER, "files", name)));
}

/**
 * Inter by Rasmus Andersson, under the SIL Open Font License 1.1: a file for western Europe, which every page loads
 * ahead, and one for the names that need more of Latin. A page that has no font yet keeps the system's, so nothing
 * moves. The ranges are those of the package.
 */
const [latin, latinExt] = [font("latin"), font("latin-ext")];
const FONT_FACES = (
  [
    [
      latin,
      "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    ],
    [
      latinExt,
      "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    ],
  ] as const
)
  .map(
    ([{ address }, range]) =>
      `@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:optional;src:url(${address}) format("woff2");unicode-range:${range}}\n`,
  )
  .join("");

/** In this order: what comes later has the last word. */
const styles = [
  "perennial",
  "page",
  "tables",
  "forms",
  "advice",
  "lab",
  "rules",
  "data",
  "phone",
  "shell",
  "find",
  "charts",
  "report",
].map((name) => join(HERE, `${name}.css`));

const FILES = {
  font: latin,
  moreFont: latinExt,
  styles: joined("text/css", styles, FONT_FACES),
  script: joined(
    "text/javascript",
    ["perennial.js", "find.js", "rules.js", "tips.js", "chart-files.js", "cards.js"].map((name) =>
      join(HERE, name),
    ),
  ),
  icon: joined("image/svg+xml", [join(HERE, "leaf.svg")]),
  // One file: htmx looks at the page soon after it is loaded, and an extension that comes later finds everything done
  // without it.
  htmx: joined("text/javascript", [join(HTMX, "htmx.min.js"), join(HTMX, "ext", "hx-sse.min.js")]),
};

/** The addresses of styles, scripts, fonts and pictures. */
export const ASSETS = Object.fromEntries(
  Object.entries(FILES).map(([name, { address }]) => [name, address]),
) as Readonly<Record<keyof typeof FILES, string>>;

/** Serves them, from this machine's disk alone. */
export const assetRoutes: readonly Route[] = Object.values(FILES).map(({ address, content, type }) =>
  defineRoute({
    method: "GET",
    path: address,
    access: "public",
    hidden: true,
    tag: "pages",
    summary: "A file of the pages",
    description: "A style sheet, a script, a font or a picture.",
    answers: { 200: { description: "The file.", contentType: type } },
    handle: () =>
      new Response(new Uint8Array(content), {
        headers: {
          "Content-Type": type.startsWith("font/") ? type : `${type}; charset=utf-8`,
          "Cache-Control": "public, max-age=31536000, immutable",
        },
      }),
  }),
);
