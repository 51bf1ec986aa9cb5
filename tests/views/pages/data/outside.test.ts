import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, signedIn } from "../page-client";

const CANARY = `"'><img src=x onerror=1>`;
let server: ShopServer;
let business: PageClient;
let analyst: PageClient;
let admin: PageClient;
let stranger: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  business = await signedIn(server, server.key("shop", "business"));
  analyst = await signedIn(server, server.key("shop", "analyst"));
  admin = await signedIn(server, server.key("shop", "admin"));
  stranger = await signedIn(server, server.key("stranger", "admin"));
});
afterAll(() => server.close());

const store = () => server.context.store;

async function post(client: PageClient, path: string, ...fields: readonly (readonly [string, string])[]) {
  return client.post(path, Object.fromEntries(fields));
}

describe("the card about mails", () => {
  test("adds an address with what it is mailed of, shows it, and removes it", async () => {
    const saved = await post(
      analyst,
      "/app/settings/mail",
      ["address", "ann@example.com"],
      ["group", "drift"],
    );
    expect([saved.status, saved.location]).toEqual([303, "/app/settings?saved=mail#mail"]);
    expect(store().mailRecipients.list("shop")).toMatchObject([
      { address: "ann@example.com", groups: ["drift"], unsubscribed: {} },
    ]);
    const { html } = await analyst.get("/app/settings");
    expect(html).toContain("ann@example.com");
    expect(html).toContain("Customers have changed");
    expect(html).toContain("This server cannot send e-mails yet");
    expect((await stranger.get("/app/settings")).html).not.toContain("ann@example.com");
    expect((await business.get("/app/settings")).html).not.toContain("ann@example.com");
    expect((await post(stranger, "/app/settings/mail/remove", ["address", "ann@example.com"])).status).toBe(
      404,
    );
    expect((await post(analyst, "/app/settings/mail/remove", ["address", "ann@example.com"])).status).toBe(
      303,
    );
    expect(store().mailRecipients.list("shop")).toEqual([]);
  });

  test("refuses what is no address, says so beside it, and keeps what was typed, inert", async () => {
    const wrong = await post(analyst, "/app/settings/mail", ["address", CANARY], ["group", "drift"]);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain("Enter one address, such as ann@example.com.");
    expect(wrong.html).not.toContain("<img");
    const nothing = await post(analyst, "/app/settings/mail", ["address", "a@b.example"], ["group", "all"]);
    expect(nothing.html).toContain("Choose at least one.");
    expect(
      (await post(business, "/app/settings/mail", ["address", "a@b.example"], ["group", "drift"])).status,
    ).toBe(403);
    expect(store().mailRecipients.list("shop")).toEqual([]);
  });

  test("sets when the weekly mail goes out, by the shop's clock, and moves with it", async () => {
    const form = (day: string, hour: string) =>
      post(analyst, "/app/settings/weekly", ["day", day], ["hour", hour]);
    expect((await form("5", "17")).status).toBe(303);
    const due = () => new Date(store().weeklyReports.find("shop")!.nextDue);
    expect([due().getUTCDay(), due().getUTCHours()]).toEqual([5, 17]);
    await post(analyst, "/app/settings/money", ["locale", "en"], ["time_zone", "Asia/Tokyo"]);
    expect([due().getUTCDay(), due().getUTCHours()]).toEqual([5, 8]);
    const { html } = await analyst.get("/app/settings");
    expect(html).toContain("In the time zone above (Asia/Tokyo)");
    const wrong = await form("8", "24");
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain("A day of the week.");
    expect(wrong.html).toContain("An hour from 0 to 23.");
    expect((await post(business, "/app/settings/weekly", ["day", "1"], ["hour", "1"])).status).toBe(403);
    expect(store().weeklyReports.find("stranger")).toBeNull();
  });

  test("takes thresholds of alerts, refuses what is none, and has the model looked at again", async () => {
    store().tenants.ensure("shop", 1);
    store().alertStates.replace("shop", null, { modelId: "m1", state: null });
    const form = (drop: string, rise: string, accounts: string) =>
      post(
        analyst,
        "/app/settings/alerts",
        ["alert_revenue_drop", drop],
        ["alert_churn_rise", rise],
        ["alert_key_accounts", accounts],
      );
    expect((await form("12.5", "0", "30")).location).toBe("/app/settings?saved=alerts#alerts");
    expect(store().tenants.settings("shop")).toMatchObject({
      alertRevenueDrop: 0.125,
      alertChurnRise: 0,
      alertKeyAccounts: 30,
    });
    expect(store().alertStates.find("shop")).toMatchObject({ modelId: null });
    const wrong = await form("100", "-1", "1.5");
    expect(wrong.status).toBe(422);
    for (const words of ["A share from 0% to 99%.", "Points from 0 to 99.", "A number from 0 to 100."])
      expect(wrong.html).toContain(words);
    expect(store().tenants.settings("stranger")).not.toHaveProperty("alertRevenueDrop");
  });

  test("takes twenty addresses at most", async () => {
    for (let i = 0; i < 20; i++)
      store().mailRecipients.save("full", { address: `a${i}@b.example`, groups: ["drift"] }, 1);
    const full = await signedIn(server, server.key("full", "analyst"));
    const more = await post(full, "/app/settings/mail", ["address", "one@b.example"], ["group", "drift"]);
    expect(more.html).toContain("At most 20 addresses");
    const known = await post(full, "/app/settings/mail", ["address", "a3@b.example"], ["group", "failed"]);
    expect(known.status).toBe(303);
  });
});

