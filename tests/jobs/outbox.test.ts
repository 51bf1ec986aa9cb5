import { afterEach, describe, expect, test } from "bun:test";
import type { Channel, Outcome } from "../../src/jobs/channel";
import { ADDRESS_DAYS, KEPT_DAYS, Outbox } from "../../src/jobs/outbox";
import { mailChannel } from "../../src/notify/mail/mail-channel";
import { type Mail, MailError } from "../../src/notify/mail/mailer";
import { webhookChannel } from "../../src/notify/webhooks/webhook-channel";
import type { ClaimedDelivery } from "../../src/store/outbox";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "../store/open-store";

const outboxes: Outbox[] = [];
// Before the stores are closed.
afterEach(async () => {
  for (const outbox of outboxes.splice(0)) await outbox.stop(0);
});
cleanUpAfterwards();

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2030, 0, 1);
const silent = { info() {}, warn() {}, error() {} };

/** A clock that stands until it is moved. */
class Clock {
  at = START;
  now = () => this.at;
}

/** A way out of which a test says what becomes of each try. */
function stagedChannel(answer: (delivery: ClaimedDelivery) => Outcome | Promise<Outcome>) {
  const tries: string[] = [];
  const told: string[] = [];
  const channel: Channel = {
    atATime: 8,
    atOnce: 1,
    retry: { pausesMs: [MINUTE_MS, 2 * MINUTE_MS], afterLast: "give up", spread: 0 },
    send: async ([delivery]) => {
      tries.push(`${delivery.tenant}/${delivery.id}`);
      return answer(delivery);
    },
    ended: ({ id }, how) => void told.push(`${id} ${how}`),
    postponed: ({ id }) => void told.push(`${id} postponed`),
  };
  return { channel, tries, told };
}

function outboxOf(store: Store, clock: Clock, channel: Channel, random = () => 0): Outbox {
  const outbox = new Outbox({
    store,
    channels: { mail: channel, webhook: channel },
    log: silent,
    now: clock.now,
    random,
  });
  outboxes.push(outbox);
  return outbox;
}

async function look(outbox: Outbox): Promise<void> {
  outbox.look();
  await outbox.settled();
}

function add(store: Store, id: string, { tenant = "t", target = "w", at = START } = {}): void {
  store.tenants.ensure(tenant, at);
  store.outbox.insert(tenant, { id, channel: "webhook", target, event: "e", payload: { id } }, at);
}

