import type { Statements } from "./statements";

/**
 * The ways out of the house: mails that tell of events, mails that were asked for, the tenants' webhooks, events for
 * Inngest.
 */
export type ChannelName = "mail" | "email" | "webhook" | "inngest";

/** What is on its way to somebody outside. */
export interface DeliveryRow {
  /** The receiver's sign that two tries are one message. */
  readonly id: string;
  readonly channel: ChannelName;
  /**
   * An address, null some days after the end; the id of a webhook; the id of the job that is the mail, or that Inngest
   * is asked for, null where it is told news.
   */
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
export type ClaimedDelivery = DeliveryRow & { readonly tenant: string };

interface ClaimTerms {
  readonly atOnce: number;
  readonly now: number;
  readonly lostAt: number;
  /** Part of the claim's transaction. False where the delivery is not to be sent. */
  readonly begin?: (delivery: ClaimedDelivery) => boolean;
}

interface StoredDelivery {
  tenant_id: string;
  id: string;
  channel: ChannelName;
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
/** Of one tenant, so many are sent at a time by a channel: its slow receivers hold up nobody else. */
const MOST_A_TENANT = 2;
const SENDING =
  "other.tenant_id = due.tenant_id AND other.channel = due.channel AND other.state = 'sending' AND other.next_at > $now";
/** One at a time for each receiver, and so in order. */
const IN_TURN = `
  AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE ${SENDING} AND other.target = due.target)
  AND (SELECT count(*) FROM outbox AS other WHERE ${SENDING}) < ${MOST_A_TENANT}`;
/** What was asked for may name whoever is being erased. */
const ERASURE_FIRST = `
  AND NOT EXISTS (SELECT 1 FROM jobs WHERE tenant_id = due.tenant_id AND runnable = 1 AND kind = 'erasure' AND status IN ('queued', 'processing'))`;
const DUE = `SELECT ${COLUMNS} FROM outbox AS due WHERE channel = $channel AND next_at <= $now`;
const OLDEST = "ORDER BY next_at, id LIMIT";
const FENCE = "tenant_id = $tenant AND id = $id AND state = 'sending' AND attempts = $attempts";

/** What is to be sent until it has arrived, and for a while after. Who sends looks across tenants. */
export class OutboxRepository {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly statements: Statements) {}

