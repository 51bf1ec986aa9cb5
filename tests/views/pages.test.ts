import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { includesRole, ROLES, type Role } from "../../src/auth/principal";
import { dashboards } from "../../views";
import { pages } from "../../views/pages";
import { type Belongings, type ShopServer, startShopServer } from "../api/resources/shop-server";
import { furnishBacktest } from "./backtest";
import { furnishCampaign } from "./campaign";
import { htmlFaults, linksOf, pageFaults, postedBy } from "./html-faults";
import { furnishMailLink } from "./mail-link";
import { addressOf, type Ids, plainPages } from "./page-addresses";

const TENANT = "shop";
const STRANGER = "stranger";

const shown = plainPages(pages);
const guarded = shown.filter(({ access }) => access !== "public");
const actions = pages.filter(({ method }) => method === "POST");
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

let server: ShopServer;
let has: Belongings;
let ids: Ids;
const sessions = new Map<string, string>();

beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  has = await server.furnish(TENANT);
  server.key(TENANT, "business");
  const campaign = { name: "Spring", modelId: has.model, customers: [String(has.customer), "10001"] };
  const { store } = server.context;
  const notification_id = Bun.randomUUIDv7();
  const notice = {
    kind: "training",
    tone: "good",
    title: "Done",
    text: "All is well.",
    link: "/app",
  } as const;
  const person = { email: "ann@shop.example", role: "business", createdAt: Date.now() } as const;
  const hash = new Uint8Array(32);
  store.members.save(TENANT, { ...person, id: "member", uid: "ann" });
  store.invitations.insert(TENANT, { ...person, id: "invitation", hash, expiresAt: Date.now() + 86_400_000 });
  store.notifications.insert(TENANT, { ...notice, id: notification_id, createdAt: Date.now(), readAt: null });
  ids = {
    ...idsOf(has),
    notification_id,
    key_id: store.apiKeys.list(TENANT)[0]!.id,
    campaign_id: furnishCampaign(server.context, TENANT, campaign),
    webhook_id: store.webhooks.list(TENANT)[0]!.id,
    mail_link: furnishMailLink(store, TENANT),
    member_id: "member",
    invitation_id: "invitation",
    backtest_id: furnishBacktest(server.context, TENANT, has.datasetPath),
  };
  for (const role of ROLES) sessions.set(role, await signIn(server.key(TENANT, role)));
  sessions.set(STRANGER, await signIn(server.key(STRANGER, "admin")));
});
afterAll(() => server.close());

function idsOf(belongings: Belongings): Ids {
  const {
    dataset,
    file: file_id,
    model,
    prediction,
    batch,
    job,
    customer,
    savedSegment,
    destination,
  } = belongings;
  return {
    segment_id: "0",
    product_id: "P0",
    customer_id: String(customer),
    model_id: model,
    dataset_id: dataset,
    file_id,
    prediction_id: prediction,
    batch_id: batch,
    job_id: job,
    queue_id: job,
    saved_segment_id: savedSegment,
    destination_id: destination,
    file: "segmented_customers.csv",
  };
}

/** Ids of the same form that nobody has. */
function nowhere(): Ids {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [name, id.length === 36 ? Bun.randomUUIDv7() : id]),
  );
}

async function signIn(key: string): Promise<string> {
  const body = new URLSearchParams({ key, next: "/app" });
  const headers = { "Sec-Fetch-Site": "same-origin" };
  const response = await fetch(`${server.url}/app/sign-in`, {
    method: "POST",
    body,
    headers,
    redirect: "manual",
  });
  expect(response.status).toBe(303);
  return response.headers.getSetCookie()[0]!.split(";")[0]!;
}