describe("a delivery", () => {
  test("that arrives is at its end, and is not sent again", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel, tries, told } = stagedChannel(() => ({ type: "delivered" }));
    add(store, "d");
    const outbox = outboxOf(store, clock, channel);
    await look(outbox);
    clock.at += DAY_MS;
    await look(outbox);
    expect(tries).toEqual(["t/d"]);
    expect(told).toEqual(["d delivered"]);
    expect(store.outbox.find("t", "d")).toMatchObject({ state: "delivered", attempts: 1, nextAt: null });
  });

  test("is tried at its moments and no sooner, and given up after the last", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel, tries, told } = stagedChannel(() => ({ type: "later", reason: "It rained." }));
    add(store, "d");
    const outbox = outboxOf(store, clock, channel);
    await look(outbox);
    for (const pause of [MINUTE_MS, 2 * MINUTE_MS]) {
      expect(store.outbox.find("t", "d")).toMatchObject({
        state: "waiting",
        nextAt: clock.at + pause,
        lastError: "It rained.",
      });
      const before = tries.length;
      clock.at += pause - 1;
      await look(outbox);
      expect(tries).toHaveLength(before);
      clock.at += 1;
      await look(outbox);
      expect(tries).toHaveLength(before + 1);
    }
    expect(store.outbox.find("t", "d")).toMatchObject({ state: "failed", attempts: 3 });
    expect(told).toEqual(["d postponed", "d postponed", "d given up"]);
  });

  test("whose sender breaks is tried again", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel } = stagedChannel(() => Promise.reject(new Error("a defect")));
    add(store, "d");
    await look(outboxOf(store, clock, channel));
    expect(store.outbox.find("t", "d")).toMatchObject({
      state: "waiting",
      lastError: "An internal error stopped it.",
    });
  });

  test("that was being sent when its server died is sent by the next one at once, under the same id", async () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const first = openStore(path);
    add(first, "d");
    expect(first.outbox.claim("webhook", { atOnce: 1, now: START, lostAt: START + HOUR_MS })[0]?.id).toBe(
      "d",
    );
    closeStore(first);
    const [store, clock] = [openStore(path, START), new Clock()];
    const { channel, tries } = stagedChannel(() => ({ type: "delivered" }));
    await look(outboxOf(store, clock, channel));
    expect(tries).toEqual(["t/d"]);
    expect(store.outbox.find("t", "d")).toMatchObject({ state: "delivered", attempts: 2 });
  });

  test("of a server that hangs is taken over, and whatever the old try says then changes nothing and is told to nobody", async () => {
    for (const late of [
      { type: "delivered" },
      { type: "refused", reason: "No." },
      { type: "gone", reason: "No more." },
      { type: "later", reason: "Not now." },
    ] as const) {
      const [store, clock] = [openStore(), new Clock()];
      const hangs = Promise.withResolvers<Outcome>();
      const { channel, told } = stagedChannel(({ attempts }) =>
        attempts === 1 ? hangs.promise : { type: "delivered" },
      );
      add(store, "d");
      const [slow, other] = [outboxOf(store, clock, channel), outboxOf(store, clock, channel)];
      slow.look();
      await look(other);
      expect(store.outbox.find("t", "d")).toMatchObject({ state: "sending", attempts: 1 });
      clock.at += HOUR_MS;
      await look(other);
      hangs.resolve(late);
      await slow.settled();
      expect(store.outbox.find("t", "d")).toMatchObject({ state: "delivered", attempts: 2 });
      expect(told).toEqual(["d delivered"]);
    }
  });

  test("waits where its channel already has as many tries under way as it may", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel, tries } = stagedChannel(() => new Promise(() => {}));
    for (const each of ["a", "b", "c", "d", "e"]) add(store, each, { target: each, tenant: each });
    outboxOf(store, clock, { ...channel, atATime: 3 }).look();
    expect(tries).toEqual(["a/a", "b/b", "c/c"]);
    expect(store.outbox.find("d", "d")).toMatchObject({ state: "waiting", attempts: 0 });
  });

  test("goes to one receiver one at a time and in order, to others meanwhile, and of one tenant two at a time", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const doors = new Map<string, (outcome: Outcome) => void>();
    const { channel, tries } = stagedChannel(({ id }) => new Promise<Outcome>((open) => doors.set(id, open)));
    for (const [id, target, tenant] of [
      ["a1", "a", "t"],
      ["a2", "a", "t"],
      ["b1", "b", "t"],
      ["c1", "c", "t"],
      ["d1", "d", "u"],
    ] as const)
      add(store, id, { target, tenant });
    const outbox = outboxOf(store, clock, channel);
    outbox.look();
    expect(tries).toEqual(["t/a1", "t/b1", "u/d1"]);
    const settled = async (id: string, next: string) => {
      doors.get(id)!({ type: "delivered" });
      while (!doors.has(next)) await Promise.resolve();
    };
    await settled("a1", "a2");
    await settled("b1", "c1");
    expect(tries).toEqual(["t/a1", "t/b1", "u/d1", "t/a2", "t/c1"]);
    for (const open of doors.values()) open({ type: "delivered" });
    await outbox.settled();
  });

  test("that is under way when the server goes down waits for the next one", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel } = stagedChannel(() => new Promise(() => {}));
    add(store, "d");
    const outbox = outboxOf(store, clock, channel);
    outbox.look();
    await outbox.stop(0);
    expect(store.outbox.find("t", "d")).toMatchObject({ state: "waiting", nextAt: START });
  });

  test("of a tenant that is erased is gone, and the try under way writes nothing", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const hangs = Promise.withResolvers<Outcome>();
    const { channel, told } = stagedChannel(() => hangs.promise);
    add(store, "d");
    store.mailRecipients.save("t", { address: "ann@example.com", groups: ["failed"] }, START);
    store.webhooks.insert("t", {
      id: "w",
      url: "https://a.example/",
      events: [],
      format: "standard",
      secret: "s",
      createdAt: START,
    });
    const outbox = outboxOf(store, clock, channel);
    outbox.look();
    store.tenants.empty("t", "none");
    hangs.resolve({ type: "gone", reason: "No more." });
    await outbox.settled();
    expect(store.outbox.find("t", "d")).toBeNull();
    expect(store.webhooks.list("t")).toEqual([]);
    expect(store.mailRecipients.list("t")).toEqual([]);
    expect(told).toEqual([]);
  });

  test("keeps an address for some days after its end, and itself for some more", async () => {
    const [store, clock] = [openStore(), new Clock()];
    const { channel } = stagedChannel(({ id }) =>
      id === "sent" ? { type: "delivered" } : { type: "refused", reason: "No mailbox." },
    );
    store.tenants.ensure("t", START);
    for (const id of ["sent", "refused"])
      store.outbox.insert(
        "t",
        { id, channel: "mail", target: `${id}@example.com`, event: "e", payload: {} },
        START,
      );
    const outbox = outboxOf(store, clock, channel);
    await look(outbox);
    clock.at += ADDRESS_DAYS * DAY_MS;
    await look(outbox);
    expect(store.outbox.find("t", "sent")?.target).toBe("sent@example.com");
    clock.at += HOUR_MS + 1;
    await look(outbox);
    for (const id of ["sent", "refused"])
      expect(store.outbox.find("t", id)).toMatchObject({ target: null, lastError: null });
    clock.at += (KEPT_DAYS - ADDRESS_DAYS) * DAY_MS;
    await look(outbox);
    expect(store.outbox.find("t", "sent")).toBeNull();
  });
});

