import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { invite } from "../../../../src/auth/invitations";
import type { Role } from "../../../../src/auth/principal";
import { token } from "../../../auth/local-firebase";
import { PASSWORD, type PeopleServer, startPeopleServer } from "../../../auth/people-server";
import { pageFaults } from "../../html-faults";
import { type Page, pageClient } from "../page-client";

const ANN = "ann@shop.example";
const BEN = "ben@shop.example";
const CANARY = `"'><img src=x onerror=1>`;
const WRONG = "The e-mail address or the password is not right.";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let server: PeopleServer;
beforeEach(() => {
  server = startPeopleServer();
});
afterEach(() => server.close());

const nobody = () => pageClient(server, "");
const from = (address: string) => ({ "X-Forwarded-For": address });
const signIn = (email: string, more: Record<string, string> = {}, headers = {}) =>
  nobody().post("/app/sign-in", { email, password: PASSWORD, ...more }, headers);
const cookieOf = ({ headers }: Page) => headers.getSetCookie()[0]?.split(";")[0] ?? "";

/** A browser of a member, who has an account. */
async function memberOf(tenant: string, email: string, role: Role) {
  const { uid } = server.accounts.get(email) ?? server.addAccount(email);
  server.context.store.members.save(tenant, {
    id: `member-${uid}-${tenant}`,
    uid,
    email,
    role,
    createdAt: server.context.now(),
  });
  return pageClient(server, cookieOf(await signIn(email)));
}

const inviteInto = (tenant: string, email: string, role: Role = "business") =>
  invite(server.context.store, tenant, { email, role, now: server.context.now() });

