import { createHash } from "node:crypto";
import { UserError } from "../../errors";
import { isMarked } from "../../store/customer-mark";
import { isFinal, type JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";
import type { Queue } from "../queue";
import { termsOfTenant } from "../training-terms";
import { type AskedKind, requestName } from "./events";

/** An event in the form that Inngest passes to a function. */
export interface AskingEvent {
  readonly id?: string | undefined;
  /** When it was created, milliseconds since 1970. */
  readonly ts?: number | undefined;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Identifies a job of the local queue. */
export interface JobName {
  readonly tenant: string;
  readonly id: string;
}

interface TakeUpTools {
  readonly store: Store;
  readonly queue: Queue;
  /** Milliseconds since 1970. */
  now(): number;
}

const TENANT = /^[A-Za-z0-9_-]{1,128}$/;
/** The same pattern as clients' own queue rows. */
const ID = /^.{1,128}$/su;

/**
 * Gives the pool the job that an event requests. However often the event arrives, there is one job. The event names a
 * queue row (`queue_id`) or holds the job's fields. Throws a UserError if no further try can succeed.
 */
export function takeUp({ store, queue, now }: TakeUpTools, kind: AskedKind, event: AskingEvent): JobName {
  const { tenant_id, queue_id, ...fields } = event.data;
  const tenant = nameOf(tenant_id, TENANT, "tenant_id");
  const id = queue_id === undefined ? idOf(tenant, event) : nameOf(queue_id, ID, "queue_id");
  const hasFields = Object.keys(fields).length > 0;
  return store.transaction(() => {
    const row = store.jobs.find(tenant, id);
    if (row) {
      if (row.kind !== kind || (kind === "prediction" && requestName(kind, row.payload) !== event.name))
        throw new UserError(`The queue row ${id} is for something other than ${event.name}.`);
      if (!row.runnable && !isFinal(row.status)) {
        const payload = hasFields ? payloadOf(store, tenant, kind, event.name, fields) : row.payload;
        requireNotErased(store, tenant, payload, event.ts ?? now());
        store.jobs.makeRunnable(tenant, id, payload, now());
      }
    } else {
      if (!hasFields) throw new UserError(`There is no queue row ${id}.`);
      const payload = payloadOf(store, tenant, kind, event.name, fields);
      requireNotErased(store, tenant, payload, event.ts ?? now());
      queue.enqueue(tenant, kind, payload, id);
    }
    store.outbox.removeAll(tenant, "inngest", id);
    return { tenant, id };
  });
}

/** The job once it has ended, null until then. Throws a UserError if the job is gone. */
export function endOf({ store }: Pick<TakeUpTools, "store">, { tenant, id }: JobName): JobRow | null {
  const job = store.jobs.find(tenant, id);
  if (!job) throw new UserError(`The job ${id} was erased.`);
  return isFinal(job.status) ? job : null;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The job's payload: the event says which prediction it is, and the tenant's settings fill in training options that the
 * event leaves out.
 */
function payloadOf(store: Store, tenant: string, kind: AskedKind, event: string, fields: Fields): Fields {
  if (kind === "prediction") return { ...fields, mode: event.split(".").at(-1)! };
  if (kind !== "training") return fields;
  const { currency, rates, ...own } = termsOfTenant(store.tenants.settings(tenant));
  // A tenant's rates only apply to its own currency.
  const money = "currency" in fields ? {} : { currency, rates };
  return { ...own, ...money, ...fields };
}

/**
 * An event may arrive late, or twice. If the customer or tenant was erased since `since`, when it was created, we do
 * not record them again.
 */
function requireNotErased(store: Store, tenant: string, { customer_id }: Fields, since: number): void {
  if (store.erasures.isTenantErased(tenant, since))
    throw new UserError(`The tenant ${tenant} was erased, along with its earlier requests.`);
  if (customer_id === undefined || customer_id === null) return;
  const erased = store.erasures.customersErased(tenant, since);
  if (erased.some(({ customer }) => isMarked(customer, String(customer_id))))
    throw new UserError("The customer was erased, along with earlier requests.");
}

function nameOf(value: unknown, pattern: RegExp, field: string): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  const expected = pattern === TENANT ? "1 to 128 letters, digits, _ or -" : "a text of 1 to 128 characters";
  throw new UserError(`${field} of the event's data must be ${expected}.`);
}

/** The same id for the same event, as a UUID (RFC 9562, version 8). */
function idOf(tenant: string, { id, name }: AskingEvent): string {
  if (!id) throw new UserError("The event has no id, and its data no queue_id. Give one of them.");
  const hash = createHash("sha256")
    .update(JSON.stringify([tenant, name, id]))
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
