import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openApiDocument } from "../openapi";
import { defineRoute, type Route } from "../route";

const INTER = join(
  dirname(Bun.resolveSync("@fontsource-variable/inter/package.json", import.meta.dir)),
  "files",
  "inter-latin-wght-normal.woff2",
);

/** Everything comes from this server; nothing is inline. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API explorer · Perennial</title>
<link rel="icon" href="data:,">
<link rel="preload" href="/docs/inter.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/docs/explorer.css">
<script src="/docs/explorer.js" type="module"></script>
</head>
<body>
<header>
<a href="/app">← Perennial</a>
<h1>API explorer</h1>
<a href="/docs/json">OpenAPI document</a>
</header>
<main><p id="loading">Loading the routes. This takes JavaScript; without it, read the OpenAPI document.</p></main>
</body>
</html>
`;

const text = (name: string) => () => readFileSync(join(import.meta.dir, name), "utf8");

/**
 * The API explorer at `/docs`, served entirely from disk, and its document at `/docs/json`. The page is ours: see
 * decision 9.
 */
export function docsRoutes(routes: readonly Route[]): Route[] {
  let document: Promise<string> | null = null;
  const page = (
    path: string,
    contentType: string,
    body: () => string | Uint8Array<ArrayBuffer> | Promise<string>,
  ): Route =>
    defineRoute({
      method: "GET",
      path,
      access: "public",
      hidden: true,
      tag: "server",
      summary: "API explorer",
      description: "A part of the API explorer.",
      answers: { 200: { description: "The file.", contentType } },
      handle: async () =>
        new Response(await body(), {
          headers: {
            "Content-Type": contentType.startsWith("font/") ? contentType : `${contentType}; charset=utf-8`,
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-cache",
          },
        }),
    });
  return [
    page("/docs", "text/html", () => PAGE),
    page("/docs/explorer.js", "text/javascript", text("explorer.js")),
    page("/docs/explorer.css", "text/css", text("explorer.css")),
    page("/docs/inter.woff2", "font/woff2", () => new Uint8Array(readFileSync(INTER))),
    page("/docs/json", "application/json", () => {
      document ??= openApiDocument(routes).then((made) => JSON.stringify(made));
      return document;
    }),
  ];
}
