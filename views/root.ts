import { NotFoundError } from "../src/api/errors";
import { defineRoute } from "../src/api/route";

/** The server's bare address: browsers are sent to the dashboards, programs get a list of what there is. */
export const rootRoute = defineRoute({
  method: "GET",
  path: "/",
  access: "public",
  hidden: true,
  tag: "pages",
  summary: "The way to the dashboards",
  description: "Sends browsers to the dashboards.",
  answers: { 302: { description: "To the dashboards.", contentType: "text/html" } },
  handle: ({ request }) => {
    if (!/\btext\/html\b/.test(request.headers.get("accept") ?? ""))
      throw new NotFoundError(
        "There is nothing at /. The routes are listed at /docs, the dashboards are at /app.",
      );
    return new Response(null, { status: 302, headers: { Location: "/app", Vary: "Accept" } });
  },
});
