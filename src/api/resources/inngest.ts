import { t } from "elysia";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { Anything } from "./schemas";

/** Every call brings a run's event and the results of all its steps. */
const MOST_BYTES = 8 * 1024 * 1024;

const COMMON = {
  path: "/api/inngest",
  access: "public",
  serverWide: true,
  tag: "server",
  errors: { 401: "Inngest did not sign the call", 404: "Inngest is not configured on this server" },
} as const;

const BODY = {
  required: false,
  content: { "application/json": { schema: { type: "object" }, example: {} } },
};

/** Routes that Inngest calls. Its signature replaces a sign-in. */
export const inngestRoutes: readonly Route[] = [
  defineRoute({
    ...COMMON,
    method: "GET",
    summary: "List what Inngest may call",
    description: "Returns the functions and the mode, if Inngest signed the call.",
    answers: {
      200: {
        description: "The setup of this server.",
        schema: Anything,
        example: { mode: "cloud", function_count: 6 },
      },
    },
    handle: ({ request }, context) => answer(context, request),
  }),
  defineRoute({
    ...COMMON,
    method: "POST",
    slow: true,
    summary: "Run a step of a function",
    description:
      "Called by Inngest, signed: runs the next step of `train-model`, `predict-single`, `predict-batch`, `send-email`, `cancel-job` or `retrain-on-schedule`.",
    rawBody: BODY,
    bodyBytes: MOST_BYTES,
    answers: {
      200: {
        description: "The function is done. The body is its result.",
        schema: t.Unknown(),
        example: { status: "completed" },
      },
      206: {
        description: "A step is done, and more follow.",
        schema: t.Array(Anything),
        example: [{ op: "StepRun" }],
      },
    },
    errors: { ...COMMON.errors, 413: "The body is too large for any run" },
    handle: ({ request }, context) => answer(context, request),
  }),
  defineRoute({
    ...COMMON,
    method: "PUT",
    slow: true,
    summary: "Register the functions with Inngest",
    description: "Called by Inngest, signed, when the server is registered there.",
    rawBody: BODY,
    bodyBytes: MOST_BYTES,
    answers: {
      200: {
        description: "The functions are registered.",
        schema: Anything,
        example: { message: "Successfully registered", modified: true },
      },
    },
    errors: { ...COMMON.errors, 413: "The body is too large for any run" },
    handle: ({ request }, context) => answer(context, request),
  }),
];

async function answer({ inngest }: ApiContext, request: Request): Promise<Response> {
  if (!inngest) {
    throw new NotFoundError(
      "Inngest is not configured on this server. Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.",
    );
  }
  if (request.method === "GET") return inngest.answer(request);
  // The signature covers the exact bytes.
  const { url, method, headers } = request;
  return inngest.answer(new Request(url, { method, headers, body: await request.text() }));
}
