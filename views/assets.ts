import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { defineRoute, type Route } from "../src/api/route";

const HERE = join(import.meta.dir, "assets");
const HTMX = join(dirname(Bun.resolveSync("htmx.org/package.json", import.meta.dir)), "dist");

const FILES = {
  styles: { paths: [join(HERE, "perennial.css")], type: "text/css" },
  script: { paths: [join(HERE, "perennial.js")], type: "text/javascript" },
  icon: { paths: [join(HERE, "leaf.svg")], type: "image/svg+xml" },
  // One file: htmx looks at the page soon after it is loaded, and an extension that comes later finds everything done
  // without it.
  htmx: {
    paths: [join(HTMX, "htmx.min.js"), join(HTMX, "ext", "hx-sse.min.js")],
    type: "text/javascript",
  },
} as const;

type AssetName = keyof typeof FILES;

const contents = Object.fromEntries(
  Object.entries(FILES).map(([name, { paths }]) => [
    name,
    Buffer.concat(paths.flatMap((path) => [readFileSync(path), Buffer.from("\n")])),
  ]),
) as Record<AssetName, Buffer>;

/**
 * The addresses of styles, scripts and pictures. Each holds the hash of its content, so that browsers may keep it for
 * good.
 */
export const ASSETS = Object.fromEntries(
  Object.entries(FILES).map(([name, { paths }]) => {
    const hash = createHash("sha256")
      .update(contents[name as AssetName])
      .digest("hex")
      .slice(0, 12);
    return [name, `/app/assets/${hash}/${basename(paths[0])}`];
  }),
) as Readonly<Record<AssetName, string>>;

/** Serves them, from this machine's disk alone. */
export const assetRoutes: readonly Route[] = (Object.keys(FILES) as AssetName[]).map((name) =>
  defineRoute({
    method: "GET",
    path: ASSETS[name],
    access: "public",
    hidden: true,
    tag: "pages",
    summary: "A file of the pages",
    description: "A style sheet, a script or a picture.",
    answers: { 200: { description: "The file.", contentType: FILES[name].type } },
    handle: () =>
      new Response(new Uint8Array(contents[name]), {
        headers: {
          "Content-Type": `${FILES[name].type}; charset=utf-8`,
          "Cache-Control": "public, max-age=31536000, immutable",
        },
      }),
  }),
);
