import { createHash } from "node:crypto";
import type { Store } from "../store/store";
import { BadRequestError, ConflictError, KeyReusedError } from "./errors";

/** Visible ASCII, with quotes (a structured field's string, as the draft says) or without. */
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/** The request's `Idempotency-Key`, or null. */
export function idempotencyKey(request: Request): string | null {
  const header = request.headers.get("idempotency-key");
  if (header === null) return null;
  const [, quoted, bare] = KEY.exec(header) ?? [];
  if (!quoted && !bare) {
    throw new BadRequestError("Idempotency-Key must be 1 to 255 visible characters, such as a UUID.");
  }
  return (quoted ?? bare)!;
}

/** What identifies a request with a key: its method, path and content. */
export function fingerprint(method: string, path: string, sent: string): string {
  return createHash("sha256").update(`${method} ${path}\n`).update(sent).digest("hex");
}

/** Keeps an answer for repetitions. */
export type KeepAnswer = (status: number, body: string) => void;

/** The id of what a request with a key makes, so that a repetition after a crash finds it. */
export function onceId(tenant: string, key: string, requestHash: string): string {
  const hex = createHash("sha256").update(`${tenant}\n${key}\n${requestHash}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Runs a request with a key once (draft-ietf-httpapi-idempotency-key-header). The same request again gets the stored
 * answer and `Idempotent-Replayed: true`; 409 while the first is running; 422 for another request with the same key. We
 * only store a success in JSON: a failure changed nothing and may be sent again. What `act` does before it first awaits
 * is one transaction with the key, so a kill leaves both or neither. `act` calls `keep` in the transaction that does
 * the deed; otherwise its answer is kept when it is there.
 */
export async function answerOnce(
  store: Pick<Store, "idempotency" | "transaction">,
  { tenant, key, requestHash, now }: { tenant: string; key: string; requestHash: string; now: number },
  act: (keep: KeepAnswer) => Response | Promise<Response>,
): Promise<Response> {
  const { idempotency } = store;
  let isKept = false;
  const keep: KeepAnswer = (status, body) => {
    idempotency.finish(tenant, key, { status, body });
    isKept = true;
  };
  const begun = store.transaction(() => {
    const state = idempotency.begin(tenant, key, requestHash, now);
    return typeof state === "object" ? replayed(state) : begin(state, () => act(keep));
  });
  let response: Response;
  try {
    response = await begun;
    if (response.headers.has("Idempotent-Replayed")) return response;
    if (!isKept && response.ok && response.headers.get("content-type")?.startsWith("application/json"))
      keep(response.status, await response.clone().text());
  } catch (error) {
    if (!isKept) idempotency.abandon(tenant, key);
    throw error;
  }
  if (!isKept) idempotency.abandon(tenant, key);
  return response;
}

function begin<T>(state: "new" | "in progress" | "mismatch", act: () => T): T {
  if (state === "mismatch")
    throw new KeyReusedError("This Idempotency-Key was used for another request. Use a new one.");
  if (state === "in progress")
    throw new ConflictError("The first request with this Idempotency-Key is still running. Try again later.");
  return act();
}

function replayed({ status, body }: { readonly status: number; readonly body: string }): Response {
  const headers = { "Content-Type": "application/json", "Idempotent-Replayed": "true" };
  return new Response(body, { status, headers });
}