describe("a webhook's message", () => {
  function receiver(answer: () => Response) {
    const asked: string[] = [];
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: (request) => {
        asked.push(request.headers.get("webhook-id")!);
        return answer();
      },
    });
    return { asked, url: server.url.href, [Symbol.asyncDispose]: () => server.stop(true) };
  }

  function webhookIn(store: Store, url: string): void {
    const secret = `whsec_${btoa("0123456789abcdef0123456789abcdef")}`;
    store.webhooks.insert("t", { id: "w", url, events: [], format: "standard", secret, createdAt: START });
  }

  const channelOf = (store: Store, clock: Clock) =>
    webhookChannel({
      store,
      now: clock.now,
      lookup: async () => ["127.0.0.1"],
      allowPrivate: true,
      timeoutMs: 5000,
    });

  test("is tried after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each up to a tenth later; then the webhook is switched off and the tenant told", async () => {
    // https://www.standardwebhooks.com, "Deliverability and reliability".
    const pauses = [
      5 * SECOND_MS,
      5 * MINUTE_MS,
      30 * MINUTE_MS,
      ...[2, 5, 10, 14, 20, 24].map((h) => h * HOUR_MS),
    ];
    const [store, clock] = [openStore(), new Clock()];
    await using failing = receiver(() => new Response("", { status: 500 }));
    webhookIn(store, failing.url);
    add(store, "d");
    add(store, "other", { at: START + 10 * DAY_MS });
    const outbox = outboxOf(store, clock, channelOf(store, clock), () => 0.5);
    await look(outbox);
    for (const pause of pauses) {
      expect(store.outbox.find("t", "d")?.nextAt).toBe(clock.at + pause * 1.05);
      clock.at += pause * 1.05;
      await look(outbox);
    }
    expect(failing.asked).toEqual(Array(10).fill("d"));
    expect(store.outbox.find("t", "d")).toMatchObject({
      state: "failed",
      attempts: 10,
      lastError: "The receiver answered 500.",
    });
    expect(store.webhooks.find("t", "w")).toMatchObject({
      enabled: false,
      disabledReason: "It has accepted nothing since 2030-01-01. The receiver answered 500.",
    });
    expect(store.outbox.find("t", "other")).toMatchObject({ state: "failed", attempts: 0 });
    expect(store.notifications.list("t")).toMatchObject([
      { kind: "webhook", title: "A webhook was switched off" },
    ]);
  });

  test("that is given up while others arrive leaves the webhook on", async () => {
    const [store, clock] = [openStore(), new Clock()];
    await using failing = receiver(() => new Response("", { status: 400 }));
    webhookIn(store, failing.url);
    add(store, "d");
    const outbox = outboxOf(store, clock, channelOf(store, clock));
    for (let tried = 0; tried < 10; tried++) {
      await look(outbox);
      clock.at = store.outbox.find("t", "d")!.nextAt ?? clock.at;
      store.webhooks.succeeded("t", "w", clock.at);
    }
    expect(store.outbox.find("t", "d")?.state).toBe("failed");
    expect(store.webhooks.find("t", "w")?.enabled).toBe(true);
    expect(store.notifications.list("t")).toEqual([]);
  });

  test("is left for as long as a 503 asks, but for a day at most", async () => {
    for (const [header, wait] of [
      ["3600", HOUR_MS],
      [new Date(START + 2 * HOUR_MS).toUTCString(), 2 * HOUR_MS],
      ["99999999", DAY_MS],
      ["1", 5 * SECOND_MS],
      ["soon", 5 * SECOND_MS],
    ] as const) {
      const [store, clock] = [openStore(), new Clock()];
      await using busy = receiver(
        () => new Response("", { status: 503, headers: { "Retry-After": header } }),
      );
      webhookIn(store, busy.url);
      add(store, "d");
      await look(outboxOf(store, clock, channelOf(store, clock)));
      expect(store.outbox.find("t", "d")?.nextAt).toBe(START + wait);
    }
  });

  test("is not sent where the webhook was switched off meanwhile", async () => {
    const [store, clock] = [openStore(), new Clock()];
    await using taking = receiver(() => new Response());
    webhookIn(store, taking.url);
    add(store, "d");
    store.webhooks.change("t", "w", { enabled: false });
    await look(outboxOf(store, clock, channelOf(store, clock)));
    expect(taking.asked).toEqual([]);
    expect(store.outbox.find("t", "d")).toMatchObject({ state: "failed" });
  });
});

