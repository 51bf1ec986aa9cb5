import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import type { ClaimedDelivery } from "../../src/store/outbox";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "./open-store";
import {
  addJob,
  apiKeyRow,
  campaignRow,
  datasetFile,
  datasetRow,
  modelRow,
  predictionRow,
  trainingRunRow,
} from "./rows";

cleanUpAfterwards();

const NOW = 5000;
const OWNER = "owner";
const STRANGER = "stranger";
/** Ids that both tenants may have, and whose rows of the owner's are not the stranger's to touch. */
const ID = "one";
/** What is unique in the whole store. */
const hashOf = (tenant: string, of = "") => new TextEncoder().encode(`${tenant} ${of}`);

const webhook = {
  id: ID,
  url: "https://example.com/owned",
  events: [],
  format: "standard",
  secret: "whsec_old",
  createdAt: 1000,
} as const;
const destination = {
  id: ID,
  name: "A list that is owned",
  settings: { owned: true },
  every: "daily",
  day: 1,
  hour: 6,
  nextDue: 4000,
  createdAt: 1000,
} as const;
const listRun = { id: ID, destinationId: ID, reason: "request", modelId: ID } as const;
const person = { id: ID, uid: "uid-1", email: "ann@example.com", role: "admin", createdAt: 1000 } as const;
const invitation = (tenant: string, id = ID) => ({
  id,
  hash: hashOf(tenant, id),
  email: "bob@example.com",
  role: "admin" as const,
  createdAt: 1000,
  expiresAt: 9_000_000,
});
const key = (tenant: string, id = ID) => apiKeyRow(id, { prefix: `pk_${tenant}_${id}` });
const news = {
  id: ID,
  kind: "training",
  tone: "good",
  title: "A title that is owned",
  text: "A text",
  link: null,
  createdAt: 1000,
  readAt: null,
} as const;
const mail = {
  id: ID,
  channel: "webhook",
  target: ID,
  event: "training.completed",
  payload: { owned: true },
} as const;
const ownedQuery = { connection: "warehouse", query: "SELECT 'owned'", readyMade: null };
const kept = { prefix: "owned", marks: ["1"], terms: "owned" };
const savedSegment = { id: ID, name: "Owned", rule: "owned", createdAt: 1000 };
const session = { uid: "uid-1", claimedRole: null, signedInAt: 1000, expiresAt: 9_000_000 };
const run = (tenant: string) => ({ tenant, id: "running", attempt: 1 });
const delivery = (tenant: string) =>
  ({ tenant, ...mail, id: "sending", state: "sending", attempts: 1 }) as unknown as ClaimedDelivery;

