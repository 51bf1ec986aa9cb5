import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type App, deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { storePath } from "../../src/store/store";
import { type StartedServer, startServer } from "../browser/started-server";
import { type AuthEmulator, findEmulator, PROJECT, startEmulator } from "./sign-in/auth-emulator";
import { Visitor } from "./sign-in/visitor";

/**
 * The server as it is started by hand, with AUTH=firebase, and the Auth emulator: people who register, come, forget and
 * go.
 */

const isHere = findEmulator() !== null;
if (!isHere) {
  console.log(
    "left out: signing in by Firebase, as its Auth emulator is not installed (bun run test:integrations --install)",
  );
}

const PASSWORD = "four words in a row";
const NEW_PASSWORD = "five words in one row";
const WRONG = "The e-mail address or the password is not right.";

describe.skipIf(!isHere)("signing in by Firebase", () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), "perennial-sign-in-"));
  let emulator: AuthEmulator;
  let server: StartedServer;
  let app: App;
  let auth: Auth;
  let environment: Record<string, string>;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    emulator = await startEmulator();
    environment = {
      DATA_DIR,
      AUTH: "firebase",
      FIREBASE_PROJECT_ID: PROJECT,
      FIREBASE_API_KEY: "any",
      FIREBASE_AUTH_EMULATOR_HOST: emulator.host,
      LOG_LEVEL: "error",
    };
    server = await startServer(environment);
    process.env.FIREBASE_AUTH_EMULATOR_HOST = emulator.host;
    app = initializeApp({ projectId: PROJECT }, "sign-in-integration");
    auth = getAuth(app);
  }, 120_000);
  afterAll(async () => {
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
    if (app) await deleteApp(app);
    await server?.stop();
    await emulator?.stop();
    rmSync(DATA_DIR, { recursive: true, force: true });
  }, 120_000);

  /** Each is somewhere else, since tries are counted by the address. */
  function visitor(): Visitor {
    const made = new Visitor(server.url, `192.0.2.${visitors.length + 1}`);
    visitors.push(made);
    return made;
  }

  /** What Firebase said of accounts is forgotten; sessions are kept. */
  async function restart(): Promise<void> {
    await server.stop();
    server = await startServer(environment);
    for (const each of visitors) each.moveTo(server.url);
  }

  /** Runs a change of the store beside the server; how many rows it changed. */
  function change(sql: string): number {
    const database = new Database(storePath(DATA_DIR));
    database.run("PRAGMA busy_timeout = 5000");
    const { changes } = database.run(sql);
    database.close();
    return changes;
  }

  /** Firebase tells moments in seconds: what is revoked within the second of the sign-in holds. */
  async function tenSecondsEarlier(email: string): Promise<void> {
    const { uid } = await auth.getUserByEmail(email);
    const moved = `UPDATE person_sessions SET signed_in_at = signed_in_at - 10000 WHERE uid = '${uid}'`;
    expect(change(moved)).toBeGreaterThan(0);
  }

  /** The token as if its person had signed in ten seconds before. The emulator's are not signed. */
  function earlier(token: string): string {
    const [header, payload] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload!, "base64url").toString());
    const moved = { ...claims, auth_time: claims.auth_time - 10, iat: claims.iat - 10 };
    return `${header}.${Buffer.from(JSON.stringify(moved)).toString("base64url")}.`;
  }

  async function inviteByCommand(tenant: string, email: string, role: string): Promise<string> {
    const command = Bun.spawn(
      [
        process.execPath,
        resolve(import.meta.dir, "../../src/cli.ts"),
        "invite",
        ...["--tenant-id", tenant, "--email", email, "--role", role],
      ],
      { env: { ...process.env, ...environment }, stdout: "pipe", stderr: "ignore" },
    );
    return codeOf(await new Response(command.stdout).text());
  }

  const health = async () => (await fetch(`${server.url}/health/ready`)).text();
  const codeOf = (text: string) => /invitation\?code=([\w-]{43})/.exec(text)![1]!;

  /** Registers, confirms the address and takes the invitation. */
  async function join_(who: Visitor, email: string, invitation: string, password = PASSWORD) {
    await who.post("/app/register", { email, password, invitation });
    await emulator.follow("VERIFY_EMAIL", email);
    return who.post("/app/sign-in", { email, password, invitation });
  }

  async function bearer(method: string, path: string, token: string, tenant: string, body?: object) {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        "X-Tenant-Id": tenant,
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  let ann: Visitor;
  let ben: Visitor;

  test("is on and well, and leads whoever comes to a form for e-mail and password", async () => {
    expect(await health()).toMatch(/"sign-in"[^}]*"well"/);
    const nobody = visitor();
    expect((await nobody.get("/app/customers?q=1")).location).toBe(
      "/app/sign-in?next=%2Fapp%2Fcustomers%3Fq%3D1",
    );
    const page = await nobody.get("/app/sign-in");
    expect(page.text).toContain('name="password"');
    expect(page.text).not.toMatch(/https?:\/\//);
  });

  test("brings nobody anywhere whom no tenant has taken in", async () => {
    const bob = visitor();
    const email = "bob@else.example";
    const sent = await bob.post("/app/register", { email, password: PASSWORD });
    expect([sent.status, sent.location, sent.setCookie]).toEqual([303, "/app/register/sent", ""]);
    await emulator.follow("VERIFY_EMAIL", email);
    const refused = await bob.post("/app/sign-in", { email, password: PASSWORD });
    expect([refused.status, refused.setCookie]).toEqual([403, ""]);
    expect(refused.text).toContain("No shop yet");
    expect((await bob.get("/app")).status).toBe(303);
    const program = await bearer("GET", "/models", await emulator.idToken(email, PASSWORD), "shop");
    expect(program.status).toBe(401);
    expect(program.text).toContain("invitation");
  });

  test("makes the first administrator by a link of the command line: register, confirm, sign in", async () => {
    ann = visitor();
    const email = "ann@shop.example";
    const invitation = await inviteByCommand("shop", "Ann@Shop.example", "admin");
    const invited = await ann.get(`/app/invitation?code=${invitation}`);
    expect(invited.status).toBe(200);
    expect(invited.text).toContain("ann@shop.example");
    expect((await ann.post("/app/register", { email, password: PASSWORD, invitation })).status).toBe(303);
    const early = await ann.post("/app/sign-in", { email, password: PASSWORD, invitation });
    expect([early.status, early.setCookie]).toEqual([200, ""]);
    expect(early.text).toContain("Confirm your address");
    await emulator.follow("VERIFY_EMAIL", email);
    const done = await ann.post("/app/sign-in", {
      email,
      password: PASSWORD,
      invitation,
      next: "/app/settings",
    });
    expect([done.status, done.location]).toEqual([303, "/app/settings"]);
    expect(done.setCookie).toMatch(
      /^perennial_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
    const settings = await ann.get("/app/settings");
    expect(settings.status).toBe(200);
    expect(settings.text).toContain("Signed in as");
    expect((await ann.get("/app/upload")).status).toBe(200);
  });

  test("takes an invitation once, and from its own address alone", async () => {
    const mallory = visitor();
    const made = await ann.post("/app/settings/invitations", { email: "ben@shop.example", role: "business" });
    const invitation = codeOf(made.text);
    const stranger = await join_(mallory, "mallory@else.example", invitation);
    expect([stranger.status, stranger.setCookie]).toEqual([403, ""]);
    expect(stranger.text).toContain("for another address");
    ben = visitor();
    expect((await join_(ben, "ben@shop.example", invitation)).status).toBe(303);
    expect((await ben.get("/app/settings")).status).toBe(200);
    expect((await visitor().get(`/app/invitation?code=${invitation}`)).status).toBe(404);
    const again = await mallory.post("/app/sign-in", {
      email: "mallory@else.example",
      password: PASSWORD,
      invitation,
    });
    expect(again.status).toBe(403);
  });

  test("gives the pages and the API by the role, in one's own tenant alone", async () => {
    expect((await ben.get("/app/upload")).status).toBe(403);
    expect(
      (await ben.post("/app/settings/invitations", { email: "x@x.example", role: "admin" })).status,
    ).toBe(403);
    expect((await ben.get("/app/settings", { "X-Tenant-Id": "other" })).status).toBe(403);
    const token = await emulator.idToken("ben@shop.example", PASSWORD);
    expect((await bearer("GET", "/models", token, "shop")).status).toBe(200);
    expect((await bearer("GET", "/models", token, "other")).status).toBe(403);
    const train = await bearer("POST", "/train", token, "shop", { dataset_path: "x" });
    expect(train.status).toBe(403);
    const admin = await emulator.idToken("ann@shop.example", PASSWORD);
    expect((await bearer("POST", "/train", admin, "shop", { dataset_path: "x" })).status).toBe(404);
  });

  test("answers a wrong password like an address that nobody has, and a registration like one that is there", async () => {
    const probe = visitor();
    const known = await probe.post("/app/sign-in", { email: "ann@shop.example", password: "wrong words" });
    const unknown = await probe.post("/app/sign-in", { email: "zoe@shop.example", password: "wrong words" });
    expect([known.status, known.setCookie]).toEqual([401, ""]);
    expect(known.text).toContain(WRONG);
    expect(known.text.replaceAll("ann@", "zoe@")).toBe(unknown.text);
    const registered = await Promise.all(
      ["ann@shop.example", "yan@shop.example"].map((email) =>
        probe.post("/app/register", { email, password: "another one of mine" }),
      ),
    );
    expect(registered.map(({ status, location, text }) => [status, location, text])).toEqual([
      [303, "/app/register/sent", ""],
      [303, "/app/register/sent", ""],
    ]);
    const reset = await Promise.all(
      ["ben@shop.example", "nobody@shop.example"].map((email) => probe.post("/app/reset", { email })),
    );
    expect(reset[0]!.location).toBe("/app/reset/sent");
    expect(reset[0]!.location).toBe(reset[1]!.location);
    // The owner of an address that is registered again is mailed a way in, and keeps the password.
    expect(await emulator.mailsTo("ann@shop.example")).toContain("PASSWORD_RESET");
    expect(await emulator.idToken("ann@shop.example", PASSWORD)).toBeString();
  });

  test("sets a new password by mail: the old one is refused, and so are the sessions from before", async () => {
    const email = "ben@shop.example";
    const elsewhere = visitor();
    expect((await elsewhere.post("/app/reset", { email })).location).toBe("/app/reset/sent");
    await tenSecondsEarlier(email);
    await emulator.follow("PASSWORD_RESET", email, NEW_PASSWORD);
    const old = await elsewhere.post("/app/sign-in", { email, password: PASSWORD });
    expect([old.status, old.setCookie]).toEqual([401, ""]);
    await restart();
    expect((await ben.get("/app/settings")).status).toBe(303);
    expect((await ben.post("/app/sign-in", { email, password: NEW_PASSWORD })).status).toBe(303);
    expect((await ben.get("/app/settings")).status).toBe(200);
    // Others stay signed in, also over the restart.
    expect((await ann.get("/app/settings")).status).toBe(200);
  });

  test("ends by signing out, at once, and a cookie that was kept opens nothing", async () => {
    const kept = ben.cookie;
    expect((await ben.get("/app/sign-out")).location).toBe("/app/sign-in");
    ben.cookie = kept;
    expect((await ben.get("/app/settings")).status).toBe(303);
    expect(
      (await ben.post("/app/sign-in", { email: "ben@shop.example", password: NEW_PASSWORD })).status,
    ).toBe(303);
  });

  test("makes a new session with each signing in, and ends the one from before", async () => {
    const before = ben.cookie;
    await ben.post("/app/sign-in", { email: "ben@shop.example", password: NEW_PASSWORD });
    expect(ben.cookie).not.toBe(before);
    const thief = visitor();
    thief.cookie = before;
    expect((await thief.get("/app/settings")).status).toBe(303);
  });

  test("ends after its time", async () => {
    expect(change("UPDATE person_sessions SET expires_at = 1 WHERE expires_at > 1")).toBeGreaterThan(0);
    expect((await ben.get("/app/settings")).location).toStartWith("/app/sign-in");
    expect(
      (await ben.post("/app/sign-in", { email: "ben@shop.example", password: NEW_PASSWORD })).status,
    ).toBe(303);
    expect((await ann.post("/app/sign-in", { email: "ann@shop.example", password: PASSWORD })).status).toBe(
      303,
    );
  });

  test("refuses an account that was disabled, its session and its tokens, in the words of a wrong password", async () => {
    const email = "ben@shop.example";
    const token = await emulator.idToken(email, NEW_PASSWORD);
    const { uid } = await auth.getUserByEmail(email);
    await auth.updateUser(uid, { disabled: true });
    await restart();
    expect((await ben.get("/app/settings")).status).toBe(303);
    expect((await bearer("GET", "/models", token, "shop")).status).toBe(401);
    const refused = await ben.post("/app/sign-in", { email, password: NEW_PASSWORD });
    expect([refused.status, refused.text.includes(WRONG)]).toEqual([401, true]);
    await auth.updateUser(uid, { disabled: false });
    await restart();
    expect((await ben.post("/app/sign-in", { email, password: NEW_PASSWORD })).status).toBe(303);
  });

  test("refuses tokens and sessions that an administrator of the project revoked", async () => {
    const email = "ben@shop.example";
    const token = earlier(await emulator.idToken(email, NEW_PASSWORD));
    await tenSecondsEarlier(email);
    const { uid } = await auth.getUserByEmail(email);
    await auth.revokeRefreshTokens(uid);
    await restart();
    expect((await ben.get("/app/settings")).status).toBe(303);
    const refused = await bearer("GET", "/models", token, "shop");
    expect(refused.status).toBe(401);
    expect(refused.text).toContain("revoked");
    await ben.post("/app/sign-in", { email, password: NEW_PASSWORD });
  });

  test("holds to custom claims where an account has them, over what an invitation gave", async () => {
    const email = "ben@shop.example";
    const { uid } = await auth.getUserByEmail(email);
    await auth.setCustomUserClaims(uid, { tenant_id: "claimed", role: "analyst" });
    const token = await emulator.idToken(email, NEW_PASSWORD);
    expect((await bearer("GET", "/models", token, "claimed")).status).toBe(200);
    expect((await bearer("GET", "/models", token, "shop")).status).toBe(403);
    const claimed = visitor();
    await claimed.post("/app/sign-in", { email, password: NEW_PASSWORD });
    expect((await claimed.get("/app/upload")).status).toBe(200);
    await auth.setCustomUserClaims(uid, null);
    await restart();
    // The session was opened for a tenant that the account has no claim to any more.
    expect((await claimed.get("/app/upload")).status).toBe(303);
  });

  test("lets several shops take the same person in, who chooses among them", async () => {
    const email = "ben@shop.example";
    const invitation = await inviteByCommand("second", email, "analyst");
    expect((await ben.post("/app/sign-in", { email, password: NEW_PASSWORD, invitation })).location).toBe(
      "/app",
    );
    expect((await ben.get("/app/upload")).status).toBe(200);
    const shops = await ben.post("/app/sign-in", { email, password: NEW_PASSWORD });
    expect(shops.location).toBe("/app/shops?next=%2Fapp");
    expect((await ben.get(shops.location)).text).toContain("Work with second");
    expect((await ben.post("/app/shops", { tenant: "third" })).status).toBe(403);
    expect((await ben.post("/app/shops", { tenant: "shop" })).status).toBe(303);
    expect((await ben.get("/app/upload")).status).toBe(403);
    const token = await emulator.idToken(email, NEW_PASSWORD);
    for (const tenant of ["shop", "second"])
      expect((await bearer("GET", "/models", token, tenant)).status).toBe(200);
  });

  test("ends with the membership, at once", async () => {
    const settings = await ann.get("/app/settings");
    const row = settings.text.slice(settings.text.indexOf("ben@shop.example"));
    const remove = /\/app\/settings\/members\/[\w-]+\/remove/.exec(row)![0];
    expect((await ann.post(remove, {})).status).toBe(303);
    expect((await ben.get("/app/settings")).status).toBe(303);
    const token = await emulator.idToken("ben@shop.example", NEW_PASSWORD);
    expect((await bearer("GET", "/models", token, "shop")).status).toBe(403);
    expect((await ann.get("/app/settings")).text).not.toContain("ben@shop.example");
  });

  test("makes whoever guesses wait, and nobody else", async () => {
    const guesser = visitor();
    const guesses = [];
    for (let i = 0; i < 11; i++)
      guesses.push(
        await guesser.post("/app/sign-in", { email: "ann@shop.example", password: `guess ${i} of many` }),
      );
    expect(guesses.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    expect(Number(guesses.at(-1)!.headers.get("retry-after"))).toBeWithin(1, 91);
    const right = await guesser.post("/app/sign-in", { email: "ann@shop.example", password: PASSWORD });
    expect([right.status, right.setCookie]).toEqual([429, ""]);
    expect(
      (await visitor().post("/app/sign-in", { email: "ann@shop.example", password: PASSWORD })).status,
    ).toBe(303);
  });

  test("goes with the tenant: members, invitations and sessions", async () => {
    const database = new Database(storePath(DATA_DIR), { readonly: true });
    const counts = () =>
      ["members", "invitations", "person_sessions"].map(
        (table) =>
          (
            database.query(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = 'shop'`).get() as {
              n: number;
            }
          ).n,
      );
    await ann.post("/app/settings/invitations", { email: "eve@shop.example", role: "business" });
    for (const count of counts()) expect(count).toBeGreaterThan(0);
    const response = await fetch(`${server.url}/tenants/shop`, {
      method: "DELETE",
      headers: {
        Authorization: `Bearer ${await emulator.idToken("ann@shop.example", PASSWORD)}`,
        "X-Tenant-Id": "shop",
        Prefer: "wait=30",
      },
    });
    expect(response.status).toBe(200);
    expect(counts()).toEqual([0, 0, 0]);
    database.close();
    expect((await ann.get("/app/settings")).status).toBe(303);
    const back = await ann.post("/app/sign-in", { email: "ann@shop.example", password: PASSWORD });
    expect(back.text).toContain("No shop yet");
  });

  test("says so while Firebase is away, keeps who is signed in, and is well again after it", async () => {
    const invitation = await inviteByCommand("third", "ann@shop.example", "admin");
    await ann.post("/app/sign-in", { email: "ann@shop.example", password: PASSWORD, invitation });
    expect((await ann.get("/app/settings")).status).toBe(200);
    await emulator.stop();
    const comer = visitor();
    const form = { email: "ann@shop.example", password: PASSWORD };
    const away = await comer.post("/app/sign-in", form);
    expect([away.status, away.setCookie]).toEqual([503, ""]);
    expect(away.text).toContain("not possible right now");
    expect(await health()).toMatch(/"sign-in"[^}]*"failing"/);
    expect((await ann.get("/app/settings")).status).toBe(200);
    emulator = await startEmulator(emulator.host);
    // The new emulator knows no accounts.
    expect((await comer.post("/app/sign-in", form)).status).toBe(401);
    expect(await health()).toMatch(/"sign-in"[^}]*"well"/);
  }, 120_000);
});