describe("a mail about an event", () => {
  function mailed(answer: (mail: Mail) => MailError | null) {
    const [store, clock] = [openStore(), new Clock()];
    const sent: Mail[] = [];
    const mailer = {
      send: async (mail: Mail) => {
        sent.push(mail);
        const error = answer(mail);
        if (error) throw error;
      },
    };
    store.tenants.ensure("t", START);
    const payload = { subject: "S", text: "T", html: "H" };
    store.outbox.insert(
      "t",
      { id: "d", channel: "mail", target: "ann@example.com", event: "e", payload },
      START,
    );
    const outbox = outboxOf(store, clock, mailChannel({ store, mailer, now: clock.now }));
    return { store, clock, sent, outbox };
  }

  test("is sent to its address, with a key of its own", async () => {
    const { store, sent, outbox } = mailed(() => null);
    await look(outbox);
    expect(sent).toEqual([
      { key: "delivery/t/d", to: "ann@example.com", subject: "S", text: "T", html: "H" },
    ]);
    expect(store.outbox.find("t", "d")?.state).toBe("delivered");
  });

  test("that is put off is tried again after half a minute, 2, 10 and 30 minutes, 1, 4, 12 and 20 hours, then the tenant is told", async () => {
    const error = new MailError("The mail server deferred the mail.", { isTemporary: true });
    const { store, clock, sent, outbox } = mailed(() => error);
    for (const minutes of [0.5, 2, 10, 30, 60, 240, 720, 1200]) {
      await look(outbox);
      expect(store.outbox.find("t", "d")?.nextAt).toBe(clock.at + minutes * MINUTE_MS);
      clock.at += minutes * MINUTE_MS;
    }
    await look(outbox);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent).toHaveLength(9);
    expect(store.notifications.list("t")).toMatchObject([
      { title: "A mail was not sent", text: "The mail server deferred the mail." },
    ]);
  });

  test("that is refused is not tried again", async () => {
    const { store, outbox } = mailed(() => new MailError("No mailbox.", { isTemporary: false }));
    await look(outbox);
    expect(store.outbox.find("t", "d")).toMatchObject({
      state: "failed",
      attempts: 1,
      lastError: "No mailbox.",
    });
  });
});