/** A tenant with a row in every table. */
function furnish(store: Store, tenant: string): void {
  store.tenants.ensure(tenant, 1000);
  store.tenants.saveSettings(tenant, { currency: "owned" }, 1000);
  store.datasets.insert(tenant, datasetRow(ID, { query: ownedQuery }));
  store.datasets.addFile(tenant, ID, datasetFile("two"));
  store.datasetQueries.keep(tenant, ID, kept);
  store.datasetQueries.setUnchanged(tenant, ID, 1000);
  store.erasedPeople.add(tenant, ["c9"]);
  store.models.insert(tenant, modelRow(ID));
  store.models.insert(tenant, modelRow("two", { asOf: 1 }));
  store.tenants.setDefaultModel(tenant, "two");
  store.predictions.insert(tenant, predictionRow(ID, { payload: { customer_id: "c1" } }));
  store.predictions.insert(tenant, predictionRow("batch", { batchFileUrl: "u" }));
  store.campaigns.insert(tenant, campaignRow(ID), [{ customerId: "c1", isControl: false }]);
  store.savedSegments.insert(tenant, savedSegment);
  store.webhooks.insert(tenant, webhook);
  store.mailRecipients.save(tenant, { address: "ann@example.com", groups: ["drift"] }, 1000);
  store.outbox.insert(tenant, { ...mail, id: "to ann", channel: "mail", target: "ann@example.com" }, 1000);
  store.notifications.insert(tenant, news);
  store.schedules.save(tenant, { every: "weekly", day: 1, hour: 3, nextDue: 4000 }, 1000);
  store.weeklyReports.save(tenant, { day: 1, hour: 8, nextDue: 4000 }, 1000);
  store.destinations.save(tenant, destination);
  store.destinationRuns.insert(tenant, listRun, 1000);
  store.alertStates.replace(tenant, null, { modelId: ID, state: 1 });
  store.members.save(tenant, person);
  store.invitations.insert(tenant, invitation(tenant));
  store.apiKeys.insert(tenant, key(tenant));
  store.sessions.insert(hashOf(tenant), { tenant, keyPrefix: "pk_one", expiresAt: 9_000_000 }, 1000);
  store.personSessions.insert(tenant, hashOf(tenant), session, 1000);
  store.trainingRuns.insert(tenant, trainingRunRow(ID));
  store.idempotency.begin(tenant, "open", "hash", 1000);
  store.idempotency.begin(tenant, "done", "hash", 1000);
  store.idempotency.finish(tenant, "done", { status: 200, body: '{"customer_id":"c1"}' });
  const mine = {
    kind: "training",
    status: "queued",
    payload: { customer_id: "c1" },
    runnable: false,
  } as const;
  store.jobs.insert(tenant, { id: ID, ...mine }, 1000);
  addJob(store, tenant, "running");
  store.runs.begin(tenant, "running", 9_000_000, 1000);
  addJob(store, tenant, "waiting");
  store.notes.add(tenant, "running", "note", { owned: true });
  store.outbox.insert(tenant, { ...mail, id: "sending" }, 1000);
  store.outbox.claim("webhook", { atOnce: 9, now: 2000, lostAt: 9_000_000 });
  store.outbox.insert(tenant, mail, 1000);
}

/** Every row of every table that is not the stranger's own. */
function rowsOfOthers(store: Store): Record<string, unknown[]> {
  const database = new Database(store.path, { readonly: true });
  try {
    const tables = database
      .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = database.query<Record<string, unknown>, []>(`SELECT * FROM ${name}`).all();
        const others = rows.filter((row) => (name === "tenants" ? row.id : row.tenant_id) !== STRANGER);
        return [name, others.map((row) => JSON.stringify(row)).sort()];
      }),
    );
  } finally {
    database.close();
  }
}

type Call = (store: Store, tenant: string) => unknown;

