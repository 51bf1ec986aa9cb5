import { describe, expect, test } from "bun:test";
import pino from "pino";
import { UserError } from "../../../src/errors";
import type { Report } from "../../../src/notify/reports/report-letter";
import { planWeekly, type WeeklyReport, weeklyLoop } from "../../../src/notify/reports/weekly-loop";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, openStore } from "../../store/open-store";

cleanUpAfterwards();

/** A Wednesday. */
const START = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 10, 30, 8);
const PUBLIC_URL = "https://perennial.example.com";

const reportOf = (tenant: string): Report => ({
  tenant,
  title: "2 moves this week, expected gain £1,000 to £2,000",
  warning: null,
  lead: "Two moves should bring £1,500. As of 29 November 2026, the newest order.",
  sections: [
    {
      title: "What to do",
      note: null,
      items: [
        {
          title: "Call key accounts",
          url: `${PUBLIC_URL}/app/customers?move=call`,
          figure: "+£900",
          text: "3 customers.",
        },
      ],
    },
  ],
  url: `${PUBLIC_URL}/app`,
});

function server({
  store = openStore(),
  now = START,
  canMail = true,
  publicUrl = PUBLIC_URL as string | null,
  write = async (tenant: string): Promise<WeeklyReport | null> => ({
    report: reportOf(tenant),
    data: { model_id: "m1" },
  }),
} = {}) {
  const clock = { now };
  const written: string[] = [];
  const loop = weeklyLoop({
    store,
    canMail,
    publicUrl,
    log: pino({ level: "silent" }),
    now: () => clock.now,
    write: (tenant) => {
      written.push(tenant);
      return write(tenant);
    },
  });
  const lookAt = (moment: number) => {
    clock.now = moment;
    return loop.look();
  };
  return { store, loop, lookAt, written };
}

function subscribe(store: Store, tenant: string, address: string, groups = ["weekly"]): void {
  store.mailRecipients.save(tenant, { address, groups }, START);
}

const mails = (store: Store, tenant: string, address: string) =>
  store.outbox
    .list(tenant, "mail", address, 100)
    .map(({ payload, event }) => ({ event, ...(payload as { subject: string; text: string }) }));

