import { createHash } from "node:crypto";
import type { IdempotencyRepository } from "../store/idempotency";
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

/**
 * Runs a request with a key once (draft-ietf-httpapi-idempotency-key-header). The same request again gets the stored
 * answer and `Idempotent-Replayed: true`; 409 while the first is running; 422 for another request with the same key. We
 * only store a success in JSON: a failure changed nothing and may be sent again.
 */
export async function answerOnce(
  repository: IdempotencyRepository,
  { tenant, key, requestHash, now }: { tenant: string; key: string; requestHash: string; now: number },
  answer: () => Promise<Response>,
): Promise<Response> {
  const state = repository.begin(tenant, key, requestHash, now);
  if (state === "mismatch") {
    throw new KeyReusedError("This Idempotency-Key was used for another request. Use a new one.");
  }
  if (state === "in progress") {
    throw new ConflictError("The first request with this Idempotency-Key is still running. Try again later.");
  }
  if (state !== "new") {
    return new Response(state.body, {
      status: state.status,
      headers: { "Content-Type": "application/json", "Idempotent-Replayed": "true" },
    });
  }
  let stored = false;
  try {
    const response = await answer();
    if (response.ok && response.headers.get("content-type")?.startsWith("application/json")) {
      repository.finish(tenant, key, { status: response.status, body: await response.clone().text() });
      stored = true;
    }
    return response;
  } finally {
    if (!stored) repository.abandon(tenant, key);
  }
}