/** Every method that writes for the tenant named first, asked for what the owner has. */
const WRITES: Readonly<Record<string, Call>> = {
  "tenants.ensure": (store, tenant) => store.tenants.ensure(`${tenant}`, NOW),
  "tenants.setDefaultModel": (store, tenant) => store.tenants.setDefaultModel(tenant, ID),
  "tenants.followNewestModel": (store, tenant) => store.tenants.followNewestModel(tenant),
  "tenants.offerDefaultModel": (store, tenant) => store.tenants.offerDefaultModel(tenant),
  "tenants.saveSettings": (store, tenant) => store.tenants.saveSettings(tenant, {}, NOW),
  "tenants.empty": (store, tenant) => store.tenants.empty(tenant, "none"),
  "tenants.delete": (store, tenant) => store.tenants.delete(tenant),
  "datasets.insert": (store, tenant) => store.datasets.insert(tenant, datasetRow("new")),
  "datasets.addFile": (store, tenant) =>
    ignoring(() => store.datasets.addFile(tenant, ID, datasetFile("new"))),
  "datasets.updateFile": (store, tenant) =>
    store.datasets.updateFile(tenant, { id: ID, sha256: "2", sizeBytes: 1, inspection: {} }),
  "datasets.setReading": (store, tenant) =>
    store.datasets.setReading(tenant, ID, { mappingPath: "m", dateOrder: "dmy" }),
  "datasets.deleteFile": (store, tenant) => store.datasets.deleteFile(tenant, ID),
  "datasets.delete": (store, tenant) => store.datasets.delete(tenant, ID),
  "datasetQueries.keep": (store, tenant) => store.datasetQueries.keep(tenant, ID, { ...kept, marks: ["2"] }),
  "datasetQueries.setUnchanged": (store, tenant) => store.datasetQueries.setUnchanged(tenant, ID, NOW),
  "datasetQueries.forget": (store, tenant) => store.datasetQueries.forget(tenant),
  "models.insert": (store, tenant) => store.models.insert(tenant, modelRow("new")),
  "models.setAsOf": (store, tenant) => store.models.setAsOf(tenant, ID, NOW),
  "models.revise": (store, tenant) => store.models.revise(tenant),
  "models.delete": (store, tenant) => store.models.delete(tenant, "two"),
  "predictions.insert": (store, tenant) => store.predictions.insert(tenant, predictionRow("new")),
  "predictions.forgetCustomer": (store, tenant) => store.predictions.forgetCustomer(tenant, "c1"),
  "predictions.setResult": (store, tenant) => store.predictions.setResult(tenant, ID, {}),
  "predictions.setLabel": (store, tenant) => store.predictions.setLabel(tenant, ID, "seen"),
  "predictions.delete": (store, tenant) => store.predictions.delete(tenant, ID),
  "campaigns.insert": (store, tenant) => store.campaigns.insert(tenant, campaignRow("new"), []),
  "campaigns.forgetCustomer": (store, tenant) => store.campaigns.forgetCustomer(tenant, "c1"),
  "campaigns.delete": (store, tenant) => store.campaigns.delete(tenant, ID),
  "jobs.insert": (store, tenant) => addJob(store, tenant, "new"),
  "jobs.forgetCustomer": (store, tenant) => store.jobs.forgetCustomer(tenant, "c1"),
  "jobs.setPayload": (store, tenant) => store.jobs.setPayload(tenant, ID, {}),
  "jobs.makeRunnable": (store, tenant) => store.jobs.makeRunnable(tenant, ID, {}, NOW),
  "jobs.patch": (store, tenant) => store.jobs.patch(tenant, ID, { status: "failed" }, NOW),
  "jobs.requestCancel": (store, tenant) => store.jobs.requestCancel(tenant, "running", NOW),
  "runs.begin": (store, tenant) => store.runs.begin(tenant, "waiting", 9_000_000, NOW),
  "runs.renew": (store, tenant) => store.runs.renew(run(tenant), 9_999_999),
  "runs.progress": (store, tenant) =>
    store.runs.progress(run(tenant), { stage: "x", fraction: 0.5, message: "y" }, NOW),
  "runs.complete": (store, tenant) => store.runs.complete(run(tenant), {}, NOW),
  "runs.fail": (store, tenant) => store.runs.fail(run(tenant), "No.", NOW),
  "runs.cancelled": (store, tenant) => store.runs.cancelled(run(tenant), NOW),
  "runs.requeue": (store, tenant) => store.runs.requeue(run(tenant), NOW),
  "runs.postpone": (store, tenant) => store.runs.postpone(run(tenant), NOW, "later", NOW),
  "runs.killed": (store, tenant) => store.runs.killed(run(tenant), "died", NOW),
  "notes.add": (store, tenant) => ignoring(() => store.notes.add(tenant, "running", "new", {})),
  "notes.remove": (store, tenant) => store.notes.remove(tenant, "running", "note"),
  "notes.clear": (store, tenant) => store.notes.clear(tenant, "running"),
  "erasures.ask": (store, tenant) => store.erasures.ask(tenant, { scope: "tenant" }, NOW),
  "erasedPeople.add": (store, tenant) => ignoring(() => store.erasedPeople.add(tenant, ["c1"])),
  "apiKeys.insert": (store, tenant) => store.apiKeys.insert(tenant, key(tenant, "new")),
  "apiKeys.revoke": (store, tenant) => store.apiKeys.revoke(tenant, ID, NOW),
  "members.save": (store, tenant) => store.members.save(tenant, { ...person, role: "business" }),
  "members.remove": (store, tenant) => store.members.remove(tenant, ID),
  "invitations.insert": (store, tenant) => store.invitations.insert(tenant, invitation(tenant, "new")),
  "invitations.remove": (store, tenant) => store.invitations.remove(tenant, ID),
  "personSessions.insert": (store, tenant) =>
    store.personSessions.insert(tenant, hashOf(tenant, "new"), session, NOW),
  "idempotency.begin": (store, tenant) => store.idempotency.begin(tenant, "new", "hash", NOW),
  "idempotency.finish": (store, tenant) =>
    store.idempotency.finish(tenant, "open", { status: 200, body: "{}" }),
  "idempotency.abandon": (store, tenant) => store.idempotency.abandon(tenant, "open"),
  "idempotency.forgetText": (store, tenant) => store.idempotency.forgetText(tenant, "c1"),
  "notifications.insert": (store, tenant) => store.notifications.insert(tenant, { ...news, id: "new" }),
  "notifications.markRead": (store, tenant) => store.notifications.markRead(tenant, ID, NOW),
  "notifications.markAllRead": (store, tenant) => store.notifications.markAllRead(tenant, NOW),
  "schedules.save": (store, tenant) => store.schedules.save(tenant, null, NOW),
  "schedules.advance": (store, tenant) => store.schedules.advance(tenant, 4000, 9000),
  "weeklyReports.save": (store, tenant) =>
    store.weeklyReports.save(tenant, { day: 5, hour: 9, nextDue: 9000 }, NOW),
  "weeklyReports.advance": (store, tenant) =>
    store.weeklyReports.advance(tenant, 4000, { nextDue: 9000, lastWeek: "2026-11-30" }),
  "alertStates.replace": (store, tenant) =>
    store.alertStates.replace(tenant, { modelId: ID, state: 1 }, { modelId: "two", state: 2 }),
  "alertStates.lookAgain": (store, tenant) => store.alertStates.lookAgain(tenant),
  "mailRecipients.save": (store, tenant) =>
    store.mailRecipients.save(tenant, { address: "ann@example.com", groups: [] }, NOW),
  "mailRecipients.unsubscribe": (store, tenant) =>
    store.mailRecipients.unsubscribe(tenant, store.mailRecipients.list(OWNER)[0]!, "drift", NOW),
  "mailRecipients.delete": (store, tenant) => store.mailRecipients.delete(tenant, "ann@example.com"),
  "savedSegments.insert": (store, tenant) =>
    store.savedSegments.insert(tenant, { ...savedSegment, id: "new", name: "New" }),
  "savedSegments.update": (store, tenant) =>
    store.savedSegments.update(tenant, { ...savedSegment, name: "Taken", updatedAt: NOW }),
  "savedSegments.delete": (store, tenant) => store.savedSegments.delete(tenant, ID),
  "destinations.save": (store, tenant) => store.destinations.save(tenant, { ...destination, name: "taken" }),
  "destinations.advance": (store, tenant) => store.destinations.advance(tenant, ID, 4000, 9000),
  "destinations.delete": (store, tenant) => store.destinations.delete(tenant, ID),
  "destinationRuns.insert": (store, tenant) => {
    store.destinations.save(tenant, destination);
    store.destinationRuns.insert(tenant, { ...listRun, id: "new" }, NOW);
  },
  "destinationRuns.tried": (store, tenant) =>
    store.destinationRuns.tried(tenant, ID, { attempts: 9, error: "no", nextAt: NOW }),
  "destinationRuns.made": (store, tenant) => store.destinationRuns.made(tenant, ID, { sent: 9 }, "taken"),
  "destinationRuns.end": (store, tenant) =>
    store.destinationRuns.end(tenant, ID, { attempts: 9, error: null }, NOW),
  "destinationRuns.supersede": (store, tenant) => store.destinationRuns.supersede(tenant, ID, "no", NOW),
  "webhooks.insert": (store, tenant) => store.webhooks.insert(tenant, { ...webhook, id: "new" }),
  "webhooks.change": (store, tenant) =>
    store.webhooks.change(tenant, ID, { url: "https://example.com/taken" }),
  "webhooks.setSecret": (store, tenant) => store.webhooks.setSecret(tenant, ID, "whsec_new", NOW),
  "webhooks.succeeded": (store, tenant) => store.webhooks.succeeded(tenant, ID, NOW),
  "webhooks.disable": (store, tenant) => store.webhooks.disable(tenant, ID, "no"),
  "webhooks.delete": (store, tenant) => store.webhooks.delete(tenant, ID),
  "outbox.insert": (store, tenant) => store.outbox.insert(tenant, { ...mail, id: "new" }, NOW),
  "outbox.delivered": (store, tenant) => store.outbox.delivered(delivery(tenant), NOW),
  "outbox.postpone": (store, tenant) => store.outbox.postpone(delivery(tenant), NOW, "later", NOW),
  "outbox.fail": (store, tenant) => store.outbox.fail(delivery(tenant), "no", NOW),
  "outbox.failWaiting": (store, tenant) => store.outbox.failWaiting(tenant, "webhook", ID, "off", NOW),
  "outbox.removeAll": (store, tenant) => store.outbox.removeAll(tenant, "webhook", ID),
  "outbox.remove": (store, tenant) => store.outbox.remove(delivery(tenant)),
  "trainingRuns.insert": (store, tenant) => store.trainingRuns.insert(tenant, trainingRunRow("new")),
  "trainingRuns.begin": (store, tenant) => store.trainingRuns.begin(tenant, ID),
  "trainingRuns.sent": (store, tenant) => store.trainingRuns.sent(tenant, ID, "there", NOW),
  "trainingRuns.refused": (store, tenant) => store.trainingRuns.refused(tenant, ID, "no", NOW),
};

