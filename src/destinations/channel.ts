import { resolve } from "node:path";
import { withSavedRule } from "../answers/rules/with-saved-rule";
import { linkKeyFile, signedPath } from "../auth/download-links";
import { UserError } from "../errors";
import type { Channel, Outcome } from "../jobs/channel";
import type { Ending } from "../jobs/protocol";
import type { JobLog } from "../jobs/run";
import { WorkerProcess } from "../jobs/worker-process";
import { type Mailer, outcomeOf } from "../notify/mail/mailer";
import type { RetryPolicy } from "../retry";
import type { BlobStore } from "../store/blobs";
import type { DestinationRunRow } from "../store/destination-runs";
import type { DestinationRow } from "../store/destinations";
import type { ClaimedDelivery } from "../store/outbox";
import type { Store } from "../store/store";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time";
import type { Connections } from "./connections";
import type { Delivered, DeliveryTask, MadeFile } from "./deliver";
import { listLetter } from "./list-letter";
import type { DestinationSettings } from "./settings";

/** Five tries within a day. */
const RETRY: RetryPolicy = {
  pausesMs: [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 16 * HOUR_MS],
  afterLast: "give up",
  spread: 0.1,
};
/** Making and sending half a million rows takes minutes where the network is slow. */
const LOST_MS = 20 * MINUTE_MS;
/** Most mail servers take no larger mails; base64 adds a third. */
const MOST_ATTACHED_BYTES = 7e6;
const LINK_DAYS = 7;
const LIST_WORKER = resolve(import.meta.dir, "../../workers/list-worker.ts");

