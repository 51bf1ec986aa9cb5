import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { submitBacktest } from "../../../../src/api/resources/backtests";
import { submitTraining } from "../../../../src/api/resources/training";
import { readingOf, settingsOf } from "../../../../src/jobs/training-terms";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, pageClient, signedIn } from "../page-client";

const CANARY = `"'><img src=x onerror=1>`;
let server: ShopServer;
let analyst: PageClient;
let admin: PageClient;
let stranger: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  await server.context.queue.stop({ graceMs: 0 });
  analyst = await signedIn(server, server.key("shop", "analyst"));
  admin = await signedIn(server, server.key("shop", "admin"));
  stranger = await signedIn(server, server.key("stranger", "admin"));
});
afterAll(() => server.close());

const store = () => server.context.store;

describe("the settings", () => {
  test("are saved, said to be, and used by the pages", async () => {
    const saved = await analyst.post("/app/settings/money", { currency: "GBP", locale: "en-GB" });
    expect([saved.status, saved.location]).toEqual([303, "/app/settings?saved=money#money"]);
    await analyst.post("/app/settings/costs", { missed_churner_cost: "30", false_alarm_cost: "4,5" });
    expect(store().tenants.settings("shop")).toEqual({
      currency: "GBP",
      rates: "",
      locale: "en-GB",
      missedChurnerCost: 30,
      falseAlarmCost: 4.5,
    });
    const { html } = await analyst.get("/app/settings?saved=money");
    expect(html).toContain("Saved.");
    expect(html).toContain('<option value="GBP" selected');
    expect(html).toMatch(/name="missed_churner_cost"[^>]*value="30"/);
    expect(store().tenants.settings("stranger")).toEqual({});
  });

  test("of the time zone move the clock of the pages, and unknown ones are refused", async () => {
    const money = { currency: "", locale: "en-GB" };
    const wrong = await stranger.post("/app/settings/money", { ...money, time_zone: "Mars/Olympus" });
    expect([wrong.status, store().tenants.settings("stranger").timeZone]).toEqual([422, undefined]);
    const saved = await stranger.post("/app/settings/money", { ...money, time_zone: "Pacific/Auckland" });
    expect(saved.status).toBe(303);
    expect((await stranger.get("/app/settings")).html).toContain(
      "<option selected>Pacific/Auckland</option>",
    );
    expect((await stranger.get("/app/queue")).html).toContain(
      new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "Pacific/Auckland" }).format(
        Date.now(),
      ),
    );
    store().tenants.saveSettings("stranger", {}, Date.now());
  });

  test("of currencies are kept as typed, and trainings and backtests count by them", async () => {
    const has = await server.furnish("trader");
    const own = await signedIn(server, server.key("trader", "analyst"));
    const money = { currency: "EUR", locale: "en", rates: "2026-01-01,GBP,1.15\n2026-02-01,GBP,1.2" };
    expect((await own.post("/app/settings/money", money)).status).toBe(303);
    const { html } = await own.get("/app/settings");
    expect(/<textarea[^>]*name="rates"[^>]*>([^<]*)/.exec(html)?.[1]?.trim()).toBe(money.rates);
    const asked = { dataset_path: has.datasetPath };
    for (const job of [
      submitTraining(server.context, "trader", asked),
      submitBacktest(server.context, "trader", asked),
    ])
      expect(readingOf(job)).toEqual({ currency: "EUR", rates: money.rates });
    const other = submitTraining(server.context, "trader", { ...asked, currency: "usd" });
    expect(readingOf(other)).toEqual({ currency: "USD" });
  });

  test("of rates that cannot be name the line, and are not kept", async () => {
    const money = { currency: "EUR", locale: "en" };
    for (const [form, said] of [
      [{ ...money, rates: "2026-01-01,GBP,1.15\n2026-02-30,GBP,1.2" }, "Line 2 of the rates is"],
      [{ ...money, rates: "2026-01-01,EUR,1.15" }, "one EUR is worth 1.15 EUR"],
      [
        { ...money, currency: "", rates: "2026-01-01,GBP,1.15" },
        "Choose the currency that the rates are in.",
      ],
      [{ ...money, rates: CANARY }, "Line 1 of the rates is"],
    ] as const) {
      const before = store().tenants.settings("shop");
      const { status, html } = await analyst.post("/app/settings/money", form);
      expect(status).toBe(422);
      expect(html).toContain(said);
      expect(html).not.toContain("<img src=x");
      expect(store().tenants.settings("shop")).toEqual(before);
    }
  });

  test("of a contact are what the audience begins with and trainings go by", async () => {
    const terms = {
      contact_cost: "2.5",
      offer_cost: "4",
      margin: "40",
      success_rate: "20",
      redeem_rate: "55",
    };
    const has = await server.furnish("furnished");
    const own = await signedIn(server, server.key("furnished", "analyst"));
    expect((await own.post("/app/settings/contact", terms)).status).toBe(303);
    const { html } = await own.get("/app/audience");
    for (const [name, value] of [
      ["contact_cost", "2.5"],
      ["offer_cost", "4"],
      ["margin_percent", "40"],
      ["success_percent", "20"],
      ["redeem_percent", "55"],
    ] as const)
      expect(new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0]).toContain(`value="${value}"`);
    const job = submitTraining(server.context, "furnished", {
      dataset_path: has.datasetPath,
      contact: { offer_cost: 1 },
    });
    expect(settingsOf(job).contact).toEqual({
      contactCost: 2.5,
      offerCost: 1,
      margin: 0.4,
      successRate: 0.2,
      redeemRate: 0.55,
    });
  });

  test("that cannot be are refused next to their field, and what was typed stays", async () => {
    const before = store().tenants.settings("shop");
    const { status, html } = await analyst.post("/app/settings/contact", {
      offer_cost: CANARY,
      margin: "130",
      success_rate: "10",
    });
    expect(status).toBe(422);
    expect(html).toContain("A share above 0% and at most 100%.");
    expect(html).toMatch(/name="margin"[^>]*value="130"/);
    expect(html).not.toContain("<img src=x");
    expect(store().tenants.settings("shop")).toEqual(before);
  });

  test("of the schedule tell when the next training is, and end it", async () => {
    await analyst.post("/app/settings/schedule", {
      every: "weekly",
      weekday: "2",
      hour: "4",
      month_day: "1",
    });
    const schedule = store().schedules.find("shop")!;
    expect(schedule).toMatchObject({ every: "weekly", day: 2, hour: 4 });
    const due = new Date(schedule.nextDue);
    expect([due.getUTCDay(), due.getUTCHours(), schedule.nextDue > Date.now()]).toEqual([2, 4, true]);
    expect((await analyst.get("/app/settings")).html).toContain("Next on ");
    await analyst.post("/app/settings/schedule", { every: "off" });
    expect(store().schedules.find("shop")).toBeNull();
  });
});

