import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { APPLICATION_ID, MIGRATIONS } from "../../src/store/schema";
import { cleanUpAfterwards, newFolder, openStore } from "./open-store";

cleanUpAfterwards();

test("what waits in a store of the release before is on its way afterwards, and its mirror still notes changes", () => {
  const path = join(newFolder(), "perennial.sqlite");
  const before = new Database(path, { create: true });
  for (const migration of MIGRATIONS.slice(0, 9)) before.run(migration);
  before.run(`PRAGMA application_id = ${APPLICATION_ID}`);
  before.run("PRAGMA user_version = 9");
  before.run(`
    INSERT INTO tenants (id, created_at) VALUES ('t', 1);
    INSERT INTO deliveries
      (tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at) VALUES
      ('t', 'd1', 'mail', 'ann@example.com', 'training.completed', '{"subject":"S"}', 'waiting', 2, 700, 'It rained.', 5, 6),
      ('t', 'd2', 'webhook', 'w', 'training.completed', '{}', 'sending', 1, 900, NULL, 5, 6),
      ('t', 'd3', 'mail', NULL, 'training.failed', '{}', 'delivered', 1, NULL, NULL, 5, 6);
    INSERT INTO inngest_events (tenant_id, id, name, job_id, data, is_request, attempts, next_at, created_at) VALUES
      ('t', 't/a/requested', 'email.send', 'a', '{"queue_id":"a"}', 1, 0, NULL, 5),
      ('t', 't/b/requested', 'email.send', 'b', '{"queue_id":"b"}', 1, 3, 800, 6),
      ('t', 't/c/finished/1', 'job.finished', 'c', '{"queue_id":"c"}', 0, 1, 800, 7);
    INSERT INTO jobs
      (tenant_id, id, kind, status, payload, runnable, attempt, lease_until, not_before, created_at, updated_at) VALUES
      ('t', 'put off', 'email', 'queued', '{"to_email":"ann@example.com"}', 1, 2, NULL, 950, 8, 9),
      ('t', 'new', 'email', 'queued', '{}', 1, 0, NULL, 0, 8, 9),
      ('t', 'under way', 'email', 'processing', '{}', 1, 1, 30000, 0, 8, 9),
      ('t', 'done', 'email', 'completed', '{}', 1, 1, NULL, 0, 8, 9),
      ('t', 'a client''s', 'email', 'queued', '{}', 0, 0, NULL, 0, 8, 9),
      ('t', 'training', 'training', 'queued', '{}', 1, 0, NULL, 0, 8, 9);
    UPDATE mirror_state SET is_on = 1;
  `);
  before.close();

  const store = openStore(path, 500);
  expect(store.outbox.waiting()).toEqual({ mail: 1, email: 3, webhook: 1, inngest: 2, destination: 0 });
  expect(store.outbox.find("t", "d1")).toEqual({
    id: "d1",
    channel: "mail",
    target: "ann@example.com",
    event: "training.completed",
    payload: { subject: "S" },
    state: "waiting",
    attempts: 2,
    nextAt: 700,
    lastError: "It rained.",
    createdAt: 5,
    updatedAt: 6,
  });
  // Nobody else has the store open: what was being sent is due.
  expect(store.outbox.find("t", "d2")).toMatchObject({ state: "waiting", attempts: 1, nextAt: 500 });
  expect(store.outbox.find("t", "d3")).toMatchObject({ state: "delivered", nextAt: null });
  expect(store.outbox.find("t", "t/a/requested")).toMatchObject({ state: "delivered", target: "a" });
  expect(store.outbox.find("t", "t/c/finished/1")).toMatchObject({
    target: null,
    event: "job.finished",
    payload: { queue_id: "c" },
    attempts: 1,
    nextAt: 800,
  });
  expect(store.outbox.leftLying(8e15, 10).map(({ jobId }) => jobId)).toEqual(["a", "b"]);
  expect(store.outbox.find("t", "job:put off")).toMatchObject({ attempts: 2, nextAt: 950, payload: {} });
  expect(store.outbox.find("t", "job:new")).toMatchObject({ state: "waiting", nextAt: 8 });
  expect(store.jobs.find("t", "under way")).toMatchObject({ status: "queued", kills: 1 });
  expect(store.outbox.find("t", "job:under way")).toMatchObject({ state: "waiting", attempts: 1 });
  expect(store.jobs.waiting()).toBe(4);

  store.mirror.rebuild(600);
  store.mirror.sent(store.mirror.next(8e15, 100));
  store.jobs.requestCancel("t", "new", 600);
  expect(store.mirror.next(8e15, 100)).toMatchObject([{ collection: "queue_jobs", id: "new" }]);
  expect(store.outbox.find("t", "job:new")).toBeNull();
});

function sendingStore() {
  const store = openStore();
  store.tenants.ensure("t", 1);
  const insert = (id: string, target: string, now: number) =>
    store.outbox.insert(
      "t",
      { id, channel: "webhook", target, event: "training.completed", payload: {} },
      now,
    );
  const claim = (now: number, atOnce = 1) =>
    store.outbox.claim("webhook", { atOnce, now, lostAt: now + 100 }).map((claimed) => claimed);
  return { store, insert, claim };
}

test("what has been due for longest goes first, whatever its id", () => {
  const { insert, claim } = sendingStore();
  insert("a", "w1", 30);
  insert("b", "w2", 20);
  insert("c", "w3", 10);
  expect(claim(50, 9).map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("one receiver gets one message at a time, and a tenant's receivers two", () => {
  const { insert, claim } = sendingStore();
  for (const [id, target] of Object.entries({ a: "w1", b: "w1", c: "w2", d: "w3" })) insert(id, target, 10);
  expect([claim(20), claim(20), claim(20)].map((claimed) => claimed.map(({ id }) => id))).toEqual([
    ["a"],
    ["c"],
    [],
  ]);
});

test("a try that was lost says nothing any more once the next one is under way", () => {
  const { store, insert, claim } = sendingStore();
  insert("a", "w1", 10);
  const [lost] = claim(20);
  const [next] = claim(120);
  expect([lost!.attempts, next!.attempts]).toEqual([1, 2]);
  expect(store.outbox.delivered(lost!, 130)).toBeFalse();
  expect(store.outbox.fail(lost!, "It rained.", 130)).toBeFalse();
  expect(store.outbox.postpone(lost!, 500, "It rained.", 130)).toBeFalse();
  expect(store.outbox.find("t", "a")).toMatchObject({ state: "sending", attempts: 2, lastError: null });
  expect(store.outbox.delivered(next!, 140)).toBeTrue();
});