describe("the card about webhooks", () => {
  test("adds one, shows its secret once, and what was sent", async () => {
    const added = await post(admin, "/app/settings/webhooks", ["url", `https://example.com/?a=${CANARY}`]);
    expect(added.status).toBe(200);
    expect(added.headers.get("cache-control")).toBe("no-store");
    const [webhook] = store().webhooks.list("shop");
    expect(added.html).toContain(webhook!.secret);
    expect(added.html).not.toContain("<img");
    store().outbox.insert(
      "shop",
      { id: "d1", channel: "webhook", target: webhook!.id, event: "drift.detected", payload: {} },
      1,
    );
    const [claimed] = store().outbox.claim("webhook", { atOnce: 1, now: 1, lostAt: 2 });
    store().outbox.postpone(claimed!, Date.UTC(2030, 0, 1), `The receiver said ${CANARY}`, 1);
    const { html } = await admin.get("/app/settings");
    expect(html).not.toContain(webhook!.secret);
    expect(html).toContain("Retrying");
    expect(html).toContain("Tried once.");
    expect(html).not.toContain("<img");
  });

  test("makes nothing twice where a form is sent again, and says why the secret is hidden", async () => {
    const fields = [
      ["url", "https://example.com/again"],
      ["once", Bun.randomUUIDv7()],
    ] as const;
    const made = await post(admin, "/app/settings/webhooks", ...fields);
    const webhook = store().webhooks.find("shop", fields[1][1])!;
    expect(made.html).toContain(`value="${webhook.secret}" aria-label="The secret of the webhook" autofocus`);
    const again = await post(admin, "/app/settings/webhooks", ...fields);
    expect(again.html).toContain("You reloaded the page");
    expect(again.html).not.toContain(webhook.secret);
    expect(again.headers.get("cache-control")).toBe("no-store");

    const form = new RegExp(
      `${webhook.id}/secret#webhooks"><input type="hidden" name="replaces" value="([^"]+)"`,
    );
    const replaces = form.exec((await admin.get("/app/settings")).html)![1]!;
    const address = `/app/settings/webhooks/${webhook.id}/secret`;
    const renewed = await post(admin, address, ["replaces", replaces]);
    const { secret } = store().webhooks.find("shop", webhook.id)!;
    expect(secret).not.toBe(webhook.secret);
    expect(renewed.html).toContain(`value="${secret}" aria-label="The secret of the webhook" autofocus`);
    const reloaded = await post(admin, address, ["replaces", replaces]);
    expect(reloaded.html).toContain("You reloaded the page");
    expect(store().webhooks.find("shop", webhook.id)!.secret).toBe(secret);
    store().webhooks.delete("shop", webhook.id);
  });

  test("switches it off and on, makes a new secret, and deletes it with what waits", async () => {
    const [webhook] = store().webhooks.list("shop");
    const act = (client: PageClient, what: string) =>
      post(client, `/app/settings/webhooks/${webhook!.id}/${what}`);
    for (const what of ["test", "on", "off", "secret", "delete"]) {
      expect((await act(stranger, what)).status).toBe(404);
      expect((await act(analyst, what)).status).toBe(403);
    }
    expect((await act(admin, "burn")).status).toBe(404);
    await act(admin, "off");
    expect(store().webhooks.find("shop", webhook!.id)).toMatchObject({ enabled: false });
    expect(store().outbox.list("shop", "webhook", webhook!.id, 10)).toMatchObject([{ state: "failed" }]);
    await act(admin, "on");
    expect(store().webhooks.find("shop", webhook!.id)).toMatchObject({ enabled: true });
    const shown = await act(admin, "secret");
    const changed = store().webhooks.find("shop", webhook!.id)!;
    expect(changed).toMatchObject({ oldSecret: webhook!.secret });
    expect(shown.html).toContain(changed.secret);
    expect((await act(admin, "delete")).status).toBe(303);
    expect(store().webhooks.list("shop")).toEqual([]);
    expect(store().outbox.list("shop", "webhook", webhook!.id, 10)).toEqual([]);
  });

  test("refuses an address within the server's network with a sentence, and is an administrator's", async () => {
    const refused = await post(admin, "/app/settings/webhooks", ["url", "https://127.0.0.1/"]);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("127.0.0.1 is not on the public internet.");
    expect((await post(analyst, "/app/settings/webhooks", ["url", "https://example.com/"])).status).toBe(403);
    expect((await analyst.get("/app/settings")).html).not.toContain('id="webhooks"');
  });
});