export interface DestinationTools {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly log: JobLog;
  readonly connections: Connections;
  /** The server's address for people; null if not configured. */
  readonly publicUrl: string | null;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Sends tenants' lists of customers to their destinations. A delivery only names its run; the list is made for each try. */
export function destinationChannel(tools: DestinationTools & { readonly mailer: Mailer | null }): Channel {
  const { store, log, mailer, now } = tools;
  return {
    atATime: 1,
    atOnce: 1,
    lostMs: LOST_MS,
    retry: RETRY,

    async send([delivery], signal): Promise<Outcome> {
      const { tenant, id, target } = delivery;
      const destination = store.destinations.find(tenant, target!);
      const run = store.destinationRuns.find(tenant, id);
      if (!destination || !run) return { type: "refused", reason: "The destination was deleted." };
      try {
        return await sendRun(tools, mailer, tenant, destination, run, signal);
      } catch (error) {
        if (error instanceof UserError) return { type: "refused", reason: error.message };
        throw error;
      }
    },

    postponed({ tenant, id, attempts }, { reason, nextAt, isInterrupted }) {
      if (!isInterrupted) store.destinationRuns.tried(tenant, id, { attempts, error: reason, nextAt });
    },

    ended(delivery, how, reason) {
      const { tenant, id, attempts } = delivery;
      const error = how === "delivered" ? null : reason;
      store.destinationRuns.end(tenant, id, { attempts, error }, now());
      if (error === null) return;
      log.warn({ tenant, id, channel: "destination", attempts }, "a list was not sent");
      tellOfFailure(store, delivery, error, now());
    },
  };
}

async function sendRun(
  tools: DestinationTools,
  mailer: Mailer | null,
  tenant: string,
  destination: DestinationRow,
  run: DestinationRunRow,
  signal: AbortSignal,
): Promise<Outcome> {
  const { store, connections } = tools;
  const { to } = destination.settings as DestinationSettings;
  const give: DeliveryTask["to"] =
    to.kind !== "mail"
      ? { connection: connections.require(tenant, to.connection, to.kind) }
      : to.as === "attachment"
        ? "file"
        : "counts";
  const made = await deliverApart(tools, tenant, destination, run, give, signal);
  store.destinationRuns.made(
    tenant,
    run.id,
    { ...made.counts },
    to.kind === "mail" ? to.address : made.place,
  );
  if (to.kind !== "mail" || made.outcome.type !== "delivered") return made.outcome;
  if (!mailer) return { type: "refused", reason: "Mail is not configured on this server." };
  return mailed(tools, mailer, { tenant, destination, run, to, made }, signal);
}

/**
 * Has a list made, and perhaps handed over, by a process of its own: half a million rows would hold up every request, and
 * it can be ended at any time. Throws a UserError if it cannot be made.
 */
export async function deliverApart(
  { store, blobs, log, now }: Pick<DestinationTools, "store" | "blobs" | "log" | "now">,
  tenant: string,
  { id, name, settings }: DestinationRow,
  run: DestinationRunRow,
  to: DeliveryTask["to"],
  signal: AbortSignal,
): Promise<Delivered> {
  const model = store.models.find(tenant, run.modelId);
  if (!model) throw new UserError("The model that was to choose the customers was deleted. Send it again.");
  const task: DeliveryTask = {
    ...blobs.place,
    modelPrefix: model.artifactPrefix,
    tenantSettings: store.tenants.settings(tenant),
    destination: { id, name, settings: followed(store, tenant, settings as DestinationSettings) },
    run: { id: run.id, createdAt: run.createdAt },
    to,
    now: now(),
  };
  const worker = new WorkerProcess(LIST_WORKER);
  const end = () => void worker.kill();
  signal.addEventListener("abort", end, { once: true });
  let ending: Ending;
  try {
    ending = await worker.run("delivery", task, { onProgress: () => {}, onStep: () => false });
  } finally {
    signal.removeEventListener("abort", end);
    await worker.kill();
  }
  signal.throwIfAborted();
  switch (ending.type) {
    case "done":
      return ending.outcome as Delivered;
    case "refused":
      throw new UserError(ending.message);
    case "died":
      throw new Error(`the process that made a list ${ending.reason}`);
    case "defect":
      log.error({ tenant, id: run.id, error: ending.error }, "a list could not be made");
      throw new Error("a list could not be made");
  }
}

/** The settings with the rule that a saved segment has today. Throws a UserError if it was deleted. */
export function followed<Settings extends Pick<DestinationSettings, "audience">>(
  store: Store,
  tenant: string,
  settings: Settings,
): Settings {
  const ruleOf = (id: string) => {
    const found = store.savedSegments.find(tenant, id);
    if (!found)
      throw new UserError("The saved segment of this destination was deleted. Choose another audience.");
    return found.rule;
  };
  return { ...settings, audience: withSavedRule(settings.audience, ruleOf) };
}

interface Mailed {
  readonly tenant: string;
  readonly destination: DestinationRow;
  readonly run: DestinationRunRow;
  readonly to: Extract<DestinationSettings["to"], { kind: "mail" }>;
  readonly made: Delivered;
}

async function mailed(
  { store, publicUrl, now }: DestinationTools,
  mailer: Mailer,
  { tenant, destination, run, to, made }: Mailed,
  signal: AbortSignal,
): Promise<Outcome> {
  const { file, counts } = made;
  if (to.as === "link" && publicUrl === null)
    return {
      type: "refused",
      reason:
        "PUBLIC_URL is not set, so mails of this server cannot have links. Send the file itself instead.",
    };
  if (file && file.bytes.length > MOST_ATTACHED_BYTES)
    return {
      type: "refused",
      reason: `The file has more than the ${MOST_ATTACHED_BYTES / 1e6} MB that a mail takes. Send a link instead.`,
    };
  const url = file
    ? null
    : publicUrl +
      signedPath(linkKeyFile(store), {
        path: runFilePath(destination.id, run.id),
        tenant,
        expiresAt: now() + LINK_DAYS * DAY_MS,
      });
  const letter = listLetter({ tenant, name: destination.name, counts, url, linkDays: LINK_DAYS });
  try {
    const key = `destination/${tenant}/${run.id}`;
    await mailer.send(
      { ...letter, key, to: to.address, ...(file && { attachments: [attachmentOf(file)] }) },
      signal,
    );
    return { type: "delivered" };
  } catch (error) {
    return outcomeOf(error);
  }
}

const attachmentOf = ({ fileName, contentType, bytes }: MadeFile) => ({
  fileName,
  contentType,
  content: bytes,
});

/** The route that makes the file of a run. */
export function runFilePath(destination: string, run: string): string {
  return `/destinations/${encodeURIComponent(destination)}/runs/${encodeURIComponent(run)}/file`;
}

function tellOfFailure(
  store: Store,
  { tenant, target, createdAt }: ClaimedDelivery,
  reason: string,
  now: number,
) {
  if (store.erasures.isTenantErased(tenant, createdAt)) return;
  const destination = store.destinations.find(tenant, target!);
  if (!destination) return;
  store.notifications.insert(
    tenant,
    {
      id: Bun.randomUUIDv7(),
      kind: "destination",
      tone: "bad",
      title: "A list was not sent",
      text: `This is the list for ${destination.name}. ${reason}`,
      link: `/app/destinations/${destination.id}`,
      createdAt: now,
      readAt: null,
    },
    { type: "destination.failed", data: { destination_id: destination.id } },
  );
}
