import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A message as it came in. Two with the same id are one that was sent twice. */
interface News {
  readonly id: string;
  /** The job that a webhook tells of, or the address of a mail. */
  readonly about: string;
}

/** A receiver of webhooks and a mail server, which stay while the server dies. */
export class Receivers implements AsyncDisposable {
  readonly hooks: News[] = [];
  readonly mails: News[] = [];
  readonly #http = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { data } = (await request.json()) as { data: { job_id?: string } };
      if (data.job_id) this.hooks.push({ id: request.headers.get("webhook-id")!, about: data.job_id });
      return new Response();
    },
  });
  readonly #smtp = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: async (stream, { envelope }, callback) => {
      try {
        const { messageId = "" } = await simpleParser(stream);
        this.mails.push(...envelope.rcptTo.map(({ address }) => ({ id: messageId, about: address })));
        callback(null);
      } catch (error) {
        callback(error as Error);
      }
    },
  });

  async open(): Promise<this> {
    // Connections that break off are what this is about.
    this.#smtp.on("error", () => {});
    await new Promise<void>((resolve) => this.#smtp.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get webhookUrl(): string {
    return new URL("/hook", this.#http.url).href;
  }

  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#smtp.server.address() as AddressInfo;
    return { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "perennial@example.com" };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http.stop(true);
    await new Promise<void>((resolve) => this.#smtp.close(resolve));
  }
}
