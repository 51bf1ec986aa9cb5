import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { destinationChannel } from "../../../../src/destinations/channel";
import { dashboards } from "../../../../views";
import { type Belongings, type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { sentByForm, withoutDefinitions } from "../../html-faults";
import { type PageClient, signedIn, trustedClient } from "../page-client";

const TENANT = "shop";
const NEW = "/app/destinations/new";

let server: ShopServer;
let has: Belongings;
let client: PageClient;
beforeAll(async () => {
  server = await startShopServer({}, dashboards);
  has = await server.furnish(TENANT);
  client = trustedClient(server, TENANT);
});
afterAll(() => server.close());

async function page(path: string): Promise<string> {
  const { status, html } = await client.get(path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return withoutDefinitions(html);
}

/** The form of a page as a browser would send it. */
const formOf = (html: string) => sentByForm(html.slice(html.indexOf('<form class="builder"')));

async function sent(path: string, fields: Readonly<Record<string, string>>) {
  const form = Object.fromEntries(formOf(await page(path)));
  return client.post(path.split("?")[0]!, { ...form, ...fields });
}

const MAIL = { name: "Weekly", format: "csv", place: "mail", address: "ann@example.com" } as const;

async function added(fields: Readonly<Record<string, string>> = {}, path = NEW): Promise<string> {
  const { status, location, html } = await sent(path, { ...MAIL, ...fields });
  expect({ status, error: errorOf(html) }).toEqual({ status: 303, error: undefined });
  return location.split("/").at(-1)!;
}

const errorOf = (html: string) => /class="error">([^<]*)/.exec(html)?.[1];
const countOf = (html: string) => Number(/count-line"><strong>([\d,]+)/.exec(html)![1]!.replaceAll(",", ""));

async function known(id: string) {
  const answer = await fetch(`${server.url}/destinations`, { headers: { "X-Tenant-Id": TENANT } });
  const all = (await answer.json()) as { destination_id: string }[];
  return all.find(({ destination_id }) => destination_id === id);
}

async function exported(query: string): Promise<number> {
  const answer = await fetch(`${server.url}/audience.csv?${query}`, { headers: { "X-Tenant-Id": TENANT } });
  return (await answer.text()).trimEnd().split("\n").length - 1;
}

describe("the form for a destination", () => {
  test("takes whom from the address, says how many they are, and adds what the API then shows", async () => {
    const path = `${NEW}?min_churn=0.5&everyone=true&format=csv`;
    expect(countOf(await page(path))).toBe(await exported("min_churn=0.5"));
    const fields = {
      columns: "CustomerID, segment_name",
      delimiter: "tab",
      every: "weekly",
      day: "3",
      hour: "7",
    };
    const id = await added(fields, path);
    expect(await known(id)).toMatchObject({
      name: "Weekly",
      audience: { min_churn: 0.5, everyone: true },
      format: "csv",
      columns: ["CustomerID", "segment_name"],
      delimiter: "tab",
      consent: null,
      to: { kind: "mail", address: "ann@example.com", as: "attachment" },
      schedule: { every: "weekly", day: 3, hour: 7 },
    });
  });

  test("adds nothing else when it is sent twice", async () => {
    const form = Object.fromEntries(formOf(await page(NEW)));
    const before = server.context.store.destinations.list(TENANT).length;
    for (let i = 0; i < 2; i++)
      expect((await client.post(NEW, { ...form, ...MAIL, every: "never" })).status).toBe(303);
    expect(server.context.store.destinations.list(TENANT).length).toBe(before + 1);
  });

  test("says beside the field what is wrong, keeps what was typed, and adds nothing", async () => {
    const before = server.context.store.destinations.list(TENANT).length;
    const wrong = [
      [{ name: " " }, "Give the destination a name"],
      [{ address: "ann" }, "Give one e-mail address"],
      [{ format: "klaviyo" }, "Klaviyo is only told of people who agreed"],
      [{ columns: "CustomerID, shoe_size" }, "There is no column shoe_size"],
      [{ place: "" }, "Choose where it goes"],
    ] as const;
    for (const [fields, words] of wrong) {
      const { status, html } = await sent(NEW, { ...MAIL, every: "daily", ...fields });
      expect({ words, status, error: errorOf(html) }).toMatchObject({
        status: 422,
        error: expect.stringContaining(words),
      });
      expect(html).toContain('<option value="daily" selected');
    }
    expect(server.context.store.destinations.list(TENANT).length).toBe(before);
  });

  test("stores that a person confirmed the consent", async () => {
    const id = await added({ format: "klaviyo", confirmed: "true" });
    expect(await known(id)).toMatchObject({ format: "klaviyo", consent: { confirmed: true } });
    expect(await page(`/app/destinations/${id}`)).toContain("Confirmed: everyone in it agreed");
  });

  test("tells what the operator sets where no connection is known", async () => {
    expect(await page(NEW)).toContain("DESTINATIONS_FILE");
  });

  test("changes nothing when it is saved as it stands", async () => {
    const id = await added({ saved: has.savedSegment, most: "5", margin_percent: "77", every: "daily" });
    const before = await known(id);
    expect(before).toMatchObject({ audience: { saved: has.savedSegment, most: 5, margin: 0.77 } });
    const { status } = await sent(`/app/destinations/${id}/edit`, {});
    expect(status).toBe(303);
    expect(await known(id)).toEqual(before!);
  });

  test("opens from an audience and from a saved segment with whom they hold", async () => {
    expect(await page("/app/audience?min_churn=0.3&most=9")).toContain(
      `href="${NEW}?min_churn=0.3&amp;most=9"`,
    );
    const link = `${NEW}?saved=${has.savedSegment}&amp;everyone=true`;
    expect(await page(`/app/segments/yours/${has.savedSegment}`)).toContain(`href="${link}"`);
    expect(formOf(await page(link.replace("&amp;", "&"))).get("name")).toBe("Two orders");
  });
});

describe("a destination's page", () => {
  test("shows whom, where and when, and each run with its counts, or why it failed", async () => {
    const id = await added({ every: "training", min_churn: "0.5" });
    const { destinationRuns } = server.context.store;
    const [first, second] = ["a", "b"].map((letter) => `${id}${letter}`) as [string, string];
    const about = { destinationId: id, reason: "training", modelId: has.model } as const;
    destinationRuns.insert(TENANT, { id: first, ...about }, 1_000);
    const counts = { sent: 281, no_consent: 40, no_address: 12, same_address: 0, no_value: 0 };
    destinationRuns.made(TENANT, first, counts, "ann@example.com");
    destinationRuns.end(TENANT, first, { attempts: 1, error: null }, 2_000);
    expect(await page("/app/destinations")).toContain(
      "281 sent, 40 without consent, 12 without an e-mail address · ",
    );
    destinationRuns.insert(TENANT, { id: second, ...about }, 3_000);
    destinationRuns.end(TENANT, second, { attempts: 5, error: "The mail server said no." }, 4_000);
    const html = await page(`/app/destinations/${id}`);
    expect(html).toContain("Risk of leaving from 50%, those whom a contact pays for");
    expect(html).toContain("After each training");
    expect(html).toContain("The mail server said no.");
    expect(html).toContain("40 without consent, 12 without an e-mail address");
    expect(html).toContain(`href="/destinations/${id}/runs/${first}/file"`);
    expect(html).not.toContain('hx-trigger="every 2s"');
  });

  test("sends at once, and looks again until it is done", async () => {
    const id = await added({ every: "never" });
    const { status, location } = await client.post(`/app/destinations/${id}/run`, {});
    expect({ status, location }).toEqual({ status: 303, location: `/app/destinations/${id}` });
    const [run] = server.context.store.destinationRuns.list(TENANT, id, 9);
    expect(run).toMatchObject({ reason: "request", state: "waiting", modelId: has.model });
    const html = await page(location);
    expect(html).toContain("On its way");
    expect(html).toContain('hx-trigger="every 2s"');
  });

  test("turns the schedule off and nothing else", async () => {
    const id = await added({ every: "weekly" });
    const before = server.context.store.destinations.find(TENANT, id)!;
    expect(before.nextDue).not.toBeNull();
    await client.post(`/app/destinations/${id}/off`, {});
    expect(server.context.store.destinations.find(TENANT, id)).toEqual({
      ...before,
      every: "never",
      nextDue: null,
    });
  });

  test("says so if its saved segment was deleted, and can still be edited", async () => {
    const { store } = server.context;
    const segment = { id: Bun.randomUUIDv7(), name: "Gone soon", rule: "orders >= 2", createdAt: 1 };
    store.savedSegments.insert(TENANT, segment);
    const id = await added({ saved: segment.id });
    expect(await page(`/app/destinations/${id}`)).toContain("“Gone soon”, those whom a contact pays for");
    store.savedSegments.delete(TENANT, segment.id);
    expect(await page(`/app/destinations/${id}`)).toContain("was deleted, so nothing can be sent");
    expect(await page("/app/destinations")).toContain("a saved segment that was deleted");
    const { status, html } = await sent(`/app/destinations/${id}/edit`, { saved: segment.id });
    expect(status).toBe(422);
    expect(html).toContain("The saved segment of this destination was deleted");
    expect((await sent(`/app/destinations/${id}/edit`, { saved: "" })).status).toBe(303);
  });

  test("is what the notice of a failure leads to", async () => {
    const id = await added();
    const { store } = server.context;
    const run = Bun.randomUUIDv7();
    store.destinationRuns.insert(
      TENANT,
      { id: run, destinationId: id, reason: "training", modelId: has.model },
      1,
    );
    const channel = destinationChannel({ ...server.context, publicUrl: null, mailer: null });
    const now = Date.now();
    const row = { id: run, channel: "destination", target: id, event: "audience", payload: {} } as const;
    const tried = { state: "sending", attempts: 5, nextAt: now, lastError: null, createdAt: now } as const;
    const delivery = { tenant: TENANT, ...row, ...tried, updatedAt: now };
    channel.ended(delivery, "given up", "The host is gone.");
    const notice = store.notifications.list(TENANT).find(({ kind }) => kind === "destination")!;
    expect(notice.link).toBe(`/app/destinations/${id}`);
    expect(await page(notice.link!)).toContain("The host is gone.");
  });

  test("is deleted with its history", async () => {
    const id = await added();
    const { location } = await client.post(`/app/destinations/${id}/delete`, {});
    expect(location).toBe("/app/destinations");
    expect(await known(id)).toBeUndefined();
    expect((await client.get(`/app/destinations/${id}`)).status).toBe(404);
  });
});

describe("who may do what", () => {
  test("business reads, an analyst also sends, an admin also changes", async () => {
    const own = await startShopServer({ AUTH: "keys" }, dashboards);
    try {
      const { destination } = await own.furnish(TENANT);
      const path = `/app/destinations/${destination}`;
      const seen: Record<string, boolean[]> = {};
      for (const role of ["business", "analyst", "admin"] as const) {
        const { html } = await (await signedIn(own, own.key(TENANT, role))).get(path);
        seen[role] = [
          html.includes("History"),
          html.includes(`${path}/run"`),
          html.includes(`${path}/edit"`),
        ];
      }
      expect(seen).toEqual({
        business: [true, false, false],
        analyst: [true, true, false],
        admin: [true, true, true],
      });
    } finally {
      await own.close();
    }
  });
});