/** Every method that reads for the tenant named first, asked for what the owner has. */
const READS: Readonly<Record<string, Call>> = {
  "tenants.createdAt": (store, tenant) => store.tenants.createdAt(tenant),
  "tenants.defaultModel": (store, tenant) => store.tenants.defaultModel(tenant),
  "tenants.isDefaultChosen": (store, tenant) => store.tenants.isDefaultChosen(tenant),
  "tenants.settings": (store, tenant) => store.tenants.settings(tenant),
  "tenants.hasRows": (store, tenant) => store.tenants.hasRows(tenant),
  "datasets.find": (store, tenant) => store.datasets.find(tenant, ID),
  "datasets.findByPath": (store, tenant) =>
    store.datasets.findByPath(tenant, `tenants/any/datasets/${ID}/orders.csv`),
  "datasets.findFile": (store, tenant) => store.datasets.findFile(tenant, ID),
  "datasets.hasMapping": (store, tenant) => {
    store.datasets.setReading(OWNER, ID, { mappingPath: "mapping", dateOrder: null });
    return store.datasets.hasMapping(tenant, "mapping");
  },
  "datasets.list": (store, tenant) => store.datasets.list(tenant),
  "datasets.totalBytes": (store, tenant) => store.datasets.totalBytes(tenant),
  "datasetQueries.kept": (store, tenant) => store.datasetQueries.kept(tenant, ID),
  "datasetQueries.unchangedAt": (store, tenant) => store.datasetQueries.unchangedAt(tenant, ID),
  "erasedPeople.of": (store, tenant) => store.erasedPeople.of(tenant),
  "models.find": (store, tenant) => store.models.find(tenant, ID),
  "models.list": (store, tenant) => store.models.list(tenant),
  "models.newest": (store, tenant) => store.models.newest(tenant),
  "models.byNewestOrders": (store, tenant) => store.models.byNewestOrders(tenant, 9),
  "predictions.find": (store, tenant) => store.predictions.find(tenant, ID),
  "predictions.list": (store, tenant) => store.predictions.list(tenant, 9, null),
  "predictions.all": (store, tenant) => [...store.predictions.all(tenant)],
  "predictions.batches": (store, tenant) => {
    return store.predictions.batches(tenant);
  },
  "predictions.newestBatches": (store, tenant) => {
    return store.predictions.newestBatches(tenant, 9);
  },
  "campaigns.find": (store, tenant) => store.campaigns.find(tenant, ID),
  "campaigns.list": (store, tenant) => store.campaigns.list(tenant),
  "campaigns.members": (store, tenant) => store.campaigns.members(tenant, ID),
  "jobs.find": (store, tenant) => store.jobs.find(tenant, ID),
  "jobs.list": (store, tenant) => store.jobs.list(tenant, null, null),
  "jobs.ownBytes": (store, tenant) => store.jobs.ownBytes(tenant),
  "jobs.all": (store, tenant) => [...store.jobs.all(tenant)],
  "jobs.newestTraining": (store, tenant) => {
    store.runs.complete(run(OWNER), {}, NOW);
    return store.jobs.newestTraining(tenant);
  },
  "jobs.events": (store, tenant) => store.jobs.events(tenant, ID, 0),
  "jobs.history": (store, tenant) => store.jobs.history(tenant, ID),
  "jobs.startedAt": (store, tenant) => store.jobs.startedAt(tenant, "running"),
  "runs.within": (store, tenant) => store.runs.within(run(tenant), () => {}),
  "notes.of": (store, tenant) => [...store.notes.of(tenant, "running")],
  "erasures.isTenantErased": (store, tenant) => {
    store.erasures.ask(OWNER, { scope: "tenant" }, NOW);
    return store.erasures.isTenantErased(tenant, 0);
  },
  "erasures.turn": (store, tenant) => {
    const { id } = store.erasures.ask(OWNER, { scope: "customer", customer_id: "c1" }, NOW);
    store.runs.begin(OWNER, id, NOW + 1, NOW);
    return store.erasures.turn(tenant);
  },
  "erasures.isUnfinished": (store, tenant) => {
    store.erasures.ask(OWNER, { scope: "customer", customer_id: "c1" }, NOW);
    return store.erasures.isUnfinished(tenant);
  },
  "erasures.customersErased": (store, tenant) => {
    const { id } = store.erasures.ask(OWNER, { scope: "customer", customer_id: "c1" }, NOW);
    store.jobs.setPayload(OWNER, id, { scope: "customer", customer: { salt: "s", hash: "h" } });
    return store.erasures.customersErased(tenant, 0);
  },
  "apiKeys.list": (store, tenant) => store.apiKeys.list(tenant),
  "members.ofPerson": (store, tenant) => store.members.ofPerson(tenant, "uid-1"),
  "members.list": (store, tenant) => store.members.list(tenant),
  "invitations.list": (store, tenant) => store.invitations.list(tenant, NOW),
  "notifications.find": (store, tenant) => store.notifications.find(tenant, ID),
  "notifications.list": (store, tenant) => store.notifications.list(tenant),
  "notifications.unread": (store, tenant) => store.notifications.unread(tenant),
  "schedules.find": (store, tenant) => store.schedules.find(tenant),
  "weeklyReports.find": (store, tenant) => store.weeklyReports.find(tenant),
  "alertStates.find": (store, tenant) => store.alertStates.find(tenant),
  "mailRecipients.find": (store, tenant) =>
    store.mailRecipients.find(tenant, store.mailRecipients.list(OWNER)[0]!.id),
  "mailRecipients.list": (store, tenant) => store.mailRecipients.list(tenant),
  "savedSegments.find": (store, tenant) => store.savedSegments.find(tenant, ID),
  "savedSegments.list": (store, tenant) => store.savedSegments.list(tenant),
  "destinations.find": (store, tenant) => store.destinations.find(tenant, ID),
  "destinations.list": (store, tenant) => store.destinations.list(tenant),
  "destinationRuns.find": (store, tenant) => store.destinationRuns.find(tenant, ID),
  "destinationRuns.list": (store, tenant) => store.destinationRuns.list(tenant, ID, 9),
  "destinationRuns.newest": (store, tenant) => [...store.destinationRuns.newest(tenant)],
  "webhooks.find": (store, tenant) => store.webhooks.find(tenant, ID),
  "webhooks.list": (store, tenant) => store.webhooks.list(tenant),
  "outbox.find": (store, tenant) => store.outbox.find(tenant, ID),
  "outbox.list": (store, tenant) => store.outbox.list(tenant, "webhook", ID, 9),
  "trainingRuns.find": (store, tenant) => store.trainingRuns.find(tenant, ID),
  "trainingRuns.list": (store, tenant) => store.trainingRuns.list(tenant, 9),
  "trainingRuns.figures": (store, tenant) => store.trainingRuns.figures(tenant),
  "trainingRuns.all": (store, tenant) => [...store.trainingRuns.all(tenant)],
};

