import { t } from "elysia";
import { defineRoute, type Route } from "../route";
import { Anything, Email } from "./schemas";
import { askForJob, QUEUED } from "./submit";

export const emailRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/api/queue/email",
    access: "analyst",
    tag: "queue",
    summary: "Queue a mail",
    description:
      "The server sends it beside its other jobs, at least once. It retries temporary failures for a day and a half. Without mail settings, the job fails and says so.",
    body: t.Object({
      to_email: Email,
      subject: t.String({ minLength: 1, maxLength: 998 }),
      html: t.String({ maxLength: 500_000 }),
      text: t.String({ maxLength: 500_000 }),
      metadata: t.Optional(Anything),
    }),
    bodyExample: {
      to_email: "ann@example.com",
      subject: "The weekly report",
      html: "<p>It is ready.</p>",
      text: "It is ready.",
    },
    answers: { 200: QUEUED },
    handle: ({ tenant, body }, context) => ({
      status: "queued",
      queue_id: askForJob(context, tenant, "email", body).id,
    }),
  }),
];
