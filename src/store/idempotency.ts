import { HOUR_MS } from "../time";
import type { Statements } from "./statements";

/** How long we keep an answer for repeated requests, in milliseconds. */
export const IDEMPOTENCY_MS = 24 * HOUR_MS;

/** No request takes longer. */
const LONGEST_MS = HOUR_MS;

interface StoredRequest {
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: string | null;
  readonly created_at: number;
}

/** The answer to the first request with a key. */
interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * What to do with a request with a key: `new` (do it, then `finish`), a repetition (return the stored answer), a
 * repetition of one without an answer yet, or a different request with a used key (`mismatch`).
 */
type IdempotencyState = "new" | "in progress" | "mismatch" | StoredAnswer;

/** Requests with an `Idempotency-Key`, each done once within 24 hours. Every method takes the tenant first. */
export class IdempotencyRepository {
  constructor(private readonly statements: Statements) {}

  /** Registers the request if its key is new. `requestHash` covers method, path and body. */
  begin(tenant: string, key: string, requestHash: string, now: number): IdempotencyState {
    return this.statements.transaction(() => {
      this.statements.run("DELETE FROM idempotency WHERE created_at <= $oldest", {
        oldest: now - IDEMPOTENCY_MS,
      });
      const known = this.statements.one<StoredRequest>(
        "SELECT request_hash, status, body, created_at FROM idempotency WHERE tenant_id = $tenant AND key = $key",
        { tenant, key },
      );
      // Nothing takes so long: its server is dead, and nobody was alone with the store since.
      const isDead = known?.status === null && known.created_at <= now - LONGEST_MS;
      if (isDead) this.abandon(tenant, key);
      else if (known) {
        if (known.request_hash !== requestHash) return "mismatch";
        return known.status === null ? "in progress" : { status: known.status, body: known.body ?? "" };
      }
      this.statements.run(
        `INSERT INTO idempotency (tenant_id, key, request_hash, created_at)
         VALUES ($tenant, $key, $requestHash, $now)`,
        { tenant, key, requestHash, now },
      );
      return "new";
    });
  }

  /** Keeps the answer for repetitions. */
  finish(tenant: string, key: string, answer: StoredAnswer): void {
    this.statements.run(
      "UPDATE idempotency SET status = $status, body = $body WHERE tenant_id = $tenant AND key = $key",
      { tenant, key, status: answer.status, body: answer.body },
    );
  }

  /** Forgets a request that failed because of us, so that it may be sent again. */
  abandon(tenant: string, key: string): void {
    this.statements.run(
      "DELETE FROM idempotency WHERE tenant_id = $tenant AND key = $key AND status IS NULL",
      { tenant, key },
    );
  }

  /**
   * Forgets the answers that contain `text`, a person's id (this also matches longer ids around it), and the running
   * requests, whose answers might. Returns how many answers there were.
   */
  forgetText(tenant: string, text: string): number {
    this.statements.run("DELETE FROM idempotency WHERE tenant_id = $tenant AND status IS NULL", { tenant });
    return this.statements.run(
      "DELETE FROM idempotency WHERE tenant_id = $tenant AND instr(body, $text) > 0",
      { tenant, text },
    );
  }

  /**
   * Forgets the requests of all tenants that a dead server left behind. Only call it with exclusive access to the
   * store.
   */
  abandonAll(): void {
    this.statements.run("DELETE FROM idempotency WHERE status IS NULL", {});
  }
}
