import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineRoute, type Route } from "../src/api/route";

const HERE = join(import.meta.dir, "assets");
const HTMX = join(dirname(Bun.resolveSync("htmx.org/package.json", import.meta.dir)), "dist");

const FILES = {
  styles: { path: join(HERE, "perennial.css"), type: "text/css" },
  script: { path: join(HERE, "perennial.js"), type: "text/javascript" },
  icon: { path: join(HERE, "leaf.svg"), type: "image/svg+xml" },
  htmx: { path: join(HTMX, "htmx.min.js"), type: "text/javascript" },
  sse: { path: join(HTMX, "ext", "hx-sse.min.js"), type: "text/javascript" },
} as const;

type AssetName = keyof typeof FILES;

const contents = Object.fromEntries(
  Object.entries(FILES).map(([name, { path }]) => [name, readFileSync(path)]),
) as Record<AssetName, Buffer>;

/** The addresses of styles, scripts and pictures. Each holds the hash of its content, so that browsers may keep it for good. */
export const ASSETS = Object.fromEntries(
  Object.entries(FILES).map(([name, { path }]) => {
    const hash = createHash("sha256")
      .update(contents[name as AssetName])
      .digest("hex")
      .slice(0, 12);
    return [name, `/app/assets/${hash}/${path.slice(path.lastIndexOf("/") + 1)}`];
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
