import type { Statements } from "./statements";

/** What is on its way to somebody outside. */
export interface DeliveryRow {
  /** The receiver's sign that two tries are one message. */
  readonly id: string;
  readonly channel: "mail" | "webhook";
  /** An address, null some days after the end; or the id of a webhook. */
  readonly target: string | null;
  /** What it tells of: `training.completed`. */
  readonly event: string;
  /** As the sender of the channel wants it. Names no customer. */
  readonly payload: unknown;
  readonly state: "waiting" | "sending" | "delivered" | "failed";
  /** How often it was tried, the try under way with it. */
  readonly attempts: number;
  /** Milliseconds since 1970: when it is tried next, or counts as lost while it is being sent. Null at the end. */
  readonly nextAt: number | null;
  /** Why the last try did not succeed, a sentence. */
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A delivery that was claimed: every write about it names its tenant, and its `attempts` as the fence. */
export type ClaimedDelivery = DeliveryRow & { readonly tenant: string; readonly target: string };

interface StoredDelivery {
  tenant_id: string;
  id: string;
  channel: DeliveryRow["channel"];
  target: string | null;
  event: string;
  payload: string;
  state: DeliveryRow["state"];
  attempts: number;
  next_at: number | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
}

const COLUMNS =
  "tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at";
/** Of one tenant, so many are sent at a time: its slow receivers hold up nobody else. */
const MOST_A_TENANT = 2;
const SENDING = "other.tenant_id = due.tenant_id AND other.state = 'sending' AND other.next_at > $now";
/** The oldest that is due, one at a time for each receiver. */
const NEXT = `
  SELECT ${COLUMNS} FROM deliveries AS due
  WHERE next_at <= $now
    AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE ${SENDING} AND other.channel = due.channel AND other.target = due.target)
    AND (SELECT count(*) FROM deliveries AS other WHERE ${SENDING}) < ${MOST_A_TENANT}
  ORDER BY next_at, id LIMIT 1`;
const FENCE = "tenant_id = $tenant AND id = $id AND state = 'sending' AND attempts = $attempts";

/** Mails and webhooks' messages until they have arrived, and for a while after. */
export class DeliveryRepository {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly statements: Statements) {}

  /** Calls `listener` after the commit whenever something new is to be sent, until the returned function is called. */
  onNew(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something to send at once. The tenant is there. */
  insert(
    tenant: string,
    {
      id,
      channel,
      target,
      event,
      payload,
    }: Pick<DeliveryRow, "id" | "channel" | "event" | "payload"> & { target: string },
    now: number,
  ): void {
    this.statements.run(
      `INSERT INTO deliveries (tenant_id, id, channel, target, event, payload, state, next_at, created_at, updated_at)
       VALUES ($tenant, $id, $channel, $target, $event, $payload, 'waiting', $now, $now, $now)`,
      { tenant, id, channel, target, event, payload: JSON.stringify(payload), now },
    );
    this.statements.afterCommit(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  find(tenant: string, id: string): DeliveryRow | null {
    const row = this.statements.one<StoredDelivery>(
      `SELECT ${COLUMNS} FROM deliveries WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toDelivery(row);
  }

  /** What was or is to be sent to a target, newest first. */
  list(tenant: string, channel: DeliveryRow["channel"], target: string, limit: number): DeliveryRow[] {
    return this.statements
      .all<StoredDelivery>(
        `SELECT ${COLUMNS} FROM deliveries WHERE tenant_id = $tenant AND channel = $channel AND target = $target
         ORDER BY id DESC LIMIT $limit`,
        { tenant, channel, target, limit },
      )
      .map(toDelivery);
  }

  /**
   * Takes the next delivery that is due, of any tenant, to be sent until `lostAt`. One that was being sent until now and was not heard of again
   * is due too. Null where there is none.
   */
  claim(now: number, lostAt: number): ClaimedDelivery | null {
    // Looking first keeps an idle server from taking the write lock every second.
    if (!this.statements.one("SELECT 1 FROM deliveries WHERE next_at <= $now LIMIT 1", { now })) return null;
    return this.statements.transaction(() => {
      const next = this.statements.one<StoredDelivery>(NEXT, { now });
      if (!next) return null;
      const attempts = next.attempts + 1;
      this.statements.run(
        `UPDATE deliveries SET state = 'sending', attempts = $attempts, next_at = $lostAt, updated_at = $now
         WHERE tenant_id = $tenant AND id = $id`,
        { tenant: next.tenant_id, id: next.id, attempts, lostAt, now },
      );
      const row = toDelivery({ ...next, state: "sending", attempts, next_at: lostAt, updated_at: now });
      return { ...row, tenant: next.tenant_id, target: next.target! };
    });
  }

  /** It has arrived. False where another try has taken its place, or it was deleted. */
  delivered({ tenant, id, attempts }: ClaimedDelivery, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE deliveries SET state = 'delivered', next_at = NULL, last_error = NULL, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, now },
      ) > 0
    );
  }

  /** It is tried again at `nextAt`. */
  postpone({ tenant, id, attempts }: ClaimedDelivery, nextAt: number, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE deliveries SET state = 'waiting', next_at = $nextAt, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, nextAt, error, now },
      ) > 0
    );
  }

  /** It is not tried again. */
  fail({ tenant, id, attempts }: ClaimedDelivery, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE deliveries SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, error, now },
      ) > 0
    );
  }

  /** Nothing that waits for the target is sent any more. */
  failWaiting(
    tenant: string,
    channel: DeliveryRow["channel"],
    target: string,
    error: string,
    now: number,
  ): void {
    this.statements.run(
      `UPDATE deliveries SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now
       WHERE tenant_id = $tenant AND channel = $channel AND target = $target AND state = 'waiting'`,
      { tenant, channel, target, error, now },
    );
  }

  /** What was being sent when its server ended is due at once. For who opens the store alone. */
  releaseAll(now: number): void {
    this.statements.run(
      "UPDATE deliveries SET state = 'waiting', next_at = $now, updated_at = $now WHERE state = 'sending'",
      { now },
    );
  }

  /** Takes the addresses, and what receivers said of them, out of the mails that ended before `addressesBefore`; deletes what ended before `allBefore`. */
  forget({ addressesBefore, allBefore }: { addressesBefore: number; allBefore: number }): void {
    this.statements.transaction(() => {
      this.statements.run("DELETE FROM deliveries WHERE next_at IS NULL AND updated_at < $allBefore", {
        allBefore,
      });
      this.statements.run(
        `UPDATE deliveries SET target = NULL, last_error = NULL
         WHERE next_at IS NULL AND updated_at < $addressesBefore AND channel = 'mail' AND target IS NOT NULL`,
        { addressesBefore },
      );
    });
  }

  /** How many of all tenants are not at their end. */
  waiting(): Readonly<Record<DeliveryRow["channel"], number>> {
    const rows = this.statements.all<{ channel: DeliveryRow["channel"]; n: number }>(
      "SELECT channel, count(*) AS n FROM deliveries WHERE next_at IS NOT NULL GROUP BY channel",
      {},
    );
    return { mail: 0, webhook: 0, ...Object.fromEntries(rows.map(({ channel, n }) => [channel, n])) };
  }
}

function toDelivery(row: StoredDelivery): DeliveryRow {
  return {
    id: row.id,
    channel: row.channel,
    target: row.target,
    event: row.event,
    payload: JSON.parse(row.payload),
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    lastError: row.last_error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