/** The server's own side: it looks across tenants, or puts back what a backup holds. Tests of their own hold these. */
const OF_THE_SERVER = `
  tenants.list tenants.restore datasets.restore models.withoutAsOf jobs.restore jobs.onChange jobs.alongEnd
  jobs.endedSince jobs.waiting jobs.oldestWaiting runs.claim runs.expired runs.running erasures.undone apiKeys.findByPrefix apiKeys.any
  sessions.insert sessions.find sessions.delete members.everywhere members.any invitations.findByHash
  invitations.sweep personSessions.find personSessions.delete idempotency.abandonAll notifications.alongEvent
  schedules.due weeklyReports.due weeklyReports.unplanned destinations.due alertStates.unchecked webhooks.any outbox.onNew outbox.claim outbox.clear outbox.leftLying outbox.releaseAll outbox.forget
  outbox.waiting trainingRuns.unrecorded trainingRuns.nextToSend trainingRuns.unsent trainingRuns.erasedTenants
  trainingRuns.erasedThere`;

/** A store in which each of the tenants has a row of the same id in every table. */
function openFurnished(...tenants: string[]): Store {
  const store = openStore();
  store.transaction(() => {
    for (const tenant of tenants) furnish(store, tenant);
  });
  return store;
}

/** What a stranger's call may end in: the row that it needs is not there. */
function ignoring(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!String(error).includes("FOREIGN KEY")) throw error;
    return null;
  }
}

