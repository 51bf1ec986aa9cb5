import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newSecret } from "../../src/notify/webhooks/secret";
import { NotifiedShop } from "../integrations/notify/shop";
import { SmtpCounterpart } from "../notify/mail/smtp-counterpart";
import { type PlainServer, plainServer } from "../store/bucket/plain-server";
import { ListReceiver } from "./list-receiver";
import { consentCsv, ordersCsv } from "./people-shop";
import { SheetsStandIn } from "./sheets-stand-in";
import { SSHD, Sshd } from "./sshd";

/** A run as the API shows it. */
export interface ShownRun {
  readonly run_id: string;
  readonly state: "waiting" | "sent" | "failed";
  readonly reason: string;
  readonly attempts: number;
  readonly customers: number | null;
  readonly left_out: Readonly<Record<string, number>> | null;
  readonly place: string | null;
  readonly error: string | null;
}

/** A trained shop in the real server program, and everything that its lists go to. */
export class ListsServer {
  readonly folder = mkdtempSync(join(tmpdir(), "perennial-lists-"));
  readonly secret = newSecret();
  readonly google = new SheetsStandIn();
  readonly receiver = new ListReceiver(this.secret);
  shop!: NotifiedShop;
  #path = "";

  private constructor(
    readonly sshd: Sshd | null,
    readonly s3: PlainServer,
    readonly smtp: SmtpCounterpart,
  ) {}

  static async open(): Promise<ListsServer> {
    const sshd = SSHD === null ? null : await Sshd.prepare();
    await sshd?.start();
    const open = new ListsServer(sshd, await plainServer(), await SmtpCounterpart.start());
    try {
      await open.#start();
    } catch (error) {
      await open.close();
      throw error;
    }
    return open;
  }

  async #start(): Promise<void> {
    const file = join(this.folder, "destinations.yaml");
    writeFileSync(join(this.folder, "account.json"), this.google.accountFile);
    writeFileSync(file, JSON.stringify({ connections: this.#connections() }, null, 1));
    this.shop = new NotifiedShop({
      DESTINATIONS_FILE: file,
      SMTP_URL: `smtp://perennial:p%40ss%2Fword@localhost:${this.smtp.port}`,
      MAIL_FROM: "Perennial <lists@shop.example>",
      LISTS_APP_KEY: this.s3.settings.appKey,
    });
    await this.shop.start();
    await this.train();
  }

  /** Uploads the orders, and after them what is known of consent, and trains on both. */
  async train(): Promise<string> {
    const { shop } = this;
    if (this.#path === "") {
      this.#path = await shop.upload(new Blob([ordersCsv()]));
      const dataset = this.#path.split("/")[3]!;
      const form = new FormData();
      form.set("file", new File([consentCsv()], "consent.csv"));
      const headers = { "X-Tenant-Id": "shop" };
      const url = `${shop.server.url}/datasets/${dataset}/customers`;
      const joined = await fetch(url, { method: "POST", headers, body: form });
      if (!joined.ok) throw new Error(await joined.text());
    }
    const { job_id } = await shop.call("POST", "/train", { dataset_path: this.#path, effort: "quick" });
    const job = await shop.ended(job_id!);
    if (job.status !== "completed") throw new Error(JSON.stringify(job));
    return job_id!;
  }

  /** Adds a destination: everyone, those who agreed, as the body says otherwise. */
  async add(body: Record<string, unknown>): Promise<string> {
    const added = await this.shop.call("POST", "/destinations", {
      name: "List",
      audience: { everyone: true },
      format: "csv",
      consent: { attribute: "accepts_marketing" },
      schedule: { every: "never" },
      ...body,
    });
    return added.destination_id!;
  }

  async send(destination: string): Promise<string> {
    return (await this.shop.call("POST", `/destinations/${destination}/run`)).run_id!;
  }

  async run(destination: string, run: string): Promise<ShownRun> {
    const runs = await this.shop.call<ShownRun[]>("GET", `/destinations/${destination}/runs`);
    return runs.find(({ run_id }) => run_id === run)!;
  }

  /** The run at its end. */
  async ended(destination: string, run: string): Promise<ShownRun> {
    return this.shop.seen(async () => {
      const shown = await this.run(destination, run);
      return shown.state === "waiting" ? null : shown;
    });
  }

  /** The run after a try that failed. */
  async tried(destination: string, run: string): Promise<ShownRun> {
    return this.shop.seen(async () => {
      const shown = await this.run(destination, run);
      return shown.error === null ? null : shown;
    });
  }

  /** The server dies at once and starts again, after hours of pauses. */
  async restart(meanwhile: () => void = () => {}): Promise<void> {
    await this.shop.server.kill();
    meanwhile();
    this.shop.sql("UPDATE outbox SET next_at = 0 WHERE next_at IS NOT NULL");
    await this.shop.start();
  }

  /** As a crash leaves it that came after the list was handed over and before that was recorded. */
  forgetArrival(run: string): void {
    this.shop.sql(`UPDATE outbox SET state = 'sending', next_at = 1 WHERE id = '${run}'`);
    this.shop.sql(`UPDATE destination_runs SET state = 'waiting', ended_at = NULL WHERE id = '${run}'`);
  }

  async close(): Promise<void> {
    await this.shop?.end();
    await Promise.all([this.sshd?.end(), this.google.stop(), this.receiver.stop(), this.smtp.close()]);
    await this.s3[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #connections(): Record<string, unknown> {
    const { sshd, s3, receiver, google } = this;
    const sftp = sshd && {
      kind: "sftp",
      tenants: ["shop"],
      host: "127.0.0.1",
      port: sshd.port,
      user: sshd.user,
      key_file: sshd.key("user_key"),
      host_fingerprint: sshd.fingerprint("host_key"),
      folder: sshd.home,
    };
    const { endpoint, region, bucket, keyId } = s3.settings;
    return {
      ...(sftp && {
        warehouse: sftp,
        impostor: { ...sftp, host_fingerprint: sshd.fingerprint("other_host_key") },
        stranger: { ...sftp, key_file: sshd.key("stranger_key") },
        unwritable: { ...sftp, folder: "/proc/lists" },
      }),
      lake: {
        ...{ kind: "s3", tenants: "*", endpoint, region, bucket, folder: "exports" },
        key_id: keyId,
        app_key_env: "LISTS_APP_KEY",
      },
      sheets: {
        kind: "sheets",
        tenants: ["shop"],
        service_account_file: "account.json",
        api_url: google.url,
      },
      program: { kind: "webhook", tenants: ["shop"], url: receiver.url, secret: this.secret },
      others: { kind: "webhook", tenants: ["other"], url: receiver.url, secret: this.secret },
    };
  }
}
