import { t } from "elysia";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { readText } from "../json-body";
import { defineRoute, type Route } from "../route";
import { Anything } from "./schemas";

/** A run's event and the results of all its steps come with every call. */
const MOST_BYTES = 8 * 1024 * 1024;

const COMMON = {
  path: "/api/inngest",
  access: "public",
  serverWide: true,
  tag: "server",
  errors: { 401: "The call is not signed by Inngest", 404: "Inngest is not configured on this server" },
} as const;

const BODY = {
  required: false,
  content: { "application/json": { schema: { type: "object" }, example: {} } },
};

/** What Inngest calls. It signs its calls; that stands for a sign-in here. */
export const inngestRoutes: readonly Route[] = [
  defineRoute({
    ...COMMON,
    method: "GET",
    summary: "What Inngest may call",
    description: "The functions and the mode, to calls that Inngest has signed.",
    answers: {
      200: {
        description: "How this server is set up.",
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
    answers: {
      200: {
        description: "The function is done; what it answers.",
        schema: t.Unknown(),
        example: { status: "completed" },
      },
      206: {
        description: "A step is done, more follow.",
        schema: t.Array(Anything),
        example: [{ op: "StepRun" }],
      },
    },
    errors: { ...COMMON.errors, 413: "The body is larger than any run's" },
    handle: ({ request }, context) => answer(context, request),
  }),
  defineRoute({
    ...COMMON,
    method: "PUT",
    slow: true,
    summary: "Tell Inngest of the functions",
    description: "Called by Inngest, signed, when the server is registered there.",
    rawBody: BODY,
    answers: {
      200: {
        description: "Inngest knows the functions.",
        schema: Anything,
        example: { message: "Successfully registered", modified: true },
      },
    },
    errors: { ...COMMON.errors, 413: "The body is larger than any run's" },
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
  // The signature is over the very bytes.
  const { url, method, headers } = request;
  return inngest.answer(new Request(url, { method, headers, body: await readText(request, MOST_BYTES) }));
}
