import type { AddressInfo, Server } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { CERTIFICATE, PRIVATE_KEY } from "../certificates";

/** A mail as it arrived. */
export interface ArrivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly mail: ParsedMail;
}

/** How a recipient or a mail is answered: null takes it. */
type Answer = (address: string, asked: number) => { readonly code: number; readonly text: string } | null;

/**
 * A mail server on a port of its own: STARTTLS, TLS from the start, or neither, and a sign-in as `perennial` with the
 * password `p@ss/word`.
 */
export class SmtpCounterpart {
  readonly arrived: ArrivedMail[] = [];
  /** Passwords that came in, right or wrong. */
  readonly passwords: string[] = [];
  /** How often each address was asked for. */
  readonly #asked = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  readonly #server: SMTPServer;
  /** How recipients are answered. */
  answer: Answer = () => null;
  /** Called when a mail has come in whole, before it is taken. */
  beforeTaking: () => void | Promise<void> = () => {};

  private constructor(
    readonly isSecure: boolean,
    isOpen: boolean,
  ) {
    this.#server = new SMTPServer({
      secure: isSecure,
      disabledCommands: isOpen ? ["STARTTLS"] : [],
      allowInsecureAuth: isOpen,
      key: PRIVATE_KEY,
      cert: CERTIFICATE,
      onAuth: ({ username, password }, _session, callback) => {
        this.passwords.push(String(password));
        if (username === "perennial" && password === "p@ss/word") callback(null, { user: username });
        else callback(new Error("wrong password"));
      },
      onRcptTo: ({ address }, _session, callback) => {
        const asked = (this.#asked.get(address) ?? 0) + 1;
        this.#asked.set(address, asked);
        const refusal = this.answer(address, asked);
        callback(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
      },
      onData: async (stream, { envelope, secure }, callback) => {
        const mail = await simpleParser(stream);
        await this.beforeTaking();
        this.arrived.push({
          from: (envelope.mailFrom as { address: string }).address,
          to: envelope.rcptTo.map(({ address }) => address),
          isEncrypted: secure,
          mail,
        });
        callback(null);
        for (const wake of this.#waiting.splice(0)) wake();
      },
    });
    // Connections that break off are what the tests are about.
    this.#server.on("error", () => {});
  }

  /** `isOpen`: without STARTTLS, and it takes passwords all the same. */
  static async start({ isSecure = false, isOpen = false, port = 0 } = {}): Promise<SmtpCounterpart> {
    const counterpart = new SmtpCounterpart(isSecure, isOpen);
    await new Promise<void>((listening) => counterpart.#server.listen(port, "127.0.0.1", () => listening()));
    return counterpart;
  }

  get port(): number {
    return ((this.#server.server as Server).address() as AddressInfo).port;
  }

  /** Resolves with the first `count` mails when they are there. */
  async first(count: number): Promise<readonly ArrivedMail[]> {
    while (this.arrived.length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
    return this.arrived.slice(0, count);
  }

  close(): Promise<void> {
    return new Promise((closed) => this.#server.close(() => closed()));
  }
}
