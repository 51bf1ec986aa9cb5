import { describe, expect, test } from "bun:test";
import pino from "pino";
import { UserError } from "../../../src/errors";
import { fanOut } from "../../../src/notify/fan-out";
import { type AlertCheck, alertsLoop } from "../../../src/notify/reports/alerts-loop";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, openStore } from "../../store/open-store";
import { modelRow } from "../../store/rows";

cleanUpAfterwards();

const NOW = Date.UTC(2030, 0, 1);
const ALERT = {
  title: "Revenue is down 23%",
  text: "£77 in the 90 days up to 1 January 2030, £100 in the same days a year earlier.",
  link: "/app/orders?days=90",
  data: { alert: "revenue", figure: -0.23, threshold: -0.2, as_of: "2030-01-01T00:00:00.000Z" },
};

/** Raises one alert at each look, and counts the looks. */
function server(
  store: Store,
  check: (tenant: string, state: unknown) => Promise<AlertCheck | null> = async (_, state) => ({
    state: Number(state ?? 0) + 1,
    alerts: [ALERT],
  }),
) {
  const looked: unknown[] = [];
  const loop = alertsLoop({
    store,
    log: pino({ level: "silent" }),
    now: () => NOW,
    check: (tenant, state) => {
      looked.push(state);
      return check(tenant, state);
    },
  });
  return { loop, looked };
}

function shop(tenant: string, { store = openStore(), groups = ["alerts"] } = {}): Store {
  store.models.insert(tenant, modelRow("m1"));
  store.tenants.setDefaultModel(tenant, "m1");
  store.mailRecipients.save(tenant, { address: "ann@example.com", groups }, NOW);
  return store;
}

const told = (store: Store, tenant = "shop") => store.notifications.list(tenant).map(({ title }) => title);

describe("alerts", () => {
  test("are told once for each model, in the app, by mail and to webhooks, and remember what the look left", async () => {
    const store = shop("shop");
    fanOut({ store, canMail: true, publicUrl: "https://perennial.example.com" });
    const webhook = { url: "https://a.example/", format: "slack", secret: "s", createdAt: NOW } as const;
    store.webhooks.insert("shop", { ...webhook, id: "w", events: ["alert.raised"] });
    const { loop, looked } = server(store);
    await loop.look();
    await loop.look();
    expect(looked).toEqual([null]);
    expect(told(store)).toEqual([ALERT.title]);
    expect(store.outbox.list("shop", "mail", "ann@example.com", 9)).toMatchObject([
      { event: "alert.raised", payload: { subject: "Revenue is down 23% (shop)", group: "alerts" } },
    ]);
    expect(store.outbox.list("shop", "webhook", "w", 9)).toMatchObject([
      {
        payload: {
          type: "alert.raised",
          data: { ...ALERT.data, title: ALERT.title, link: `https://perennial.example.com${ALERT.link}` },
        },
      },
    ]);
    store.models.insert("shop", modelRow("m2"));
    store.tenants.setDefaultModel("shop", "m2");
    await loop.look();
    expect(looked).toEqual([null, 1]);
    expect(told(store)).toHaveLength(2);
  });

  test("are looked for again where the thresholds have changed, from what was known", async () => {
    const store = shop("shop");
    const { loop, looked } = server(store);
    await loop.look();
    store.alertStates.lookAgain("shop");
    await loop.look();
    expect(looked).toEqual([null, 1]);
  });

  test("are off where nobody has chosen them", async () => {
    const store = shop("shop", { groups: ["failed"] });
    const { loop, looked } = server(store);
    await loop.look();
    expect([looked, told(store)]).toEqual([[], []]);
    store.mailRecipients.save("shop", { address: "bo@example.com", groups: ["alerts"] }, NOW);
    await loop.look();
    expect(told(store)).toHaveLength(1);
  });

  test("are told once where two servers share a store and both have looked", async () => {
    const store = shop("shop");
    const gate = Promise.withResolvers<void>();
    const check = async () => {
      await gate.promise;
      return { state: 1, alerts: [ALERT] };
    };
    const [one, other] = [server(store, check), server(store, check)];
    const looks = [one.loop.look(), other.loop.look()];
    gate.resolve();
    await Promise.all(looks);
    expect([one.looked.length, other.looked.length]).toEqual([1, 1]);
    expect(told(store)).toHaveLength(1);
  });

  test("are told to nobody of a tenant whose erasure was asked for meanwhile, and stay with their tenant", async () => {
    const store = shop("leaving", { store: shop("shop") });
    const { loop } = server(store, async (tenant) => {
      if (tenant === "leaving") store.erasures.ask(tenant, { scope: "tenant" }, NOW);
      return { state: 1, alerts: [ALERT] };
    });
    await loop.look();
    expect([told(store, "leaving"), told(store, "shop").length]).toEqual([[], 1]);
    expect(store.alertStates.find("leaving")).toBeNull();
  });

  test("do not open a damaged model every minute, and try again after anything else", async () => {
    for (const [error, looks] of [
      [new UserError("The model is damaged."), 1],
      [new Error("the bucket is down"), 2],
    ] as const) {
      const store = shop("shop");
      const { loop, looked } = server(store, () => Promise.reject(error));
      await loop.look();
      await loop.look();
      expect(looked).toHaveLength(looks);
      expect(loop.state.doing).toBe("well");
    }
  });
});
