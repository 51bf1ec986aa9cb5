import { COLLECTIONS } from "./mirror-schema";
import type { Statements } from "./statements";

export type Collection = (typeof COLLECTIONS)[number];

/** Identifies a document. */
export interface DocumentKey {
  readonly tenant: string;
  readonly collection: Collection;
  readonly id: string;
}

/** A document to write in its row's current state, or to delete if there is no row. */
export interface OutboxRow extends DocumentKey {
  /**
   * The number of the newest change. It increases, so that a change during the sending differs from the one that was
   * sent.
   */
  readonly sequence: number;
  /** How often the document was refused. */
  readonly tries: number;
}

/** How much is left to copy. */
interface MirrorState {
  readonly isOn: boolean;
  /** Rows of the outbox, except for those set aside; at most `MOST_COUNTED`. */
  readonly waiting: number;
  /** Refused rows that will be tried again. */
  readonly setAside: number;
  /** Milliseconds since 1970, of the oldest waiting change that was not refused. Null if there is none. */
  readonly oldest: number | null;
}

/** Counting the outbox stops here. */
export const MOST_COUNTED = 100_000;
/** How many rows to read at once if all are wanted. */
const PAGE = 1000;

/** The rows behind each collection's documents, with their columns for the tenant and the id. */
const SOURCES: Readonly<Record<Collection, string>> = {
  tenants: "SELECT id AS tenant_id, id FROM tenants",
  training_runs:
    "SELECT tenant_id, id FROM jobs WHERE kind = 'training' AND status IN ('completed', 'failed')",
  models: "SELECT tenant_id, id FROM models",
  segments: `SELECT DISTINCT models.tenant_id, CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id
    FROM models, json_each(models.segments) AS segment WHERE models.id = (
      SELECT newest.id FROM models AS newest WHERE newest.tenant_id = models.tenant_id ORDER BY newest.created_at DESC, newest.id DESC LIMIT 1
    ) AND json_extract(segment.value, '$.segment') IS NOT NULL`,
  predictions: "SELECT tenant_id, id FROM predictions",
  queue_jobs: "SELECT tenant_id, id FROM jobs",
  notifications: "SELECT tenant_id, id FROM notifications",
};

/** What to copy to Firestore, for all tenants. It belongs to the server; no tenant can reach it. */
export class MirrorOutbox {
  constructor(private readonly statements: Statements) {}

  isOn(): boolean {
    return this.statements.one<{ is_on: number }>("SELECT is_on FROM mirror_state", {})!.is_on === 1;
  }

  /**
   * Notes each change from now on. If this was off before, marks everything for rewriting and the rest for sweeping.
   */
  switchOn(now: number): void {
    this.statements.transaction(() => {
      if (!this.isOn()) this.rebuild(now);
      this.statements.run("UPDATE mirror_state SET is_on = 1", {});
    });
  }

  /** Stops noting changes and forgets what was noted. */
  switchOff(): void {
    this.statements.transaction(() => {
      this.statements.run("UPDATE mirror_state SET is_on = 0, is_swept = 0", {});
      this.statements.run("DELETE FROM mirror_outbox", {});
    });
  }

  /** Marks everything for rewriting; documents without a row must go. `now`: milliseconds since 1970. */
  rebuild(now: number): void {
    this.statements.transaction(() => {
      // Above every earlier number, including those given by a store that a backup replaced.
      this.statements.run("UPDATE mirror_state SET is_swept = 0, sequence = max(sequence + 1, $floor)", {
        floor: now * 1000,
      });
      for (const collection of COLLECTIONS) {
        this.statements.run(
          `INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
           SELECT tenant_id, $collection, id, (SELECT sequence FROM mirror_state), $now
           FROM (${SOURCES[collection]}) WHERE true
           ON CONFLICT (tenant_id, collection, document_id)
           DO UPDATE SET sequence = excluded.sequence, tries = 0, not_before = 0, reason = NULL`,
          { collection, now },
        );
      }
    });
  }

