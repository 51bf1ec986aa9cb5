import { lookup } from "node:dns/promises";
import { VERSION } from "../../config";
import { PostError, pinnedPost } from "../../notify/webhooks/pinned-post";
import type { ConnectionOf } from "../connection-kinds";
import type { Table } from "../formats/table";
import { SendError } from "./send-error";

const TIMEOUT_MS = 60_000;
/** Programs that take messages rarely take larger ones. */
const MOST_BYTES = 20e6;

/** What the message says beside the rows. Wire format. */
export interface SentList {
  readonly destination_id: string;
  readonly run_id: string;
  readonly name: string;
  readonly customers: number;
  readonly left_out: Readonly<Record<string, number>>;
}

/**
 * Posts the rows as JSON, signed as Standard Webhooks specifies, under the run's id, so that a receiver recognises a
 * second try. Returns the host.
 */
export async function sendToWebhook(
  { url, secret }: ConnectionOf<"webhook">,
  told: SentList,
  { rows, columns }: Table,
  { createdAt, now }: { readonly createdAt: number; readonly now: number },
): Promise<string> {
  const row = (i: number) => Object.fromEntries(columns.map(({ name, cells }) => [name, cells[i] ?? null]));
  const data = { ...told, rows: Array.from({ length: rows }, (_, i) => row(i)) };
  const body = JSON.stringify({ type: "audience.sent", timestamp: new Date(createdAt).toISOString(), data });
  if (Buffer.byteLength(body) > MOST_BYTES)
    throw new SendError(
      `The list has more than the ${MOST_BYTES / 1e6} MB that a webhook gets. Narrow the audience down, or use S3 or SFTP.`,
      false,
    );
  const { Webhook } = await import("standardwebhooks");
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": `Perennial/${VERSION}`,
    "webhook-id": told.run_id,
    "webhook-timestamp": String(Math.floor(now / 1000)),
    "webhook-signature": new Webhook(secret).sign(told.run_id, new Date(now), body),
  };
  const target = new URL(url);
  try {
    const { status } = await pinnedPost(
      target,
      { headers, body },
      {
        // The operator has named the receiver.
        allowPrivate: true,
        timeoutMs: TIMEOUT_MS,
        lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      },
      AbortSignal.timeout(2 * TIMEOUT_MS),
    );
    if (status >= 200 && status < 300) return target.host;
    throw new SendError(`The receiver answered ${status}.`, status !== 410);
  } catch (error) {
    if (error instanceof PostError) throw new SendError(error.message, true);
    throw error;
  }
}
