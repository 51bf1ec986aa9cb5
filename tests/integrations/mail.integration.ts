import { afterEach, describe, expect, test } from "bun:test";
import { SmtpCounterpart } from "../notify/mail/smtp-counterpart";
import { NotifiedShop } from "./notify/shop";

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function mailServer(isSecure = false): Promise<SmtpCounterpart> {
  const server = await SmtpCounterpart.start({ isSecure });
  open.push(() => server.close());
  return server;
}

async function shopWith(environment: Record<string, string>): Promise<NotifiedShop> {
  const shop = new NotifiedShop(environment);
  await shop.start();
  open.push(() => shop.end());
  return shop;
}

/** The real server's settings for a mail server of smtp-server's; its certificate is localhost's. */
const smtp = ({ port, isSecure }: SmtpCounterpart) => ({
  SMTP_URL: `${isSecure ? "smtps" : "smtp"}://perennial:p%40ss%2Fword@localhost:${port}`,
  MAIL_FROM: "Perennial <reports@shop.example>",
});

const MAIL = { to_email: "ann@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" };

describe("mail by SMTP, against smtp-server", () => {
  test("a training that ends is mailed, with what came out, how good it is and where to look, by STARTTLS", async () => {
    const server = await mailServer();
    const shop = await shopWith(smtp(server));
    const dataset_path = await shop.upload();
    const { job_id } = await shop.call("POST", "/train", {
      dataset_path,
      effort: "quick",
      notify_email: "ann@example.com",
    });
    expect((await shop.ended(job_id!)).status).toBe("completed");
    const { to, isEncrypted, mail } = (await server.first(1))[0]!;
    expect({ to, isEncrypted, subject: mail.subject }).toEqual({
      to: ["ann@example.com"],
      isEncrypted: true,
      subject: "A new model is ready (shop)",
    });
    expect(mail.text).toMatch(/It knows \d+ customers as of \d{4}-\d\d-\d\d and /);
    expect(mail.text).toMatch(/tells who leaves|could not be tested/);
    expect(mail.text).toContain(`https://perennial.example.com/app/models/${job_id}`);
    expect(mail.html).toContain(`href="https://perennial.example.com/app/models/${job_id}"`);
    const { integrations } = await shop.call<{ integrations: Record<string, string> }>(
      "GET",
      "/health/ready",
    );
    expect(integrations).toMatchObject({ mail: "well" });
  });

  test("a week's report that was due while the server was down arrives once, and stops by one click of its header", async () => {
    const server = await mailServer();
    const shop = await shopWith(smtp(server));
    const dataset_path = await shop.upload();
    const { job_id } = await shop.call("POST", "/train", { dataset_path, effort: "quick" });
    expect((await shop.ended(job_id!)).status).toBe("completed");
    const save = (path: string, fields: Record<string, string>) =>
      fetch(`${shop.server.url}/app/settings/${path}`, {
        method: "POST",
        headers: { Cookie: "perennial_session=shop", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields),
        redirect: "manual",
      });
    await save("mail", { address: "ann@example.com", group: "weekly" });
    await save("weekly", { day: "1", hour: "8" });
    await shop.server.kill();
    shop.sql("UPDATE weekly_reports SET next_due = 1");
    await shop.start();
    const { to, mail } = (await server.first(1))[0]!;
    expect(to).toEqual(["ann@example.com"]);
    // The orders of the file are years old, so that is what it says first.
    expect(mail.subject).toMatch(/^Newest order [\d,]+ days ago; .* \(shop\)$/);
    expect(mail.text).toContain("every score is as of that day, not today");
    expect(mail.text).toContain(`https://perennial.example.com/app/models/${job_id}`);
    expect(mail.html).toContain("Open this week");
    const field = (key: string) =>
      mail.headerLines.find((line) => line.key === key)!.line.replace(/\r?\n\s+/g, " ");
    expect(field("list-unsubscribe-post")).toBe("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    const link = new URL(/<(.+)>/.exec(field("list-unsubscribe"))![1]!);
    const stopped = await fetch(shop.server.url + link.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(stopped.status).toBe(200);
    expect(shop.sql<{ groups: string }>("SELECT groups FROM mail_recipients")).toEqual([{ groups: "[]" }]);
    const [{ next_due, last_week }] = shop.sql<{ next_due: number; last_week: string }>(
      "SELECT next_due, last_week FROM weekly_reports",
    ) as [{ next_due: number; last_week: string }];
    expect(next_due).toBeGreaterThan(Date.now());
    expect(last_week).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(shop.sql("SELECT id FROM outbox WHERE channel = 'mail'")).toHaveLength(1);
  });

  test("a training that fails is mailed too, and to the recipients of the settings who asked for failures", async () => {
    const server = await mailServer(true);
    const shop = await shopWith(smtp(server));
    const dataset_path = await shop.upload(
      new Blob(["CustomerID,InvoiceDate,Quantity,UnitPrice\n1,never,2,3\n"]),
    );
    for (const [address, group] of [
      ["bo@example.com", "failed"],
      ["cy@example.com", "finished"],
    ] as const)
      await fetch(`${shop.server.url}/app/settings/mail`, {
        method: "POST",
        headers: { Cookie: "perennial_session=shop", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams([
          ["address", address],
          ["group", group],
        ]),
        redirect: "manual",
      });
    const { job_id } = await shop.call("POST", "/train", { dataset_path, notify_email: "ann@example.com" });
    expect((await shop.ended(job_id!)).status).toBe("failed");
    const mails = await server.first(2);
    expect(mails.flatMap(({ to }) => to).sort()).toEqual(["ann@example.com", "bo@example.com"]);
    for (const { mail } of mails) expect(mail.subject).toBe("A training failed (shop)");
  });

  test("a mail that was asked for is sent beside a training, although there is one worker", async () => {
    const server = await mailServer();
    const shop = await shopWith(smtp(server));
    const dataset_path = await shop.upload();
    const { job_id } = await shop.call("POST", "/train", { dataset_path, effort: "full" });
    await shop.seen(async () => (await shop.call("GET", `/jobs/${job_id}`)).status === "processing");
    const { queue_id } = await shop.call("POST", "/api/queue/email", MAIL);
    const mail = await shop.ended(queue_id!);
    expect(mail).toMatchObject({ status: "completed", result: { attempts: 1 } });
    expect((await shop.call("GET", `/jobs/${job_id}`)).status).toBe("processing");
    expect((await server.first(1))[0]!.mail.subject).toBe("Hello");
  });

  test("4xx is tried again hours of back-off and a kill -9 later and arrives once; 5xx fails with the server's words", async () => {
    const server = await mailServer();
    server.answer = (address, asked) => {
      if (address.startsWith("no")) return { code: 550, text: "5.1.1 no such mailbox" };
      return asked === 1 ? { code: 451, text: "4.7.1 greylisted" } : null;
    };
    const shop = await shopWith(smtp(server));
    const { queue_id: refused } = await shop.call("POST", "/api/queue/email", {
      ...MAIL,
      to_email: "no@example.com",
    });
    expect(await shop.ended(refused!)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("5.1.1 no such mailbox"),
    });
    const { queue_id: later } = await shop.call("POST", "/api/queue/email", MAIL);
    await shop.seen(
      () => shop.sql(`SELECT 1 FROM outbox WHERE target = '${later}' AND last_error IS NOT NULL`).length > 0,
    );
    expect(server.arrived).toHaveLength(0);
    await shop.server.kill();
    shop.sql("UPDATE outbox SET next_at = 0");
    await shop.start();
    const done = await shop.ended(later!);
    expect(done).toMatchObject({ status: "completed", result: { attempts: 2 } });
    expect(done.result).not.toHaveProperty("may_have_been_sent_twice");
    expect(server.arrived).toHaveLength(1);
  });

  test("a server that is killed while a mail is on its way sends it again under the same Message-ID, and says so", async () => {
    const server = await mailServer();
    const shop = await shopWith(smtp(server));
    const killed = Promise.withResolvers<void>();
    server.beforeTaking = async () => {
      await shop.server.kill();
      killed.resolve();
    };
    const { queue_id } = await shop.call("POST", "/api/queue/email", MAIL);
    await killed.promise;
    server.beforeTaking = () => {};
    await shop.start();
    expect(await shop.ended(queue_id!)).toMatchObject({
      status: "completed",
      result: { may_have_been_sent_twice: true },
    });
    const ids = (await server.first(2)).map(({ mail }) => mail.messageId);
    expect(ids[1]).toBe(ids[0]);
  });

  test("a wrong password fails the mail for good, and the integration says so without the password", async () => {
    const server = await mailServer();
    const shop = await shopWith({
      ...smtp(server),
      SMTP_URL: `smtp://perennial:wrong-secret@localhost:${server.port}`,
    });
    const { queue_id } = await shop.call("POST", "/api/queue/email", MAIL);
    const job = await shop.ended(queue_id!);
    expect(job.error).toContain("check SMTP_URL");
    const { integrations } = await shop.call<{ integrations: Record<string, string> }>(
      "GET",
      "/health/ready",
    );
    expect(integrations).toMatchObject({ mail: "failing" });
    const page = await fetch(`${shop.server.url}/app/settings`, {
      headers: { Cookie: "perennial_session=shop" },
    });
    const html = await page.text();
    expect(html).toContain("check SMTP_URL");
    expect(html).not.toContain("wrong-secret");
  });
});

describe("mail that is not configured", () => {
  test("does not keep a training from succeeding, and the tenant is told that nobody was mailed", async () => {
    const shop = await shopWith({});
    const dataset_path = await shop.upload();
    const { job_id } = await shop.call("POST", "/train", {
      dataset_path,
      effort: "quick",
      notify_email: "ann@example.com",
    });
    expect((await shop.ended(job_id!)).status).toBe("completed");
    const notifications = await shop.call<{ title: string; text: string }[]>("GET", "/notifications");
    expect(notifications).toContainEqual(
      expect.objectContaining({
        title: "No mail was sent",
        text: "Mail is not configured on this server, so nobody was mailed about the training.",
      }),
    );
    const { queue_id } = await shop.call("POST", "/api/queue/email", MAIL);
    expect(await shop.ended(queue_id!)).toMatchObject({
      status: "failed",
      error: "Mail is not configured on this server, so nothing was sent.",
    });
  });
});

describe("mail by Brevo, of which no server can be had: an HTTP receiver that checks the documented request", () => {
  test("a mail is asked for as the reference says", async () => {
    const asked = Promise.withResolvers<Record<string, unknown>>();
    const brevo = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: async (request) => {
        if (request.headers.get("api-key") !== "xkeysib-1") return new Response("", { status: 401 });
        asked.resolve((await request.json()) as Record<string, unknown>);
        return Response.json({ messageId: "<1@smtp-relay.mailin.fr>" }, { status: 201 });
      },
    });
    open.push(() => brevo.stop(true));
    const shop = await shopWith({
      BREVO_API_KEY: "xkeysib-1",
      BREVO_SENDER_EMAIL: "reports@shop.example",
      BREVO_SENDER_NAME: "The shop",
      BREVO_API_URL: new URL("/v3/smtp/email", brevo.url).href,
    });
    const { queue_id } = await shop.call("POST", "/api/queue/email", MAIL);
    expect((await shop.ended(queue_id!)).status).toBe("completed");
    expect(await asked.promise).toMatchObject({
      sender: { name: "The shop", email: "reports@shop.example" },
      to: [{ email: "ann@example.com" }],
      subject: "Hello",
      htmlContent: "<p>Hello</p>",
      textContent: "Hello",
    });
  });
});