test("every method of every repository is in one of the three lists", () => {
  const store = openStore();
  const methods = Object.entries(store)
    .filter(
      ([name, value]) => typeof value === "object" && value !== null && !["lock", "mirror"].includes(name),
    )
    .flatMap(([name, repository]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(repository))
        .filter((method) => method !== "constructor")
        .map((method) => `${name}.${method}`),
    );
  const listed = [...Object.keys(WRITES), ...Object.keys(READS), ...OF_THE_SERVER.trim().split(/\s+/)];
  expect(listed.sort()).toEqual(methods.sort());
});

/** Calls that find everything done already. */
const DONE_BEFORE = ["tenants.ensure", "tenants.offerDefaultModel"];

describe.each(Object.entries(WRITES))("%s", (name, call) => {
  test("of a stranger changes nothing of the owner, and of the owner does", () => {
    const store = openFurnished(OWNER);
    const before = rowsOfOthers(store);
    call(store, STRANGER);
    expect(rowsOfOthers(store)).toEqual(before);
    call(store, OWNER);
    if (!DONE_BEFORE.includes(name)) expect(rowsOfOthers(store)).not.toEqual(before);
  });

  test("of a stranger who has rows of the same ids changes only those", () => {
    const store = openFurnished(OWNER, STRANGER);
    const before = rowsOfOthers(store);
    call(store, STRANGER);
    expect(rowsOfOthers(store)).toEqual(before);
  });
});

test.each(Object.entries(READS))("%s tells a stranger what it tells about nothing", (_, call) => {
  const store = openFurnished(OWNER);
  const [owned, strange, nobodys] = [OWNER, STRANGER, "nobody"].map((tenant) =>
    JSON.stringify(call(store, tenant)),
  );
  expect(strange).toBe(nobodys!);
  expect(owned).not.toBe(nobodys);
});

test("emptying a tenant leaves nothing but the job that does it, and nothing of others goes", () => {
  const store = openFurnished(OWNER, STRANGER);
  const before = rowsOfOthers(store);
  store.tenants.empty(STRANGER, "none");
  expect(rowsOfOthers(store)).toEqual(before);
  store.tenants.empty(OWNER, "running");
  const left = Object.entries(rowsOfOthers(store)).filter(
    ([name, rows]) => rows.length > 0 && !name.startsWith("mirror_"),
  );
  expect(left.map(([name]) => name)).toEqual(["job_events", "job_notes", "jobs", "tenants"]);
  expect(store.jobs.list(OWNER, null, null).map(({ id }) => id)).toEqual(["running"]);
  expect(store.tenants.settings(OWNER)).toEqual({});
});