interface Asked {
  readonly who?: string | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

async function ask(
  address: string,
  { who = "admin", method = "GET", headers = {}, form }: Asked = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(server.url + address, {
    method,
    redirect: "manual",
    headers: {
      Accept: "text/html,*/*;q=0.8",
      ...(method === "POST" && { "Sec-Fetch-Site": "same-origin" }),
      ...(who !== null && { Cookie: sessions.get(who)! }),
      ...headers,
    },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Some addresses are of parts alone, which htmx puts into a page. */
const isWhole = (html: string) => html.startsWith("<!doctype");
const isElsewhere = (fault: string) => fault.includes("which is not there");

function faultsOf(html: string): string[] {
  return isWhole(html) ? pageFaults(html) : htmlFaults(html).filter((fault) => !isElsewhere(fault));
}

const isHtml = (headers: Headers) => headers.get("content-type")?.startsWith("text/html") === true;

/** Everything that the store and the disk have of a tenant, but for who is signed in. */
async function everythingOf(tenant: string): Promise<unknown> {
  const { store, blobs } = server.context;
  return {
    settings: store.tenants.settings(tenant),
    defaultModel: store.tenants.defaultModel(tenant),
    datasets: store.datasets.list(tenant),
    models: store.models.list(tenant),
    predictions: store.predictions.list(tenant, 1000, null),
    jobs: store.jobs.list(tenant, null, null),
    keys: store.apiKeys.list(tenant),
    campaigns: store.campaigns.list(tenant),
    savedSegments: store.savedSegments.list(tenant),
    destinations: store.destinations.list(tenant),
    destinationRuns: [...store.destinationRuns.newest(tenant)],
    notifications: store.notifications.list(tenant),
    members: store.members.list(tenant),
    invitations: store.invitations.list(tenant, Date.now()),
    files: await blobs.list(`tenants/${tenant}`),
  };
}

describe.each(shown.map((route) => [nameOf(route), route] as const))("%s", (_, route) => {
  test("is a page without faults, whole and as a part", async () => {
    const address = addressOf(route, ids);
    const whole = await ask(address);
    if (whole.status === 303) return expect(whole.headers.get("location")).toMatch(/^\/app(\/|$)/);
    expect({ address, status: whole.status, text: whole.status < 400 ? "" : whole.text }).toEqual({
      address,
      status: 200,
      text: "",
    });
    if (!isHtml(whole.headers)) return;
    expect(faultsOf(whole.text)).toEqual([]);
    if (route.access !== "public" && isWhole(whole.text)) expect(whole.text).toContain(' unread"');
    expect(whole.headers.get("vary")).toContain("HX-Request-Type");
    const policy = whole.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);

    if (!isWhole(whole.text)) return;
    const part = await ask(address, {
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    expect(part.status).toBe(200);
    expect(isWhole(part.text)).toBe(false);
    expect(faultsOf(part.text)).toEqual([]);
    expect(whole.text.length).toBeGreaterThan(part.text.length);
  });
});

describe.each(guarded.map((route) => [nameOf(route), route] as const))("%s", (_, route) => {
  test("leads a browser that is not signed in to the sign-in, and tells a program 401", async () => {
    const address = addressOf(route, ids);
    const browser = await ask(address, { who: null });
    expect(browser.status).toBe(303);
    expect(browser.headers.get("location")).toBe(`/app/sign-in?next=${encodeURIComponent(address)}`);
    const program = await ask(address, { who: null, headers: { Accept: "*/*" } });
    expect(program.status).toBe(401);
  });

  test("answers a stranger who names the tenant's ids as one who names ids that are nowhere", async () => {
    const strange = nowhere();
    const foreign = await ask(addressOf(route, ids), { who: STRANGER });
    const absent = await ask(addressOf(route, strange), { who: STRANGER });
    expect(foreign.status).toBe(absent.status);
    expect(foreign.headers.get("location")).toBe(absent.headers.get("location"));
    expect(stable(foreign.text, ids)).toBe(stable(absent.text, strange));
    const namesOthers = await ask(addressOf(route, ids), {
      who: STRANGER,
      headers: { "X-Tenant-Id": TENANT },
    });
    expect(namesOthers.status).toBe(403);
  });

  test("answers roles from its own on", async () => {
    for (const role of ROLES) {
      const { status } = await ask(addressOf(route, ids), { who: role });
      const may = includesRole(role, route.access as Role);
      expect({ role, ok: status < 400, status: may ? 0 : status }).toEqual({
        role,
        ok: may,
        status: may ? 0 : 403,
      });
    }
  });
});

describe.each(actions.map((route) => [nameOf(route), route] as const))("%s", (_, route) => {
  // What is public asks for no role and touches no tenant.
  const testGuarded = route.access === "public" ? () => {} : test;

  test("does nothing for a page of another site", async () => {
    const before = await everythingOf(TENANT);
    const address = addressOf(route, ids);
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site", Origin: "http://else.example" },
    ]) {
      const { status } = await ask(address, { method: "POST", headers, form: ids });
      expect(status).toBe(403);
    }
    expect(await everythingOf(TENANT)).toEqual(before);
  });

  testGuarded("does nothing for who is not signed in or has not the role", async () => {
    const before = await everythingOf(TENANT);
    const address = addressOf(route, ids);
    expect((await ask(address, { who: null, method: "POST", form: ids })).status).toBe(401);
    for (const role of ROLES.filter((lower) => !includesRole(lower, route.access as Role))) {
      const { status } = await ask(address, { who: role, method: "POST", form: ids });
      expect({ role, status }).toEqual({ role, status: 403 });
    }
    expect(await everythingOf(TENANT)).toEqual(before);
  });

  testGuarded("does nothing to the tenant when a stranger sends its ids", async () => {
    const before = await everythingOf(TENANT);
    const { status } = await ask(addressOf(route, ids), { who: STRANGER, method: "POST", form: ids });
    expect(status).toBeLessThan(500);
    const byHeader = await ask(addressOf(route, ids), {
      who: STRANGER,
      method: "POST",
      form: ids,
      headers: { "X-Tenant-Id": TENANT },
    });
    expect(byHeader.status).toBe(403);
    expect(await everythingOf(TENANT)).toEqual(before);
  });
});

/** So many addresses of one page are asked for: enough to meet each of its filters, and the usual ones together. */
const [MOST_OF_A_SHAPE, MOST_OF_A_PAGE] = [6, 40];

test("every link leads to a page without faults, for each role", async () => {
  for (const role of ROLES) {
    const waiting = ["/app"];
    const seen = new Map(waiting.map((address) => [address, "nowhere"]));
    const counts = new Map<string, number>();
    const wrong: string[] = [];
    for (const address of waiting) {
      const { status, text, headers } = await ask(address, { who: role });
      const leads = status === 303 ? [headers.get("location")!] : isHtml(headers) ? linksOf(text) : [];
      if (status >= 400) wrong.push(`${address} of ${seen.get(address)} is ${status}`);
      else if (status === 200 && isHtml(headers)) {
        for (const fault of faultsOf(text)) wrong.push(`${address}: ${fault}`);
        for (const refused of refusedForms(text, role)) wrong.push(`${address} has a form for ${refused}`);
      }
      for (const lead of leads) {
        const shape = shapeOf(lead);
        const page = shape.split("?")[0]!;
        const count = (of: string) => counts.get(of) ?? 0;
        if (count(shape) >= MOST_OF_A_SHAPE || count(page) >= MOST_OF_A_PAGE) continue;
        if (seen.has(lead) || lead.startsWith("/app/sign-out")) continue;
        for (const counted of [shape, page]) counts.set(counted, count(counted) + 1);
        seen.set(lead, address);
        waiting.push(lead);
      }
    }
    expect({ role, wrong }).toEqual({ role, wrong: [] });
  }
}, 300_000);

/** Where forms of a page send to that refuse who has the role. */
function refusedForms(html: string, role: Role): string[] {
  return [...new Set(postedBy(html))].filter((action) => {
    const route = actions.find(({ path }) => matches(path, new URL(action, "http://x").pathname));
    return !route || (route.access !== "public" && !includesRole(role, route.access));
  });
}

/** A link without its ids and values: `/app/customers?segment&sort`. */
function shapeOf(link: string): string {
  const { pathname, searchParams } = new URL(link, "http://x");
  const pattern = pages.find(({ path, method }) => method === "GET" && matches(path, pathname))?.path;
  const names = [...new Set(searchParams.keys())].filter((name) => searchParams.get(name) !== "").sort();
  return `${pattern ?? pathname}?${names.join("&")}`;
}

function matches(path: string, pathname: string): boolean {
  return new RegExp(`^${path.replace(/:[a-z_]+/g, "[^/]+").replaceAll(".", "\\.")}$`).test(pathname);
}

/** An answer without the ids that were asked for, new ids and moments. */
function stable(text: string, asked: Ids): string {
  const longestFirst = Object.values(asked)
    .filter((id) => id.length === 36)
    .sort((a, b) => b.length - a.length);
  return longestFirst
    .reduce((done, id) => done.replaceAll(id, "?"), text)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "?")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "?");
}
