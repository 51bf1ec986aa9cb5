import { afterEach, describe, expect, test } from "bun:test";
import { Outbox } from "../../../src/jobs/outbox";
import type { Queue } from "../../../src/jobs/queue";
import { emailChannel } from "../../../src/notify/mail/email-channel";
import { type Mail, MailError, type Mailer } from "../../../src/notify/mail/mailer";
import type { JobRow } from "../../../src/store/job-row";
import type { Store } from "../../../src/store/store";
import { stagedHandler, startQueue, stopQueuesAfterwards } from "../../jobs/stage";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "../../store/open-store";

const outboxes: Outbox[] = [];
// Before the stores are closed.
afterEach(async () => {
  for (const outbox of outboxes.splice(0)) await outbox.stop(0);
});
stopQueuesAfterwards();
cleanUpAfterwards();

const PAYLOAD = { to_email: "ann@example.com", subject: "S", html: "<p>H</p>", text: "T" };

/** A mailer of which a test says what becomes of each mail. */
class StagedMailer implements Mailer {
  readonly sent: Mail[] = [];
  answer: (mail: Mail, signal: AbortSignal) => Promise<void> = async () => {};

  send(mail: Mail, signal: AbortSignal): Promise<void> {
    this.sent.push(mail);
    return this.answer(mail, signal);
  }
}

const silent = { info() {}, warn() {}, error() {} };

/** An outbox that mails by `mailer`. */
function outboxOf(store: Store, mailer: Mailer | null, now: () => number): Outbox {
  const email = emailChannel({ store, log: silent, mailer, now });
  const outbox = new Outbox({ store, log: silent, now, random: () => 0, channels: { email } });
  outboxes.push(outbox);
  return outbox;
}

/** A queue with one worker, and mails by `mailer`. Its clock stands until it is moved. */
function mailQueue(store: Store, mailer: Mailer | null) {
  const clock = { at: Date.now() };
  const now = () => clock.at;
  const trainings = stagedHandler(store, "");
  const started = startQueue(store, {
    now,
    lookMs: 3_600_000,
    handlers: {
      training: { ...trainings, prepare: async (job) => ({ ...job, door: started.stage.door }) },
      prediction: trainings,
      backtest: trainings,
      erasure: trainings,
    },
  });
  const outbox = outboxOf(store, mailer, now);
  outbox.start();
  return { ...started, outbox, clock };
}

const ended = (queue: Queue, id: string): Promise<JobRow | null> => queue.waitForEnd("t", id);
const putOff = (given = {}) =>
  new MailError("The mail server deferred the mail.", { isTemporary: true, ...given });