describe("the keys", () => {
  test("are made by an admin and shown once", async () => {
    const made = await admin.post("/app/settings/keys", { name: CANARY, role: "business" });
    expect([made.status, made.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const key = /pk_[0-9a-f]{12}_[\w-]{43}/.exec(made.html)![0];
    expect(made.html).not.toContain("<img src=x");
    expect((await signedIn(server, key).then((client) => client.get("/app/notifications"))).status).toBe(200);
    const later = await admin.get("/app/settings");
    expect([later.html.includes(key), later.html.includes(key.slice(0, 15))]).toEqual([false, true]);
    expect((await stranger.get("/app/settings")).html).not.toContain(key.slice(0, 15));
  });

  test("are made once where the form is sent again, and the page says why it hides the key", async () => {
    const form = /action="(\/app\/settings\/keys)#keys"><input type="hidden" name="once" value="([^"]+)"/;
    const [, , once] = form.exec((await admin.get("/app/settings")).html)!;
    const fields = { name: "till", role: "business", once: once! };
    const made = await admin.post("/app/settings/keys", fields);
    expect(made.html).toMatch(
      /<input class="secret" readonly value="pk_[^"]*" aria-label="The new key" autofocus/i,
    );
    const before = store().apiKeys.list("shop").length;
    const again = await admin.post("/app/settings/keys", fields);
    expect(again.html).toContain("You reloaded the page");
    expect(again.html).not.toContain(/value="(pk_[^"]*)"/.exec(made.html)![1]!);
    expect(again.headers.get("cache-control")).toBe("no-store");
    expect(store().apiKeys.list("shop")).toHaveLength(before);
  });

  test("are neither shown to nor made by an analyst, and need a name and a role", async () => {
    expect((await analyst.get("/app/settings")).html).not.toContain("API keys");
    const before = store().apiKeys.list("shop").length;
    expect((await analyst.post("/app/settings/keys", { name: "x", role: "admin" })).status).toBe(403);
    expect((await admin.post("/app/settings/keys", { name: " ", role: "admin" })).status).toBe(422);
    expect((await admin.post("/app/settings/keys", { name: "x", role: "owner" })).status).toBe(422);
    expect(store().apiKeys.list("shop")).toHaveLength(before);
  });

  test("are revoked by their own tenant's admin alone", async () => {
    const key = server.key("shop", "business");
    const { id } = store()
      .apiKeys.list("shop")
      .find(({ prefix }) => key.startsWith(prefix))!;
    expect((await stranger.post(`/app/settings/keys/${id}/revoke`, {})).status).toBe(404);
    expect((await analyst.post(`/app/settings/keys/${id}/revoke`, {})).status).toBe(403);
    expect((await pageClient(server, "").post("/app/sign-in", { key })).status).toBe(303);
    expect((await admin.post(`/app/settings/keys/${id}/revoke`, {})).status).toBe(303);
    expect((await pageClient(server, "").post("/app/sign-in", { key })).status).toBe(401);
  });
});

