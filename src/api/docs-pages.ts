import { dirname, join } from "node:path";
import { openApiDocument } from "./openapi";
import { defineRoute, type Route } from "./route";

const DIST = dirname(Bun.resolveSync("swagger-ui-dist/package.json", import.meta.dir));

/** Swagger UI sets inline styles and shows icons as data. Scripts come from this server only. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perennial API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: "/docs/json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
`;

const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui-bundle.js": "text/javascript",
  "swagger-ui.css": "text/css",
  "favicon-32x32.png": "image/png",
};

/** The API explorer at `/docs`, served entirely from disk, and its document at `/docs/json`. */
export function docsRoutes(routes: readonly Route[]): Route[] {
  let document: Promise<string> | null = null;
  const page = (path: string, contentType: string, body: () => string | Blob | Promise<string>): Route =>
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
            "Content-Type": `${contentType}; charset=utf-8`,
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-cache",
          },
        }),
    });
  return [
    page("/docs", "text/html", () => PAGE),
    page("/docs/start.js", "text/javascript", () => START),
    page("/docs/json", "application/json", () => {
      document ??= openApiDocument(routes).then((made) => JSON.stringify(made));
      return document;
    }),
    ...Object.entries(ASSETS).map(([name, contentType]) =>
      page(`/docs/${name}`, contentType, () => Bun.file(join(DIST, name))),
    ),
  ];
}
