import type { Statements } from "./statements";

/** The channels: mails about events, requested mails, the tenants' webhooks, events for Inngest, lists of customers. */
export type ChannelName = "mail" | "email" | "webhook" | "inngest" | "destination";

/** A message on its way out. */
export interface DeliveryRow {
  /** Lets the receiver recognise two tries of the same message. */
  readonly id: string;
  readonly channel: ChannelName;
  /**
   * An address, removed some days after the end; the id of a webhook or a destination; or the id of the job that is the mail, or that
   * Inngest is asked to run, null for news.
   */
  readonly target: string | null;
  /** The event: `training.completed`. */
  readonly event: string;
  /** The content in the channel's form. Names no customers. */
  readonly payload: unknown;
  readonly state: "waiting" | "sending" | "delivered" | "failed";
  /** How often it was tried, including the current try. */
  readonly attempts: number;
  /** Milliseconds since 1970: when the next try is due, or when the current one counts as lost. Null at the end. */
  readonly nextAt: number | null;
  /** Why the last try failed, as a sentence. */
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A claimed delivery. Every write about it names its tenant, and its `attempts` as the fence. */
export type ClaimedDelivery = DeliveryRow & { readonly tenant: string };

interface ClaimTerms {
  readonly atOnce: number;
  readonly now: number;
  readonly lostAt: number;
  /** Part of the claim's transaction. False if the delivery must not be sent. */
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
/** How many deliveries of one tenant a channel sends at a time, so that slow receivers do not hold up other tenants. */
const MOST_A_TENANT = 2;
const SENDING =
  "other.tenant_id = due.tenant_id AND other.channel = due.channel AND other.state = 'sending' AND other.next_at > $now";
/** One at a time for each receiver, so in order. */
const IN_TURN = `
  AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE ${SENDING} AND other.target = due.target)
  AND (SELECT count(*) FROM outbox AS other WHERE ${SENDING}) < ${MOST_A_TENANT}`;
/** Requested mails and lists may name the person who is being erased. */
const ERASURE_FIRST = `
  AND NOT EXISTS (SELECT 1 FROM jobs WHERE tenant_id = due.tenant_id AND runnable = 1 AND kind = 'erasure' AND status IN ('queued', 'processing'))`;
const MAY_NAME: readonly ChannelName[] = ["email", "destination"];
const DUE = `SELECT ${COLUMNS} FROM outbox AS due WHERE channel = $channel AND next_at <= $now`;
const OLDEST = "ORDER BY next_at, id LIMIT";
const FENCE = "tenant_id = $tenant AND id = $id AND state = 'sending' AND attempts = $attempts";

/** Messages to send until they have arrived, and their record for a while after. Senders look across tenants. */
export class OutboxRepository {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly statements: Statements) {}

  /** Calls `listener` after each commit that adds something to send, until the returned function is called. */
  onNew(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Adds a delivery for an existing tenant, due at once. An existing one with this id stays. Runs in the transaction
   * that it reports on.
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

  /** Sent and waiting messages to a target, newest first. */
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
   * Claims a channel's due deliveries of all tenants, oldest first, until `lostAt`: the next one whose receiver is
   * free, or up to `atOnce` of them for any receivers. A delivery whose try counts as lost is due too.
   */
  claim(channel: ChannelName, { atOnce, now, lostAt, begin = () => true }: ClaimTerms): ClaimedDelivery[] {
    // Looking first keeps an idle server from taking the write lock every second.
    if (!this.statements.one(`${DUE} LIMIT 1`, { channel, now })) return [];
    return this.statements.transaction(() => {
      const whose = (atOnce > 1 ? "" : IN_TURN) + (MAY_NAME.includes(channel) ? ERASURE_FIRST : "");
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

  /** It has arrived. False if another try has taken its place, or it was deleted. */
  delivered({ tenant, id, attempts }: ClaimedDelivery, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'delivered', next_at = NULL, last_error = NULL, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, now },
      ) > 0
    );
  }

  /** Schedules the next try at `nextAt`. */
  postpone({ tenant, id, attempts }: ClaimedDelivery, nextAt: number, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'waiting', next_at = $nextAt, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, nextAt, error, now },
      ) > 0
    );
  }

  /** Ends it without another try. */
  fail({ tenant, id, attempts }: ClaimedDelivery, error: string, now: number): boolean {
    return (
      this.statements.run(
        `UPDATE outbox SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now WHERE ${FENCE}`,
        { tenant, id, attempts, error, now },
      ) > 0
    );
  }

  /** Drops everything that waits for the target. */
  failWaiting(tenant: string, channel: ChannelName, target: string, error: string, now: number): void {
    this.statements.run(
      `UPDATE outbox SET state = 'failed', next_at = NULL, last_error = $error, updated_at = $now
       WHERE tenant_id = $tenant AND channel = $channel AND target = $target AND state = 'waiting'`,
      { tenant, channel, target, error, now },
    );
  }

  /** Deletes everything about the target. */
  removeAll(tenant: string, channel: ChannelName, target: string): void {
    this.statements.run(
      "DELETE FROM outbox WHERE tenant_id = $tenant AND channel = $channel AND target = $target",
      { tenant, channel, target },
    );
  }

  /** Deletes everything about it. */
  remove({ tenant, id }: ClaimedDelivery): void {
    this.statements.run("DELETE FROM outbox WHERE tenant_id = $tenant AND id = $id", { tenant, id });
  }

  /** Deletes everything in a channel. */
  clear(channel: ChannelName): void {
    this.statements.run("DELETE FROM outbox WHERE channel = $channel", { channel });
  }

  /** Jobs that Inngest was asked to run before `moment` and that have not started, of all tenants. */
  leftLying(moment: number, most: number): { readonly tenant: string; readonly jobId: string }[] {
    return this.statements.all(
      `SELECT tenant_id AS tenant, target AS jobId FROM outbox
       WHERE channel = 'inngest' AND target IS NOT NULL AND created_at < $moment ORDER BY created_at, id LIMIT ${most}`,
      { moment },
    );
  }

  /**
   * Makes everything due at once that was being sent when its server died. Only call it with exclusive access to the
   * store.
   */
  releaseAll(now: number): void {
    this.statements.run(
      "UPDATE outbox SET state = 'waiting', next_at = $now, updated_at = $now WHERE state = 'sending'",
      { now },
    );
  }

  /**
   * Removes addresses, and what receivers said about them, from mails that ended before `addressesBefore`; deletes what
   * ended before `allBefore`.
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

  /** How many of all tenants have not ended. */
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
      destination: 0,
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