  /** The next changes to send, oldest first, at most `limit`. */
  next(now: number, limit: number): OutboxRow[] {
    return this.statements.all<OutboxRow>(
      `SELECT tenant_id AS tenant, collection, document_id AS id, sequence, tries FROM mirror_outbox
       WHERE not_before <= $now ORDER BY sequence LIMIT $limit`,
      { now, limit },
    );
  }

  /** Notes documents to check, as if their rows had changed. */
  note(keys: readonly DocumentKey[], now: number): void {
    this.statements.transaction(() => {
      this.statements.run("UPDATE mirror_state SET sequence = sequence + 1", {});
      for (const { tenant, collection, id } of keys) {
        this.statements.run(
          `INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
           VALUES ($tenant, $collection, $id, (SELECT sequence FROM mirror_state), $now)
           ON CONFLICT (tenant_id, collection, document_id) DO NOTHING`,
          { tenant, collection, id, now },
        );
      }
    });
  }

  /** Sent documents are done, unless they have changed since. */
  sent(rows: readonly OutboxRow[]): void {
    this.statements.transaction(() => {
      for (const { tenant, collection, id, sequence } of rows) {
        this.statements.run(
          `DELETE FROM mirror_outbox
           WHERE tenant_id = $tenant AND collection = $collection AND document_id = $id AND sequence = $sequence`,
          { tenant, collection, id, sequence },
        );
      }
    });
  }

  /**
   * Firestore refused the document. Sets it aside until `notBefore`, milliseconds since 1970, unless it has changed
   * since.
   */
  refused({ tenant, collection, id, sequence }: OutboxRow, reason: string, notBefore: number): void {
    this.statements.run(
      `UPDATE mirror_outbox SET tries = tries + 1, reason = $reason, not_before = $notBefore
       WHERE tenant_id = $tenant AND collection = $collection AND document_id = $id AND sequence = $sequence`,
      { tenant, collection, id, sequence, reason, notBefore },
    );
  }

  /** Why a document is waiting: null if it is not; "" if its turn has not come. */
  waits({ tenant, collection, id }: DocumentKey): string | null {
    const row = this.statements.one<{ reason: string | null }>(
      `SELECT reason FROM mirror_outbox WHERE tenant_id = $tenant AND collection = $collection AND document_id = $id`,
      { tenant, collection, id },
    );
    return row && (row.reason ?? "");
  }

  /** Whether every document is certain to have a row. */
  isSwept(): boolean {
    return this.statements.one<{ is_swept: number }>("SELECT is_swept FROM mirror_state", {})!.is_swept === 1;
  }

  swept(): void {
    this.statements.run("UPDATE mirror_state SET is_swept = 1", {});
  }

  /** The part of `state` that needs no counting: cheap enough for every request. */
  oldest(): number | null {
    return this.statements.one<{ oldest: number | null }>(
      "SELECT min(since) AS oldest FROM mirror_outbox WHERE reason IS NULL",
      {},
    )!.oldest;
  }

  state(): MirrorState {
    const count = (condition: string) =>
      this.statements.one<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM mirror_outbox WHERE ${condition} LIMIT ${MOST_COUNTED})`,
        {},
      )!.n;
    return {
      isOn: this.isOn(),
      waiting: count("reason IS NULL"),
      setAside: count("reason IS NOT NULL"),
      oldest: this.oldest(),
    };
  }

  /** Whether there is a row for the document. */
  has({ tenant, collection, id }: DocumentKey): boolean {
    return (
      this.statements.one(
        `SELECT 1 FROM (${SOURCES[collection]}) WHERE tenant_id = $tenant AND id = $id LIMIT 1`,
        { tenant, id },
      ) !== null
    );
  }

  /**
   * The ids of a tenant's documents in a collection, read one page at a time. For `tenants`, the tenant itself if it
   * exists.
   */
  *ids(tenant: string, collection: Collection): Generator<string> {
    for (let last = ""; ; ) {
      const page = this.statements.all<{ id: string }>(
        `SELECT id FROM (${SOURCES[collection]}) WHERE tenant_id = $tenant AND id > $last ORDER BY id LIMIT ${PAGE}`,
        { tenant, last },
      );
      for (const { id } of page) yield id;
      if (page.length < PAGE) return;
      last = page.at(-1)!.id;
    }
  }
}
