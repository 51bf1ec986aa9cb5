import { afterEach, describe, expect, test } from "bun:test";
import { brevoMailer } from "../../../src/notify/mail/brevo";
import type { Mail, MailError } from "../../../src/notify/mail/mailer";

/**
 * There is no Brevo to be had for tests: this takes the request that Brevo's reference documents, and answers as it
 * documents.
 */
function brevo(answer: (request: Request) => Response | Promise<Response>) {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  servers.push(server);
  return brevoMailer({
    apiUrl: new URL("/v3/smtp/email", server.url).href,
    apiKey: "xkeysib-secret",
    sender: { name: "Perennial", email: "reports@shop.example" },
    timeoutMs: 5000,
  });
}

const servers: { stop(closeActive: boolean): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(true);
});

const MAIL: Mail = {
  key: "shop/j1",
  to: "ann@example.com",
  subject: "It is\r\nready",
  text: "It is ready.\n",
  html: "<p>It is ready.</p>",
};
const never = new AbortController().signal;
const failure = (sent: Promise<void>): Promise<MailError> =>
  sent.then(
    () => Promise.reject(new Error("it was sent")),
    (error) => error,
  );

describe("by Brevo", () => {
  test("a mail that its reader may stop has the two fields of RFC 8058", async () => {
    const asked: { headers: unknown }[] = [];
    const mailer = brevo(async (request) => {
      asked.push((await request.json()) as { headers: unknown });
      return Response.json({ messageId: "<1@smtp-relay.mailin.fr>" }, { status: 201 });
    });
    await mailer.send({ ...MAIL, unsubscribeUrl: "https://a.example/stop?x=1" }, never);
    expect(asked[0]!.headers).toMatchObject({
      "List-Unsubscribe": "<https://a.example/stop?x=1>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  test("a mail is the documented request, with the same idempotency key for the same mail", async () => {
    const asked: unknown[] = [];
    const mailer = brevo(async (request) => {
      const { method, headers, url } = request;
      asked.push({
        method,
        path: new URL(url).pathname,
        key: headers.get("api-key"),
        body: await request.json(),
      });
      return Response.json({ messageId: "<1@smtp-relay.mailin.fr>" }, { status: 201 });
    });
    await mailer.send(MAIL, never);
    await mailer.send(MAIL, never);
    expect(asked[0]).toEqual({
      method: "POST",
      path: "/v3/smtp/email",
      key: "xkeysib-secret",
      body: {
        sender: { name: "Perennial", email: "reports@shop.example" },
        to: [{ email: "ann@example.com" }],
        subject: "It is ready",
        htmlContent: MAIL.html,
        textContent: MAIL.text,
        headers: { idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    });
    expect(asked[1]).toEqual(asked[0]);
  });

  for (const [status, body, told] of [
    [
      400,
      { code: "invalid_parameter", message: "email is not valid in to: ann@example.com" },
      { isTemporary: false },
    ],
    [401, { code: "unauthorized", message: "Key not found" }, { isTemporary: false, isOfService: true }],
    [402, { code: "not_enough_credits", message: "No credits" }, { isTemporary: true, isOfService: true }],
    [429, { code: "too_many_requests" }, { isTemporary: true, isUncertain: false }],
    [500, "oops", { isTemporary: true, isUncertain: true }],
    [302, "", { isTemporary: false }],
  ] as const)
    test(`${status} is ${told.isTemporary ? "temporary" : "final"}, and neither the key nor the address is repeated`, async () => {
      const mailer = brevo(() =>
        typeof body === "string"
          ? new Response(body, { status, headers: { Location: "http://127.0.0.1:1/" } })
          : Response.json(body, { status }),
      );
      const error = await failure(mailer.send(MAIL, never));
      expect(error).toMatchObject(told);
      expect(error.message).not.toContain("ann@");
      expect(error.message).not.toContain("xkeysib");
    });

  test("its wish to be left alone for a while is heard, up to a day", async () => {
    for (const [header, afterMs] of [
      ["120", 120_000],
      ["9999999", 86_400_000],
      ["soon", null],
    ] as const) {
      const mailer = brevo(() => new Response("", { status: 429, headers: { "Retry-After": header } }));
      expect((await failure(mailer.send(MAIL, never))).afterMs).toBe(afterMs);
    }
  });

  test("an answer that does not come is temporary, and the mail may have been taken", async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const mailer = brevo(() => promise);
    expect(await failure(mailer.send(MAIL, never))).toMatchObject({
      message: "Could not reach Brevo.",
      isTemporary: true,
      isUncertain: true,
    });
    resolve(new Response());
  });

  test("an answer without end is not read to it", async () => {
    const mailer = brevo(
      () =>
        new Response(
          new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(120)) }),
          { status: 400 },
        ),
    );
    expect((await failure(mailer.send(MAIL, never))).message).toBe("Brevo answered 400.");
  });

  test("two addresses in one are refused before anything is sent", async () => {
    const mailer = brevo(() => Promise.reject(new Error("was asked")));
    expect(
      await failure(mailer.send({ ...MAIL, to: "ann@example.com,eve@example.com" }, never)),
    ).toMatchObject({
      isTemporary: false,
    });
  });
});