describe("the pages of who is not signed in", () => {
  test("have no faults, name no other host and set no cookie", async () => {
    const invitation = inviteInto("shop", ANN);
    for (const path of [
      "/app/sign-in",
      "/app/register",
      "/app/register/sent",
      "/app/reset",
      "/app/reset/sent",
      `/app/sign-in?invitation=${invitation}`,
      `/app/register?invitation=${invitation}`,
      `/app/invitation?code=${invitation}`,
    ]) {
      const { status, html, headers } = await nobody().get(path);
      expect({ path, status, faults: pageFaults(html) }).toEqual({ path, status: 200, faults: [] });
      expect(html).not.toMatch(/https?:\/\//);
      expect(headers.getSetCookie()).toEqual([]);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("show what was typed without harm, and never a password", async () => {
    for (const path of ["/app/sign-in", "/app/register", "/app/reset"]) {
      const { status, html } = await nobody().post(path, {
        email: CANARY,
        password: `${CANARY} secret words`,
        invitation: CANARY,
        next: CANARY,
      });
      expect(status).toBe(422);
      expect(html).toContain("That is not an e-mail address.");
      expect(html).not.toContain("<img src=x");
      expect(html).not.toContain("secret words");
      expect(pageFaults(html)).toEqual([]);
    }
  });

  test("of an invitation that is not there are the same whatever is asked for", async () => {
    const taken = inviteInto("shop", ANN);
    server.addAccount(ANN);
    await signIn(ANN, { invitation: taken });
    const answers = await Promise.all(
      [taken, "A".repeat(43), CANARY, ""].map((code) =>
        nobody().get(`/app/invitation?code=${encodeURIComponent(code)}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ html }) => html)).size).toBe(1);
  });
});

describe("signing in by e-mail", () => {
  test("leads to the page that was asked for, by a cookie that scripts cannot read and nobody can guess", async () => {
    server.addAccount(ANN);
    await memberOf("shop", ANN, "analyst");
    const done = await signIn(` Ann@SHOP.example`, { next: "/app/settings" });
    expect([done.status, done.location]).toEqual([303, "/app/settings"]);
    expect(done.headers.getSetCookie()[0]).toMatch(
      /^perennial_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
    const secure = await signIn(ANN, {}, { "X-Forwarded-Proto": "https" });
    expect(secure.headers.getSetCookie()[0]).toMatch(/; Secure$/);
    const page = await pageClient(server, cookieOf(done)).get("/app/settings");
    expect(page.status).toBe(200);
    expect(page.html).toContain(ANN);
  });

  test("answers a wrong password, an address that nobody has and a disabled account in the same words", async () => {
    server.addAccount(ANN);
    server.addAccount(BEN, { isDisabled: true });
    const answers = [
      await signIn(ANN, { password: "wrong words" }),
      await signIn("zoe@shop.example"),
      await signIn(BEN),
    ];
    for (const { status, html, headers } of answers) {
      expect([status, headers.getSetCookie()]).toEqual([401, []]);
      expect(html).toContain(WRONG);
      expect(pageFaults(html)).toEqual([]);
    }
    expect(new Set(answers.map(({ html }) => html.replace(/\w+@shop\.example/g, "?"))).size).toBe(1);
  });

  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/app//evil.example\\@x",
    "/app\\evil.example",
    "/docs",
    "javascript:1",
    "/app/sign-out",
  ]) {
    test(`never leads to ${next}`, async () => {
      server.addAccount(ANN);
      await memberOf("shop", ANN, "business");
      expect((await signIn(ANN, { next })).location).toBe("/app");
    });
  }

  test("is not done for a page of another site, nor is anything else of an account", async () => {
    server.addAccount(ANN);
    await memberOf("shop", ANN, "business");
    const before = server.asked();
    const elsewhere = { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" };
    for (const path of ["/app/sign-in", "/app/register", "/app/reset", "/app/shops", "/app/sign-out"])
      expect((await nobody().post(path, { email: ANN, password: PASSWORD }, elsewhere)).status).toBe(403);
    expect(server.asked()).toBe(before);
  });

  test("never goes on with a session that the browser named itself, and ends the one it had", async () => {
    const ann = await memberOf("shop", ANN, "business");
    const fixed = `perennial_session=${"A".repeat(43)}`;
    const done = await pageClient(server, fixed).post("/app/sign-in", { email: ANN, password: PASSWORD });
    expect(cookieOf(done)).not.toBe(fixed);
    expect((await pageClient(server, fixed).get("/app/settings")).status).toBe(303);
    const first = cookieOf(await signIn(ANN));
    const second = await pageClient(server, first).post("/app/sign-in", { email: ANN, password: PASSWORD });
    expect((await pageClient(server, first).get("/app/settings")).status).toBe(303);
    expect((await pageClient(server, cookieOf(second)).get("/app/settings")).status).toBe(200);
    expect((await ann.get("/app/settings")).status).toBe(200);
  });

  test("ends by signing out, but not by a link of another site", async () => {
    const ann = await memberOf("shop", ANN, "business");
    const led = await ann.get("/app/sign-out", { "Sec-Fetch-Site": "cross-site" });
    expect([led.status, led.headers.getSetCookie()]).toEqual([200, []]);
    expect(pageFaults(led.html)).toEqual([]);
    expect((await ann.get("/app/settings")).status).toBe(200);
    const out = await ann.post("/app/sign-out", {});
    expect(out.headers.getSetCookie()[0]).toMatch(/^perennial_session=; .*Max-Age=0/);
    expect((await ann.get("/app/settings")).location).toStartWith("/app/sign-in");
  });

  test("is told to wait after ten wrong tries, with Retry-After, without asking Firebase any more", async () => {
    const ann = await memberOf("shop", ANN, "business");
    const guess = (address: string) => signIn(ANN, { password: "guess" }, from(address));
    for (let i = 0; i < 10; i++) expect((await guess("198.51.100.1")).status).toBe(401);
    const before = server.asked();
    const refused = await guess("198.51.100.1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(80, 91);
    expect(refused.html).toContain("Too many tries. Try again in 2 minutes.");
    expect(pageFaults(refused.html)).toEqual([]);
    // The right password does not help either, or it could be found by trying.
    expect((await signIn(ANN, {}, from("198.51.100.1"))).status).toBe(429);
    expect(server.asked()).toBe(before);
    expect((await signIn(ANN, {}, from("198.51.100.2"))).status).toBe(303);
    expect((await ann.get("/app/settings")).status).toBe(200);
    server.advance(2 * MINUTE);
    expect((await signIn(ANN, {}, from("198.51.100.1"))).status).toBe(303);
  });

  test("is told to wait who tries many addresses, and who tries one from many places", async () => {
    for (let i = 0; i < 30; i++) await signIn(`name${i}@shop.example`, {}, from("198.51.100.1"));
    expect((await signIn("one.more@shop.example", {}, from("198.51.100.1"))).status).toBe(429);
    for (let i = 0; i < 50; i++) await signIn(ANN, {}, from(`203.0.113.${i}`));
    expect((await signIn(ANN, {}, from("203.0.113.200"))).status).toBe(429);
  });

  test("says so while Firebase cannot be reached, and the settings show what to mend", async () => {
    const ann = await memberOf("shop", ANN, "admin");
    server.connect(false);
    const refused = await signIn(ANN);
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([503, []]);
    expect(refused.html).toContain("Signing in is not possible right now.");
    expect(server.integration.status()).toMatchObject({ state: "failing" });
    server.connect(true);
    await signIn(BEN);
    expect(server.integration.status()).toMatchObject({ state: "well" });
    expect((await ann.get("/app/settings")).status).toBe(200);
  });

  test("leaves no address, password or secret in the log", async () => {
    await memberOf("shop", ANN, "admin");
    await signIn(ANN, { password: "wrong words" });
    await nobody().post("/app/register", { email: BEN, password: PASSWORD });
    server.connect(false);
    await signIn(ANN);
    expect(server.log.length).toBeGreaterThan(3);
    expect(JSON.stringify(server.log)).not.toMatch(/@shop|four words|wrong words|the-key|eyJ/);
  });
});

describe("a person's session", () => {
  test("ends with the account: disabled, deleted or revoked, within five minutes", async () => {
    for (const [name, change] of Object.entries({
      disabled: () => Object.assign(server.accounts.get(ANN)!, { isDisabled: true }),
      revoked: () => Object.assign(server.accounts.get(ANN)!, { validSince: server.context.now() + 1000 }),
      deleted: () => server.accounts.delete(ANN),
    })) {
      server.addAccount(ANN);
      const ann = await memberOf("shop", ANN, "business");
      expect((await ann.get("/app/settings")).status).toBe(200);
      change();
      server.advance(5 * MINUTE);
      expect({ name, status: (await ann.get("/app/settings")).status }).toEqual({ name, status: 303 });
      // For good, also where the account is as it was before.
      server.addAccount(ANN);
      server.advance(5 * MINUTE);
      expect((await ann.get("/app/settings")).status).toBe(303);
    }
  });

  test("lasts twelve hours", async () => {
    const ann = await memberOf("shop", ANN, "business");
    server.advance(12 * HOUR - MINUTE);
    expect((await ann.get("/app/settings")).status).toBe(200);
    server.advance(MINUTE);
    expect((await ann.get("/app/settings")).status).toBe(303);
  });

  test("lasts no longer than the ID token where Firebase cannot be asked about accounts", async () => {
    await server.close();
    server = startPeopleServer({ mayAsk: false });
    const ann = await memberOf("shop", ANN, "business");
    server.advance(HOUR - MINUTE);
    expect((await ann.get("/app/settings")).status).toBe(200);
    server.advance(MINUTE + 1000);
    expect((await ann.get("/app/settings")).status).toBe(303);
  });

  test("has the role of the membership as it is now, and ends with it at once", async () => {
    const ann = await memberOf("shop", ANN, "business");
    expect((await ann.get("/app/upload")).status).toBe(403);
    const { members } = server.context.store;
    const [row] = members.list("shop");
    members.save("shop", { ...row!, role: "analyst" });
    expect((await ann.get("/app/upload")).status).toBe(200);
    members.remove("shop", row!.id);
    expect((await ann.get("/app/upload")).status).toBe(303);
  });

  test("holds to the claims of the account where it has any, also where they come later", async () => {
    const ann = await memberOf("shop", ANN, "admin");
    const account = server.accounts.get(ANN)!;
    account.claims = { tenant_id: "claimed", role: "business" };
    server.advance(5 * MINUTE);
    expect((await ann.get("/app/settings")).status).toBe(303);
    const claimed = pageClient(server, cookieOf(await signIn(ANN)));
    expect((await claimed.get("/app/settings")).html).toContain("claimed");
    expect((await claimed.get("/app/upload")).status).toBe(403);
    account.claims = { tenant_id: "claimed", role: "analyst" };
    server.advance(5 * MINUTE);
    expect((await claimed.get("/app/upload")).status).toBe(200);
    account.claims = {};
    server.advance(5 * MINUTE);
    expect((await claimed.get("/app/upload")).status).toBe(303);
  });

  test("is of its own tenant alone, and an ID token beside it goes first", async () => {
    const ann = await memberOf("shop", ANN, "admin");
    expect((await ann.get("/app/settings", { "X-Tenant-Id": "other" })).status).toBe(403);
    const bad = await ann.get("/app/settings", { Authorization: `Bearer ${token({ key: null })}` });
    expect(bad.location).toStartWith("/app/sign-in");
  });

  test("moves between the shops that have taken the person in, and to no other", async () => {
    await memberOf("second", ANN, "business");
    const ann = await memberOf("shop", ANN, "admin");
    const choose = await signIn(ANN, { next: "/app/settings" });
    expect(choose.location).toBe("/app/shops?next=%2Fapp%2Fsettings");
    const shops = await ann.get(choose.location);
    expect(pageFaults(shops.html)).toEqual([]);
    expect((await ann.post("/app/shops", { tenant: "third" })).status).toBe(403);
    const moved = await ann.post("/app/shops", { tenant: "shop", next: "/app/upload" });
    expect([moved.status, moved.location]).toEqual([303, "/app/upload"]);
    expect((await pageClient(server, cookieOf(moved)).get("/app/upload")).status).toBe(200);
    // The one from before is gone.
    expect((await ann.get("/app/settings")).status).toBe(303);
  });
});

describe("registering", () => {
  test("answers the same whether the address has an account or not, and mails each what it needs", async () => {
    server.addAccount(ANN, { password: "what it was" });
    const form = { password: PASSWORD };
    const answers = [
      await nobody().post("/app/register", { ...form, email: ANN }),
      await nobody().post("/app/register", { ...form, email: BEN }),
    ];
    for (const { status, location, html, headers } of answers)
      expect([status, location, html, headers.getSetCookie()]).toEqual([303, "/app/register/sent", "", []]);
    expect(server.mails).toEqual([`PASSWORD_RESET ${ANN}`, `VERIFY_EMAIL ${BEN}`]);
    expect(server.accounts.get(ANN)!.password).toBe("what it was");
    const reset = [ANN, "zoe@shop.example"].map((email) => nobody().post("/app/reset", { email }));
    const [known, unknown] = await Promise.all(reset);
    expect([known!.status, known!.location]).toEqual([303, "/app/reset/sent"]);
    expect([unknown!.status, unknown!.location]).toEqual([303, "/app/reset/sent"]);
  });

  test("takes passwords of eight characters on, and says what Firebase has against one", async () => {
    const short = await nobody().post("/app/register", { email: ANN, password: "short" });
    expect([short.status, server.asked()]).toEqual([422, 0]);
    expect(short.html).toContain("at least 8 characters");
    const common = await nobody().post("/app/register", { email: ANN, password: "password" });
    expect(common.status).toBe(422);
    expect(common.html).toContain("too easy to guess");
  });

  test("sends an address five mails an hour at most, and lets one place ask twenty times", async () => {
    for (let i = 0; i < 5; i++)
      expect((await nobody().post("/app/reset", { email: ANN }, from(`203.0.113.${i}`))).status).toBe(303);
    const sixth = await nobody().post("/app/reset", { email: ANN }, from("203.0.113.9"));
    expect(sixth.status).toBe(429);
    expect(sixth.headers.get("retry-after")).not.toBeNull();
    for (let i = 0; i < 20; i++)
      await nobody().post(
        "/app/register",
        { email: `n${i}@x.example`, password: PASSWORD },
        from("198.51.100.7"),
      );
    const more = { email: "more@x.example", password: PASSWORD };
    expect((await nobody().post("/app/register", more, from("198.51.100.7"))).status).toBe(429);
  });

  test("without an invitation leads nowhere but to a page that says whom to ask", async () => {
    server.addAccount(ANN);
    const refused = await signIn(ANN);
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([403, []]);
    expect(refused.html).toContain("Ask the administrator of your shop");
    expect(pageFaults(refused.html)).toEqual([]);
  });

  test("by an invitation asks for a confirmed address, then makes a member of it", async () => {
    const invitation = inviteInto("shop", ANN, "analyst");
    const form = { email: ANN, password: PASSWORD, invitation };
    const sent = await nobody().post("/app/register", form);
    expect(sent.location).toBe(`/app/register/sent?invitation=${invitation}`);
    const early = await signIn(ANN, { invitation });
    expect([early.status, early.headers.getSetCookie()]).toEqual([200, []]);
    expect(early.html).toContain("Confirm your address");
    expect(server.mails).toEqual([`VERIFY_EMAIL ${ANN}`, `VERIFY_EMAIL ${ANN}`]);
    expect(server.context.store.members.list("shop")).toEqual([]);
    server.accounts.get(ANN)!.isVerified = true;
    const done = await signIn(ANN, { invitation });
    expect([done.status, done.location]).toEqual([303, "/app"]);
    expect((await pageClient(server, cookieOf(done)).get("/app/upload")).status).toBe(200);
    expect(server.context.store.invitations.list("shop", Date.now())).toEqual([]);
  });

  test("by an invitation for another address takes nothing", async () => {
    const invitation = inviteInto("shop", BEN);
    server.addAccount(ANN);
    const refused = await signIn(ANN, { invitation });
    expect(refused.status).toBe(403);
    expect(refused.html).toContain("for another address");
    expect(server.context.store.members.list("shop")).toEqual([]);
    expect(server.context.store.invitations.list("shop", Date.now())).toHaveLength(1);
  });
});

describe("the members on the settings page", () => {
  test("are invited by a link that is shown once, for administrators alone", async () => {
    const ann = await memberOf("shop", ANN, "admin");
    const ben = await memberOf("shop", BEN, "analyst");
    const form = { email: "Eve@Shop.example", role: "analyst" };
    expect((await ben.post("/app/settings/invitations", form)).status).toBe(403);
    expect((await ben.get("/app/settings")).html).not.toContain("Open invitations");
    const once = { ...form, once: Bun.randomUUIDv7() };
    const made = await ann.post("/app/settings/invitations", once);
    expect(made.status).toBe(200);
    expect(made.headers.get("cache-control")).toBe("no-store");
    expect(pageFaults(made.html)).toEqual([]);
    const link =
      /value="(http:\/\/[^"]+\/app\/invitation\?code=[\w-]{43})" aria-label="The link of the invitation" autofocus/i.exec(
        made.html,
      )![1]!;
    const again = await ann.post("/app/settings/invitations", once);
    expect(again.html).toContain("You reloaded the page");
    expect(again.html).not.toContain("invitation?code=");
    expect(again.headers.get("cache-control")).toBe("no-store");
    expect(link).toStartWith(server.url);
    expect((await fetch(link)).status).toBe(200);
    const later = await ann.get("/app/settings");
    expect(later.html).toContain("eve@shop.example");
    expect(later.html).not.toContain("invitation?code=");
    for (const wrong of [
      { ...form, email: CANARY },
      { ...form, role: "root" },
    ]) {
      const refused = await ann.post("/app/settings/invitations", wrong);
      expect(refused.status).toBe(422);
      expect(refused.html).not.toContain("<img src=x");
    }
  });

  test("are withdrawn and removed in their own tenant alone, and an administrator stays", async () => {
    const ann = await memberOf("shop", ANN, "admin");
    const ben = await memberOf("shop", BEN, "business");
    const stranger = await memberOf("other", "sue@other.example", "admin");
    inviteInto("shop", "eve@shop.example");
    const { members, invitations } = server.context.store;
    const [invitation] = invitations.list("shop", Date.now());
    const withdraw = `/app/settings/invitations/${invitation!.id}/withdraw`;
    const remove = (email: string) =>
      `/app/settings/members/${members.list("shop").find((row) => row.email === email)!.id}/remove`;
    for (const path of [withdraw, remove(BEN)]) expect((await stranger.post(path, {})).status).toBe(404);
    expect((await ben.post(remove(ANN), {})).status).toBe(403);
    expect((await ann.post(withdraw, {})).status).toBe(303);
    expect(invitations.list("shop", Date.now())).toEqual([]);
    const last = await ann.post(remove(ANN), {});
    expect(last.status).toBe(422);
    expect(last.html).toContain("You are the last administrator.");
    expect((await ann.post(remove(BEN), {})).status).toBe(303);
    expect((await ben.get("/app/settings")).status).toBe(303);
    expect(members.list("shop").map(({ email }) => email)).toEqual([ANN]);
  });
});

test("with another AUTH these pages lead to the sign-in, and nobody can be invited", async () => {
  const { startShopServer } = await import("../../../api/resources/shop-server");
  const { dashboards } = await import("../../../../views");
  const open = await startShopServer({}, dashboards);
  const client = pageClient(open, "perennial_session=demo");
  for (const path of [
    "/app/register",
    "/app/register/sent",
    "/app/reset",
    "/app/reset/sent",
    "/app/invitation",
  ])
    expect((await client.get(path)).location).toBe("/app/sign-in");
  for (const path of ["/app/register", "/app/reset"])
    expect((await client.post(path, { email: ANN, password: PASSWORD })).location).toBe("/app/sign-in");
  expect((await client.post("/app/settings/invitations", { email: ANN, role: "admin" })).status).toBe(404);
  expect((await client.get("/app/settings")).html).not.toContain("Members");
  await open.close();
});