  /** Calls `listener` after the commit whenever something new is to be sent, until the returned function is called. */
  onNew(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Something to send at once, of a tenant that is there; one of this id stands. Part of the transaction that it tells
   * of.
   */
  insert(
    tenant: string,
    {
      id,
      channel,
      target,
      event,
      payload,
    }: Pick<DeliveryRow, "id" | "channel" | "target" | "event" | "payload">,
    now: number,
  ): void {
    this.statements.run(
      `INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, next_at, created_at, updated_at)
       SELECT id, $id, $channel, $target, $event, $payload, 'waiting', $now, $now, $now FROM tenants WHERE id = $tenant
       ON CONFLICT (tenant_id, id) DO NOTHING`,
      { tenant, id, channel, target, event, payload: JSON.stringify(payload), now },
    );
    this.statements.afterCommit(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  find(tenant: string, id: string): DeliveryRow | null {
    const row = this.statements.one<StoredDelivery>(
      `SELECT ${COLUMNS} FROM outbox WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toDelivery(row);
  }

  /** What was or is to be sent to a target, newest first. */
  list(tenant: string, channel: ChannelName, target: string, limit: number): DeliveryRow[] {
    return this.statements
      .all<StoredDelivery>(
        `SELECT ${COLUMNS} FROM outbox WHERE tenant_id = $tenant AND channel = $channel AND target = $target
         ORDER BY id DESC LIMIT $limit`,
        { tenant, channel, target, limit },
      )
      .map(toDelivery);
  }

  /**
   * Takes what is due in a channel, of all tenants and the oldest first, to be sent until `lostAt`: the next one whose
   * receiver has its turn, or up to `atOnce` of them together, whoever they are for. What was being sent until now and
   * was not heard of again is due too.
   */
  claim(channel: ChannelName, { atOnce, now, lostAt, begin = () => true }: ClaimTerms): ClaimedDelivery[] {
    // Looking first keeps an idle server from taking the write lock every second.
    if (!this.statements.one(`${DUE} LIMIT 1`, { channel, now })) return [];
    return this.statements.transaction(() => {
      const whose = (atOnce > 1 ? "" : IN_TURN) + (channel === "email" ? ERASURE_FIRST : "");
      const next = this.statements.all<StoredDelivery>(`${DUE} ${whose} ${OLDEST} ${atOnce}`, {
        channel,
        now,
      });
      const claimed = next.map((row) => {
        const attempts = row.attempts + 1;
        this.statements.run(
          `UPDATE outbox SET state = 'sending', attempts = $attempts, next_at = $lostAt, updated_at = $now
           WHERE tenant_id = $tenant AND id = $id`,
          { tenant: row.tenant_id, id: row.id, attempts, lostAt, now },
        );
        const sending = { ...row, state: "sending", attempts, next_at: lostAt, updated_at: now } as const;
        return { ...toDelivery(sending), tenant: row.tenant_id };
      });
      return claimed.filter(begin);
    });
  }

  /** It has arrived. False where another try has taken its place, or it was deleted. */
  delivered({ tenant, id, attempts }: ClaimedDelivery, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'delivered', next_at = NULL, last_error = NULL, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, now },
      ) > 0
    );
  }

  /** It is tried again at `nextAt`. */
  postpone({ tenant, id, attempts }: ClaimedDelivery, nextAt: number, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'waiting', next_at = $nextAt, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, nextAt, error, now },
      ) > 0
    );
  }

  /** It is not tried again. */
  fail({ tenant, id, attempts }: ClaimedDelivery, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, error, now },
      ) > 0
    );
  }

  /** Nothing that waits for the target is sent any more. */
  failWaiting(tenant: string, channel: ChannelName, target: string, error: string, now: number): void {
    this.statements.run(
      `UPDATE outbox SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now
       WHERE tenant_id = $tenant AND channel = $channel AND target = $target AND state = 'waiting'`,
      { tenant, channel, target, error, now },
    );
  }

  /** Nothing is kept of what was or is to be sent to the target. */
  removeAll(tenant: string, channel: ChannelName, target: string): void {
    this.statements.run(
      "DELETE FROM outbox WHERE tenant_id = $tenant AND channel = $channel AND target = $target",
      { tenant, channel, target },
    );
  }

  /** Nothing is kept of it. */
  remove({ tenant, id }: ClaimedDelivery): void {
    this.statements.run("DELETE FROM outbox WHERE tenant_id = $tenant AND id = $id", { tenant, id });
  }

  /** Nothing is kept of a whole channel. */
  clear(channel: ChannelName): void {
    this.statements.run("DELETE FROM outbox WHERE channel = $channel", { channel });
  }

  /** Jobs that Inngest was or is to be asked for, before `moment`, and that nobody has taken up, of all tenants. */
  leftLying(moment: number, most: number): { readonly tenant: string; readonly jobId: string }[] {
    return this.statements.all(
      `SELECT tenant_id AS tenant, target AS jobId FROM outbox
       WHERE channel = 'inngest' AND target IS NOT NULL AND created_at < $moment ORDER BY created_at, id LIMIT ${most}`,
      { moment },
    );
  }

  /** What was being sent when its server ended is due at once. For who opens the store alone. */
  releaseAll(now: number): void {
    this.statements.run(
      "UPDATE outbox SET state = 'waiting', next_at = $now, updated_at = $now WHERE state = 'sending'",
      { now },
    );
  }

  /**
   * Takes the addresses, and what receivers said of them, out of the mails that ended before `addressesBefore`; deletes
   * what ended before `allBefore`.
   */
  forget({ addressesBefore, allBefore }: { addressesBefore: number; allBefore: number }): void {
    this.statements.transaction(() => {
      this.statements.run("DELETE FROM outbox WHERE next_at IS NULL AND updated_at < $allBefore", {
        allBefore,
      });
      this.statements.run(
        `UPDATE outbox SET target = NULL, last_error = NULL
         WHERE next_at IS NULL AND updated_at < $addressesBefore AND channel = 'mail' AND target IS NOT NULL`,
        { addressesBefore },
      );
    });
  }

  /** How many of all tenants are not at their end. */
  waiting(): Readonly<Record<ChannelName, number>> {
    const rows = this.statements.all<{ channel: ChannelName; n: number }>(
      "SELECT channel, count(*) AS n FROM outbox WHERE next_at IS NOT NULL GROUP BY channel",
      {},
    );
    return {
      mail: 0,
      email: 0,
      webhook: 0,
      inngest: 0,
      ...Object.fromEntries(rows.map(({ channel, n }) => [channel, n])),
    };
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
