import { eventOf, noticesOf } from "../jobs/notices";
import type { JobRow } from "../store/job-row";
import type { Store } from "../store/store";
import { EVENTS, isEventType } from "./events";
import type { TellingOptions } from "./fan-out";
import { mailAddress } from "./mail/address";
import { letterOf } from "./mail/letter";

const NAMES: Partial<Record<JobRow["kind"], string>> = { training: "training", prediction: "prediction" };

/**
 * Mails a job's `notify_email` when the job is done or has failed, in the transaction that ends it, until the returned
 * function is called. On a server without mail, it notifies the tenant instead.
 */
export function mailAtJobEnds(options: TellingOptions & { readonly now: () => number }): () => void {
  const { store, now, canMail } = options;
  return store.jobs.alongEnd((job) => {
    const asked = job.payload.notify_email;
    const name = NAMES[job.kind];
    if (!name || !job.runnable || typeof asked !== "string" || job.status === "cancelled") return;
    if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;
    const address = mailAddress(asked);
    if (!canMail)
      tellNoMail(
        store,
        job,
        `Mail is not configured on this server, so nobody was mailed about the ${name}.`,
        now(),
      );
    else if (address === null)
      tellNoMail(store, job, `The address for mails about the ${name} is not valid.`, now());
    else if (!isToldAnyway(store, job, address)) mail(options, job, name, address);
  });
}

function mail(
  { store, publicUrl, now }: TellingOptions & { readonly now: () => number },
  job: JobRow,
  name: string,
  address: string,
): void {
  const { tenant, id, status } = job;
  const page = `/app/queue/${encodeURIComponent(id)}`;
  // About one customer's prediction, we only say that it ended.
  const [first, ...others] = noticesOf(job);
  const title = first?.title ?? (status === "failed" ? `A ${name} failed` : `A ${name} is done`);
  const text = first
    ? [first, ...others].map((notice) => notice.text).join("\n\n")
    : "See its page for more.";
  const url = publicUrl && publicUrl + (first?.link ?? page);
  const because = `You get this mail because your address was given with the ${name}.`;
  const payload = letterOf({ tenant, title, text, url, because });
  const delivery = {
    id: Bun.randomUUIDv7(),
    channel: "mail",
    event: `${job.kind}.${status}`,
    payload,
  } as const;
  store.outbox.insert(tenant, { ...delivery, target: address }, now());
}

/** Whether the address gets this mail anyway, as one of the tenant's recipients. */
function isToldAnyway(store: Store, job: JobRow, address: string): boolean {
  const recipient = store.mailRecipients
    .list(job.tenant)
    .find((known) => known.address.toLowerCase() === address.toLowerCase());
  return noticesOf(job).some((notice) => {
    const { type } = eventOf(job, notice);
    return isEventType(type) && type.startsWith(job.kind) && recipient?.groups.includes(EVENTS[type].group);
  });
}

function tellNoMail(store: Store, { tenant, id }: JobRow, text: string, now: number): void {
  store.notifications.insert(tenant, {
    id: Bun.randomUUIDv7(),
    kind: "email",
    tone: "warn",
    title: "No mail was sent",
    text,
    link: `/app/queue/${encodeURIComponent(id)}`,
    createdAt: now,
    readAt: null,
  });
}