/** Resolves when the job has been put back. */
async function requeued(store: Store, id: string): Promise<void> {
  const seen = () => store.jobs.find("t", id)!.status === "queued" && store.jobs.find("t", id)!.attempt > 0;
  if (seen()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = store.jobs.onChange(() => seen() && resolve());
  await promise;
  stop();
}

describe("a mail that was asked for", () => {
  test("is sent beside a training that has the only worker", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue, stage } = mailQueue(store, mailer);
    queue.enqueue("t", "training", {}, "long");
    const training = await stage.next();
    queue.enqueue("t", "email", PAYLOAD, "m");
    expect(await ended(queue, "m")).toMatchObject({ status: "completed", result: { attempts: 1 } });
    expect(queue.status()).toMatchObject({ running: 1 });
    expect(mailer.sent).toEqual([
      { key: "t/m", to: "ann@example.com", subject: "S", html: "<p>H</p>", text: "T" },
    ]);
    training.tell({ do: "finish", outcome: {} });
    await ended(queue, "long");
  });

  test("that is put off waits for its moment, and is sent then with the same key", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue, clock, outbox } = mailQueue(store, mailer);
    mailer.answer = () => (mailer.sent.length < 3 ? Promise.reject(putOff()) : Promise.resolve());
    queue.enqueue("t", "email", PAYLOAD, "m");
    for (const pause of [30_000, 120_000]) {
      await requeued(store, "m");
      const tried = mailer.sent.length;
      clock.at += pause - 1;
      outbox.look();
      expect(mailer.sent).toHaveLength(tried);
      expect(store.jobs.find("t", "m")!.status).toBe("queued");
      clock.at += 1;
      outbox.look();
      while (mailer.sent.length === tried) await Promise.resolve();
    }
    expect(await ended(queue, "m")).toMatchObject({ status: "completed", result: { attempts: 3 } });
    expect(new Set(mailer.sent.map(({ key }) => key))).toEqual(new Set(["t/m"]));
    const events = store.jobs.events("t", "m", 0).filter(({ event }) => event === "requeued");
    expect(events[0]!.data).toMatchObject({ reason: "The mail server deferred the mail." });
  });

  test("that is put off does not hold up those that are due", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue } = mailQueue(store, mailer);
    mailer.answer = ({ key }) => (key === "t/m" ? Promise.reject(putOff()) : Promise.resolve());
    queue.enqueue("t", "email", PAYLOAD, "m");
    await requeued(store, "m");
    queue.enqueue("t", "email", PAYLOAD, "next");
    expect(await ended(queue, "next")).toMatchObject({ status: "completed" });
  });

  test("is given up after nine tries", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue, clock, outbox } = mailQueue(store, mailer);
    mailer.answer = () => Promise.reject(putOff());
    queue.enqueue("t", "email", PAYLOAD, "m");
    for (let tried = 1; tried < 9; tried++) {
      while (store.jobs.find("t", "m")!.attempt < tried || store.jobs.find("t", "m")!.status !== "queued")
        await Promise.resolve();
      clock.at += 86_400_000;
      outbox.look();
    }
    expect(await ended(queue, "m")).toMatchObject({
      status: "failed",
      error: "The mail server deferred the mail. We tried 9 times and gave up.",
    });
  });

  test("that is refused fails at once with the sentence", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue } = mailQueue(store, mailer);
    mailer.answer = () => Promise.reject(new MailError("No such mailbox.", { isTemporary: false }));
    queue.enqueue("t", "email", PAYLOAD, "m");
    expect(await ended(queue, "m")).toMatchObject({
      status: "failed",
      error: "No such mailbox.",
      attempt: 1,
    });
  });

  test("that may have been taken by a try whose answer was lost says so in its result; one that was refused does not", async () => {
    for (const [isUncertain, result] of [
      [true, { attempts: 2, may_have_been_sent_twice: true }],
      [false, { attempts: 2 }],
    ] as const) {
      const [store, mailer] = [openStore(), new StagedMailer()];
      const { queue, clock, outbox } = mailQueue(store, mailer);
      mailer.answer = () =>
        mailer.sent.length < 2 ? Promise.reject(putOff({ isUncertain })) : Promise.resolve();
      queue.enqueue("t", "email", PAYLOAD, "m");
      await requeued(store, "m");
      clock.at += 60_000;
      outbox.look();
      expect((await ended(queue, "m"))!.result).toEqual({ sent_at: expect.any(String), ...result });
      expect([...store.notes.of("t", "m")]).toEqual([]);
    }
  });

  test("is noted down before it is handed over", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue } = mailQueue(store, mailer);
    const noted: unknown[] = [];
    mailer.answer = async () => void noted.push(...store.notes.of("t", "m").keys());
    queue.enqueue("t", "email", PAYLOAD, "m");
    await ended(queue, "m");
    expect(noted).toEqual(["handed over"]);
  });

  test("is cancelled while it waits and while it is being sent, and the sending is given up", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue } = mailQueue(store, mailer);
    const begun = Promise.withResolvers<AbortSignal>();
    mailer.answer = (_, signal) => {
      begun.resolve(signal);
      return new Promise(() => {});
    };
    queue.enqueue("t", "email", PAYLOAD, "m");
    const signal = await begun.promise;
    expect(queue.cancel("t", "m")).toBe("requested");
    expect((await ended(queue, "m"))!.status).toBe("cancelled");
    expect(signal.aborted).toBe(true);

    mailer.answer = () => Promise.reject(putOff());
    queue.enqueue("t", "email", PAYLOAD, "later");
    await requeued(store, "later");
    expect(queue.cancel("t", "later")).toBe("cancelled");
  });

  test("that is put off or cut short by the server's end is not tried again where it was cancelled meanwhile", async () => {
    for (const [how, answer] of [
      ["put off", () => Promise.reject(putOff())],
      ["cut short", () => new Promise<void>(() => {})],
    ] as const) {
      const [store, mailer] = [openStore(), new StagedMailer()];
      const { outbox, clock, queue } = mailQueue(store, mailer);
      const begun = Promise.withResolvers<void>();
      const cancelled = Promise.withResolvers<void>();
      mailer.answer = async () => {
        begun.resolve();
        await cancelled.promise;
        await answer();
      };
      queue.enqueue("t", "email", PAYLOAD, "m");
      await begun.promise;
      // Through another server, of which this one hears at its next look.
      expect(openStore(store.path).jobs.requestCancel("t", "m", clock.at)).toBe("requested");
      cancelled.resolve();
      if (how === "cut short") await outbox.stop(0);
      else await outbox.settled();
      expect(store.jobs.find("t", "m")).toMatchObject({ status: "cancelled", attempt: 1 });
      expect(store.outbox.waiting().email).toBe(0);
    }
  });

  test("that is being sent when the server goes down is put back", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue, outbox } = mailQueue(store, mailer);
    const begun = Promise.withResolvers<void>();
    mailer.answer = () => {
      begun.resolve();
      return new Promise(() => {});
    };
    queue.enqueue("t", "email", PAYLOAD, "m");
    await begun.promise;
    await outbox.stop(0);
    expect(store.jobs.find("t", "m")).toMatchObject({ status: "queued", kills: 0 });
  });

  test("waits while its tenant is being erased, and no erasure begins while it is being sent", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const { queue, stage, outbox } = mailQueue(store, mailer);
    const begun = Promise.withResolvers<() => void>();
    mailer.answer = () => new Promise((done) => begun.resolve(done));
    queue.enqueue("t", "email", PAYLOAD, "m");
    const done = await begun.promise;
    store.erasures.ask("t", { scope: "customer", customer_id: "17850" }, Date.now());
    queue.enqueue("t", "email", PAYLOAD, "next");
    outbox.look();
    expect(store.jobs.list("t", "erasure", "queued")).toHaveLength(1);
    expect(mailer.sent).toHaveLength(1);
    done();
    await ended(queue, "m");
    queue.look();
    outbox.look();
    expect(store.jobs.list("t", "erasure", "queued")).toEqual([]);
    expect(mailer.sent).toHaveLength(1);
    expect(stage.waiting).toBe(0);
  });

  test("fails at once on a server that cannot send any", async () => {
    const { queue } = mailQueue(openStore(), null);
    queue.enqueue("t", "email", PAYLOAD, "m");
    expect(await ended(queue, "m")).toMatchObject({
      status: "failed",
      error: "Mail is not configured on this server, so nothing was sent.",
    });
  });

  test("whose server died while it was sent is sent by the next one at once, and given up after three deaths", async () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const now = Date.now();
    const silence = { send: () => new Promise<void>(() => {}) };
    for (let died = 0; died < 3; died++) {
      const store = openStore(path, now);
      if (died === 0) {
        const job = { id: "m", kind: "email", status: "queued", payload: PAYLOAD, runnable: true } as const;
        store.jobs.insert("t", job, now);
      }
      expect(store.jobs.find("t", "m")).toMatchObject({ status: "queued", kills: died });
      outboxOf(store, silence, () => now).look();
      expect(store.jobs.find("t", "m")).toMatchObject({ status: "processing", attempt: died + 1 });
      outboxes.pop();
      closeStore(store);
    }
    const store = openStore(path, now);
    expect(store.jobs.find("t", "m")).toMatchObject({ status: "failed", kills: 3 });
    expect(store.outbox.waiting().email).toBe(0);
  });

  test("is taken over from a server that hangs, and what that one says then changes nothing", async () => {
    const [store, mailer] = [openStore(), new StagedMailer()];
    const clock = { at: Date.now() };
    const hangs = Promise.withResolvers<void>();
    mailer.answer = () => (mailer.sent.length === 1 ? hangs.promise : Promise.resolve());
    const job = { id: "m", kind: "email", status: "queued", payload: PAYLOAD, runnable: true } as const;
    store.jobs.insert("t", job, clock.at);
    const [slow, other] = [outboxOf(store, mailer, () => clock.at), outboxOf(store, mailer, () => clock.at)];
    slow.look();
    clock.at += 3_600_000;
    other.look();
    await other.settled();
    hangs.reject(new MailError("No such mailbox.", { isTemporary: false }));
    await slow.settled();
    expect(store.jobs.find("t", "m")).toMatchObject({
      status: "completed",
      kills: 1,
      result: { attempts: 2, may_have_been_sent_twice: true },
    });
  });

  test("goes with its job, and comes with it when a client's row is handed over", () => {
    const store = openStore();
    const row = { kind: "email", status: "queued", payload: PAYLOAD } as const;
    for (const id of ["kept", "handed over", "erased"])
      store.jobs.insert("t", { ...row, id, runnable: id === "erased" }, 1);
    expect(store.outbox.waiting().email).toBe(1);
    store.jobs.makeRunnable("t", "handed over", PAYLOAD, 2);
    expect(store.outbox.find("t", "job:handed over")).toMatchObject({ target: "handed over", payload: {} });
    store.jobs.requestCancel("t", "handed over", 3);
    store.tenants.empty("t", "kept");
    expect(store.outbox.waiting().email).toBe(0);
  });
});
