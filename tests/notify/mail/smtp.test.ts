import { afterEach, describe, expect, test } from "bun:test";
import { connect, createServer, type Socket } from "node:net";
import type { Mail, MailError } from "../../../src/notify/mail/mailer";
import { type SmtpOptions, smtpMailer } from "../../../src/notify/mail/smtp";
import { CA } from "../certificates";
import { SmtpCounterpart } from "./smtp-counterpart";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function counterpart(isSecure = false, isOpen = false): Promise<SmtpCounterpart> {
  const started = await SmtpCounterpart.start({ isSecure, isOpen });
  open.push(started);
  return started;
}

const MAIL: Mail = {
  key: "shop/0190a6b2-8f00-7a11-8c22-3d4e5f607182",
  to: "ann@example.com",
  subject: "Ein neues Modell für Sie",
  text: "It is ready.\n",
  html: "<p>It is ready.</p>",
};

function mailerTo({ port, isSecure }: SmtpCounterpart, given: Partial<SmtpOptions["server"]> = {}) {
  return smtpMailer({
    server: { host: "127.0.0.1", port, isSecure, user: "perennial", password: "p@ss/word", ...given },
    from: { name: "Perennial", address: "reports@shop.example" },
    tls: { ca: CA, servername: "mail.example.test" },
    timeoutMs: 2000,
  });
}

const never = new AbortController().signal;
const failure = (sent: Promise<void>): Promise<MailError> =>
  sent.then(
    () => Promise.reject(new Error("it was sent")),
    (error) => error,
  );