describe("the weekly mail", () => {
  test("goes out on Monday at 8 by default, to those who chose it, each with a link of their own to stop it", async () => {
    const { store, lookAt } = server();
    subscribe(store, "shop", "ann@example.com");
    subscribe(store, "shop", "bo@example.com", ["weekly", "failed"]);
    subscribe(store, "shop", "cy@example.com", ["failed"]);
    await lookAt(START);
    await lookAt(MONDAY - 1);
    expect(store.outbox.waiting().mail).toBe(0);
    await lookAt(MONDAY);
    expect(store.outbox.waiting().mail).toBe(2);
    const [ann] = mails(store, "shop", "ann@example.com");
    expect(ann).toMatchObject({
      event: "weekly.report",
      subject: "2 moves this week, expected gain £1,000 to £2,000 (shop)",
      group: "weekly",
    });
    const links = ["ann", "bo"].map(
      (name) => /Stop these mails: (\S+)/.exec(mails(store, "shop", `${name}@example.com`)[0]!.text)![1]!,
    );
    expect(new Set(links).size).toBe(2);
    expect(ann).toMatchObject({ unsubscribeUrl: links[0] });
    await lookAt(MONDAY + DAY);
    expect(store.outbox.waiting().mail).toBe(2);
    await lookAt(MONDAY + 7 * DAY);
    expect(store.outbox.waiting().mail).toBe(4);
  });

  test("goes by the tenant's clock, and by the day and hour that it chose", async () => {
    const { store, lookAt } = server();
    subscribe(store, "shop", "ann@example.com");
    store.tenants.saveSettings("shop", { timeZone: "America/New_York" }, START);
    planWeekly(store, "shop", { day: 5, hour: 17 }, START);
    const friday = Date.UTC(2026, 10, 27, 22);
    await lookAt(friday - 1);
    expect(store.outbox.waiting().mail).toBe(0);
    await lookAt(friday);
    expect(store.outbox.waiting().mail).toBe(1);
  });

  test("missed for three weeks goes out once, and then again when its time comes", async () => {
    const { store, lookAt } = server();
    subscribe(store, "shop", "ann@example.com");
    await lookAt(START);
    await lookAt(MONDAY + 16 * DAY);
    await lookAt(MONDAY + 16 * DAY + HOUR);
    expect(store.outbox.waiting().mail).toBe(1);
    await lookAt(MONDAY + 21 * DAY);
    expect(store.outbox.waiting().mail).toBe(2);
  });

  test("goes out once where two servers share a store and both have written it", async () => {
    const gate = Promise.withResolvers<void>();
    const store = openStore();
    const write = async (tenant: string) => {
      await gate.promise;
      return { report: reportOf(tenant), data: {} };
    };
    const [one, other] = [server({ store, write }), server({ store, write })];
    subscribe(store, "shop", "ann@example.com");
    planWeekly(store, "shop", { day: 1, hour: 8 }, START);
    const looks = [one.lookAt(MONDAY), other.lookAt(MONDAY)];
    gate.resolve();
    await Promise.all(looks);
    expect([one.written, other.written]).toEqual([["shop"], ["shop"]]);
    expect(store.outbox.waiting().mail).toBe(1);
  });

  test("goes out once a week where its day is changed in the middle of it", async () => {
    const { store, lookAt } = server();
    subscribe(store, "shop", "ann@example.com");
    await lookAt(START);
    await lookAt(MONDAY);
    planWeekly(store, "shop", { day: 3, hour: 8 }, MONDAY + HOUR);
    await lookAt(MONDAY + 2 * DAY);
    expect(store.outbox.waiting().mail).toBe(1);
    await lookAt(MONDAY + 9 * DAY);
    expect(store.outbox.waiting().mail).toBe(2);
  });

  test("is not made up for somebody who comes later in the week", async () => {
    const { store, lookAt } = server();
    subscribe(store, "shop", "ann@example.com", ["failed"]);
    await lookAt(START);
    await lookAt(MONDAY);
    subscribe(store, "shop", "bo@example.com");
    await lookAt(MONDAY + DAY);
    expect(store.outbox.waiting().mail).toBe(0);
    await lookAt(MONDAY + 7 * DAY);
    expect(mails(store, "shop", "bo@example.com")).toHaveLength(1);
  });

  test("is not even written where nobody wants it, and says nothing where there is no model", async () => {
    const { store, lookAt, written } = server({ write: async () => null });
    subscribe(store, "unwanted", "ann@example.com", ["failed"]);
    subscribe(store, "new", "bo@example.com");
    await lookAt(START);
    await lookAt(MONDAY);
    expect(written).toEqual(["new"]);
    expect(store.outbox.waiting().mail).toBe(0);
    expect(store.weeklyReports.find("new")).toMatchObject({ nextDue: MONDAY + 7 * DAY });
  });

  test("comes to webhooks as an event with the moves in words, once a week each, and by mail only if the server can", async () => {
    const { store, lookAt } = server({ canMail: false });
    subscribe(store, "shop", "ann@example.com");
    const webhook = { url: "https://a.example/", format: "slack", secret: "s", createdAt: START } as const;
    store.webhooks.insert("shop", { ...webhook, id: "all", events: [] });
    store.webhooks.insert("shop", { ...webhook, id: "other", events: ["training.completed"] });
    await lookAt(START);
    await lookAt(MONDAY);
    expect(store.outbox.waiting()).toMatchObject({ mail: 0, webhook: 1 });
    expect(store.outbox.list("shop", "webhook", "all", 9)).toMatchObject([
      {
        id: "weekly:2026-11-30:all",
        payload: {
          type: "weekly.report",
          data: {
            tenant_id: "shop",
            week: "2026-11-30",
            model_id: "m1",
            title: "2 moves this week, expected gain £1,000 to £2,000",
            text: "Two moves should bring £1,500. As of 29 November 2026, the newest order.\n• Call key accounts: +£900",
            link: `${PUBLIC_URL}/app`,
          },
        },
      },
    ]);
  });

  test("has no link to stop it on a server that does not know its address", async () => {
    const { store, lookAt } = server({ publicUrl: null });
    subscribe(store, "shop", "ann@example.com");
    await lookAt(START);
    await lookAt(MONDAY);
    expect(mails(store, "shop", "ann@example.com")[0]).not.toHaveProperty("unsubscribeUrl");
  });

  test("goes to nobody of a tenant whose erasure was asked for while it was written", async () => {
    const store = openStore();
    const write = async (tenant: string) => {
      store.erasures.ask(tenant, { scope: "tenant" }, MONDAY);
      return { report: reportOf(tenant), data: {} };
    };
    const { lookAt } = server({ store, write });
    subscribe(store, "shop", "ann@example.com");
    await lookAt(START);
    await lookAt(MONDAY);
    expect(store.outbox.waiting().mail).toBe(0);
  });

  test("that cannot be written is tried each hour for a day, then given up with a notification; others do not wait for it", async () => {
    const write = async (tenant: string): Promise<WeeklyReport> => {
      if (tenant === "broken") throw new UserError("The model's folder is damaged.");
      return { report: reportOf(tenant), data: {} };
    };
    const { store, lookAt, written } = server({ write });
    subscribe(store, "broken", "ann@example.com");
    subscribe(store, "shop", "bo@example.com");
    await lookAt(START);
    for (let hour = 0; hour <= 26; hour++)
      for (const part of [0, 0.5]) await lookAt(MONDAY + (hour + part) * HOUR);
    expect(written.filter((tenant) => tenant === "broken")).toHaveLength(25);
    expect(mails(store, "shop", "bo@example.com")).toHaveLength(1);
    expect(store.notifications.list("broken")).toMatchObject([
      {
        title: "The weekly report was not sent",
        text: "It could not be written for a day. The model's folder is damaged.",
      },
    ]);
    expect(store.weeklyReports.find("broken")).toMatchObject({ nextDue: MONDAY + 7 * DAY });
  });

  test("of one tenant is nothing to another", async () => {
    const { store, lookAt } = server();
    for (const tenant of ["alder", "birch"]) subscribe(store, tenant, "ann@example.com");
    await lookAt(START);
    await lookAt(MONDAY);
    for (const [tenant, other] of [
      ["alder", "birch"],
      ["birch", "alder"],
    ] as const) {
      const [mail, ...more] = mails(store, tenant, "ann@example.com");
      expect(more).toEqual([]);
      expect(JSON.stringify(mail)).toContain(`(${tenant})`);
      expect(JSON.stringify(mail)).not.toContain(other);
    }
  });
});