describe("the erasure of everything", () => {
  test("is asked for by an admin who types the shop's name", async () => {
    const erasures = () => store().jobs.list("shop", "erasure", null);
    expect((await analyst.post("/app/settings/erase", { confirm: "shop" })).status).toBe(403);
    const mistyped = await admin.post("/app/settings/erase", { confirm: "Shop" });
    expect([mistyped.status, mistyped.html.includes("Nothing was erased.")]).toEqual([422, true]);
    expect(erasures()).toEqual([]);
    const done = await admin.post("/app/settings/erase", { confirm: "shop" });
    expect(erasures()).toMatchObject([{ status: "queued", payload: { scope: "tenant" } }]);
    expect(done.location).toBe(`/app/queue/${erasures()[0]!.id}`);
    expect((await admin.post("/app/settings/money", { currency: "EUR", locale: "en" })).status).toBe(409);
  });
});

describe("notifications", () => {
  const notice = {
    kind: "training",
    tone: "good",
    title: CANARY,
    text: CANARY,
    link: "/app/models/m",
    readAt: null,
  } as const;

  test("are shown with their number, read one by one or all, each tenant's own", async () => {
    for (const id of ["a", "b", "c"])
      store().notifications.insert("stranger", { ...notice, id, createdAt: 1000 });
    const { html } = await stranger.get("/app/notifications");
    expect(html).toContain("3 unread.");
    expect(html).toContain("Notifications: 3 unread");
    expect(html).not.toContain("<img src=x");
    expect((await admin.get("/app/notifications")).html).toContain("No notifications yet");
    await stranger.post("/app/notifications/a/read", {});
    expect(store().notifications.unread("stranger")).toBe(2);
    expect((await stranger.post("/app/notifications/read", {})).location).toBe("/app/notifications");
    expect((await stranger.get("/app/notifications")).html).toContain("All read.");
  });
});