describe("by SMTP", () => {
  for (const isSecure of [false, true])
    test(`a mail arrives as it was written, encrypted by ${isSecure ? "TLS from the start" : "STARTTLS"} and signed in`, async () => {
      const server = await counterpart(isSecure);
      await mailerTo(server).send(MAIL, never);
      const { from, to, isEncrypted, mail } = (await server.first(1))[0]!;
      expect({ from, to, isEncrypted }).toEqual({
        from: "reports@shop.example",
        to: ["ann@example.com"],
        isEncrypted: true,
      });
      expect(mail.subject).toBe(MAIL.subject);
      expect(mail.text).toBe(MAIL.text);
      expect(mail.html).toBe(MAIL.html);
      expect(mail.from?.value).toEqual([{ name: "Perennial", address: "reports@shop.example" }]);
      expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
      expect(mail.headers.has("list-unsubscribe-post")).toBeFalse();
    });

  test("a mail that its reader may stop says so in the two fields of RFC 8058, the link whole however long", async () => {
    const server = await counterpart();
    const unsubscribeUrl = `https://perennial.example.com/app/unsubscribe?tenant=shop&signature=${"a".repeat(200)}`;
    await mailerTo(server).send({ ...MAIL, unsubscribeUrl }, never);
    const { mail } = (await server.first(1))[0]!;
    const line = (key: string) =>
      mail.headerLines.find((one) => one.key === key)?.line.replace(/\r?\n\s+/g, " ");
    expect(line("list-unsubscribe")).toBe(`List-Unsubscribe: <${unsubscribeUrl}>`);
    expect(line("list-unsubscribe-post")).toBe("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  });

  test("the same mail bears the same Message-ID, another one another", async () => {
    const server = await counterpart();
    const mailer = mailerTo(server);
    for (const mail of [MAIL, MAIL, { ...MAIL, key: "shop/other" }]) await mailer.send(mail, never);
    const ids = (await server.first(3)).map(({ mail }) => mail.messageId);
    expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@shop\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test("a subject with line breaks makes no header, and goes to nobody else", async () => {
    const server = await counterpart();
    const subject = "Hello\r\nBcc: eve@example.com\u2028X-Evil: 1\n\nbody";
    await mailerTo(server).send({ ...MAIL, subject }, never);
    const { to, mail } = (await server.first(1))[0]!;
    expect(to).toEqual(["ann@example.com"]);
    expect(mail.subject).toBe("Hello Bcc: eve@example.com X-Evil: 1 body");
    expect(mail.headers.has("bcc")).toBe(false);
    expect(mail.headers.has("x-evil")).toBe(false);
  });

  for (const to of [
    "ann@example.com, eve@example.com",
    "ann@example.com\r\nBcc: eve@example.com",
    "Ann <ann@example.com>",
    "ann@example.com>",
    '"a b"@example.com',
    "ann@localhost",
    "@example.com",
    "",
  ])
    test(`${JSON.stringify(to)} is refused before anything is sent`, async () => {
      const server = await counterpart();
      const { message, isTemporary } = await failure(mailerTo(server).send({ ...MAIL, to }, never));
      expect({ message, isTemporary }).toEqual({
        message: "Mail cannot be sent to this address.",
        isTemporary: false,
      });
      expect(server.arrived).toEqual([]);
    });

  test("4xx is to be tried again, 5xx is not; what the server says does not repeat the address", async () => {
    const server = await counterpart();
    server.answer = (address, asked) =>
      asked === 1
        ? { code: 451, text: `4.7.1 ${address} come again` }
        : { code: 550, text: `5.1.1 no mailbox ${address}` };
    const later = await failure(mailerTo(server).send(MAIL, never));
    expect(later).toMatchObject({ isTemporary: true, isOfService: false, isUncertain: false });
    expect(later.message).toContain("deferred the mail");
    const final = await failure(mailerTo(server).send(MAIL, never));
    expect(final).toMatchObject({ isTemporary: false, isOfService: false });
    expect(final.message).toContain("5.1.1 no mailbox (address)");
    expect(`${later.message}${final.message}`).not.toContain("ann@");
  });

  test("a wrong password is the operator's to mend, and shown to nobody", async () => {
    const server = await counterpart();
    const error = await failure(mailerTo(server, { password: "other secret" }).send(MAIL, never));
    expect(error).toMatchObject({ isTemporary: false, isOfService: true });
    expect(error.message).toContain("check SMTP_URL");
    expect(error.message).not.toContain("other secret");
  });

  test("a server that is away is to be tried again, and has certainly not got the mail", async () => {
    const server = await counterpart();
    const mailer = mailerTo(server);
    await server.close();
    open.splice(0);
    expect(await failure(mailer.send(MAIL, never))).toMatchObject({
      message: "Could not reach the mail server.",
      isTemporary: true,
      isUncertain: false,
      isOfService: true,
    });
  });

  test("a server that falls silent, or breaks off once it has the mail, may have got it", async () => {
    const server = await counterpart();
    const sockets = new Set<Socket>();
    // Between the two, so that the connection can be cut at any moment.
    const between = createServer((socket) => {
      const onward = connect(server.port, "127.0.0.1");
      for (const each of [socket, onward]) {
        sockets.add(each);
        each.on("error", () => {});
      }
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((listening) => between.listen(0, "127.0.0.1", () => listening()));
    server.beforeTaking = () => {
      for (const socket of sockets) socket.destroy();
    };
    const { port } = between.address() as { port: number };
    const error = await failure(mailerTo(server, { port }).send(MAIL, never));
    expect(error).toMatchObject({ isTemporary: true, isUncertain: true, isOfService: true });
    between.close();

    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", () => listening()));
    const silentPort = (silent.address() as { port: number }).port;
    const mailer = smtpMailer({
      server: { host: "127.0.0.1", port: silentPort, isSecure: false, user: null, password: null },
      from: { name: null, address: "reports@shop.example" },
      timeoutMs: 200,
    });
    expect(await failure(mailer.send(MAIL, never))).toMatchObject({ isTemporary: true });
    silent.close();
  });

  test("a certificate that nobody believes ends it before the password is sent", async () => {
    const server = await counterpart();
    const mailer = smtpMailer({
      server: {
        host: "127.0.0.1",
        port: server.port,
        isSecure: false,
        user: "perennial",
        password: "p@ss/word",
      },
      from: { name: null, address: "reports@shop.example" },
      tls: { servername: "mail.example.test" },
    });
    expect(await failure(mailer.send(MAIL, never))).toMatchObject({ isTemporary: true, isOfService: true });
    expect(server.arrived).toEqual([]);
  });

  test("a password never goes to another machine over an open connection, but to this one it may", async () => {
    const server = await counterpart(false, true);
    // It is this machine too, but not by a name that says so.
    expect(await failure(mailerTo(server, { host: "0.0.0.0" }).send(MAIL, never))).toMatchObject({
      message: expect.stringContaining("offers no trusted TLS, so nothing was sent"),
      isTemporary: true,
      isOfService: true,
    });
    expect([server.passwords, server.arrived]).toEqual([[], []]);
    await mailerTo(server).send(MAIL, never);
    expect(server.passwords).toEqual(["p@ss/word"]);
    expect(await server.first(1)).toMatchObject([{ isEncrypted: false }]);
  });

  test("what is given up ends at once", async () => {
    const server = await counterpart();
    const given = new AbortController();
    server.beforeTaking = () => given.abort();
    await failure(mailerTo(server).send(MAIL, given.signal));
    expect(given.signal.aborted).toBe(true);
  });
});
