import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { findChromium, openBrowser, type Watched, watch } from "../browser/chromium";
import { nameFaultsOf, overflowOf, violationsOf } from "../browser/page-checks";
import { type StartedServer, startServer } from "../browser/started-server";
import { type AuthEmulator, findEmulator, PROJECT, startEmulator } from "./sign-in/auth-emulator";

/**
 * From an invitation to the pages of the shop in a real Chromium, with and without scripts. `SHOTS` names a folder for
 * pictures.
 */

const isHere = findEmulator() !== null && findChromium() !== null;
if (!isHere)
  console.log("left out: the pages of signing in by Firebase, as its Auth emulator or Chromium is not here");

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const PASSWORD = "four words in a row";

describe.skipIf(!isHere).each([
  ["with scripts", true],
  ["without scripts", false],
] as const)("signing in by Firebase in Chromium, %s", (_, javaScriptEnabled) => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), "perennial-sign-in-"));
  let emulator: AuthEmulator;
  let server: StartedServer;
  let browser: Browser;
  let watched: Watched;
  let page: Page;
  let environment: Record<string, string>;

  beforeAll(async () => {
    [emulator, browser] = await Promise.all([startEmulator(), openBrowser()]);
    environment = {
      DATA_DIR,
      AUTH: "firebase",
      FIREBASE_PROJECT_ID: PROJECT,
      FIREBASE_AUTH_EMULATOR_HOST: emulator.host,
    };
    server = await startServer(environment);
    watched = await watch(browser, server.url, {
      javaScriptEnabled,
      viewport: WIDE,
      reducedMotion: "reduce",
      mayAnswer: [401, 403, 404, 422],
    });
    page = await watched.context.newPage();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await emulator?.stop();
    rmSync(DATA_DIR, { recursive: true, force: true });
  }, 120_000);

  /** Looks at the page as it is, in both widths and themes. */
  async function look(name: string): Promise<void> {
    if (!javaScriptEnabled) return expect(watched.take()).toEqual([]);
    const faults: string[] = [];
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      faults.push(...(await overflowOf(page)));
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        faults.push(...(await violationsOf(page)));
        const shots = process.env.SHOTS;
        if (shots)
          await page.screenshot({
            path: `${shots}/${name}-${viewport.width}-${colorScheme}.png`,
            fullPage: true,
          });
      }
    }
    await page.setViewportSize(WIDE);
    faults.push(...(await nameFaultsOf(page)));
    expect({ name, faults: [...faults, ...watched.take()] }).toEqual({ name, faults: [] });
  }

  const heading = async () => (await page.locator("h1").textContent()) ?? "";
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const link = (name: string) => page.getByRole("link", { name, exact: true });

  async function invite(tenant: string, email: string): Promise<string> {
    const cli = resolve(import.meta.dir, "../../src/cli.ts");
    const command = Bun.spawn(
      [process.execPath, cli, "invite", "--tenant-id", tenant, "--email", email, "--role", "admin"],
      { env: { ...process.env, ...environment }, stdout: "pipe", stderr: "ignore" },
    );
    const printed = new URL((await new Response(command.stdout).text()).trim());
    return printed.pathname + printed.search;
  }

  async function signIn(email: string, password: string): Promise<void> {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await button("Sign in").click();
  }

  test("an invitation leads by registering and a mail to the shop's pages", async () => {
    const invitation = await invite("corner-shop", "ann@shop.example");
    await page.goto(invitation);
    expect(await heading()).toBe("You are invited");
    await look("invitation");
    await link("Register").click();
    await page.getByLabel("Password").fill(PASSWORD);
    await look("register");
    await button("Register").click();
    await page.waitForURL("**/app/register/sent**");
    expect(await heading()).toBe("Check your mail");
    await look("register-sent");
    await link("Sign in").click();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("ann@shop.example");
    await look("sign-in-invited");
    await signIn("ann@shop.example", PASSWORD);
    expect(await heading()).toBe("Confirm your address");
    await look("confirm");
    await emulator.follow("VERIFY_EMAIL", "ann@shop.example");
    await link("Sign in").click();
    await signIn("ann@shop.example", PASSWORD);
    await page.waitForURL("**/app/welcome");
    await page.goto(invitation);
    expect(await heading()).toBe("This invitation is no longer valid");
    await look("invitation-taken");
  }, 120_000);

  test("an administrator invites, withdraws, and sees who is a member", async () => {
    await page.goto("/app/settings");
    await page.locator("#members").getByLabel("E-mail").fill("ben@shop.example");
    await button("Invite").click();
    const shown = page.locator("input.secret");
    await shown.waitFor();
    expect(await shown.inputValue()).toStartWith(`${server.url}/app/invitation?code=`);
    await look("settings-members");
    await page.getByRole("button", { name: /^Withdraw/ }).click();
    await page.waitForURL("**/app/settings#members");
    expect(await page.locator("#members").textContent()).not.toContain("ben@shop.example");
    await page.getByRole("button", { name: /^Remove/ }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("last administrator");
    expect(watched.take()).toEqual([]);
  }, 120_000);

  test("a wrong password is refused in words, a new one is set by a mail, and signing out ends it", async () => {
    await page.goto("/app/sign-out");
    await look("sign-in");
    await signIn("ann@shop.example", "not my password");
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("ann@shop.example");
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    await look("sign-in-refused");
    await link("Forgot your password?").click();
    await page.getByLabel("E-mail").fill("ann@shop.example");
    await look("reset");
    await button("Send me a link").click();
    await page.waitForURL("**/app/reset/sent");
    await look("reset-sent");
    await emulator.follow("PASSWORD_RESET", "ann@shop.example", "five words in one row");
    await link("Sign in").click();
    await signIn("ann@shop.example", "five words in one row");
    await page.waitForURL("**/app/welcome");
  }, 120_000);

  test("who belongs to several shops chooses, and who belongs to none is told whom to ask", async () => {
    const invitation = await invite("market-hall", "ann@shop.example");
    await page.goto(invitation);
    await link("I have an account").click();
    await signIn("ann@shop.example", "five words in one row");
    await page.waitForURL("**/app/welcome");
    await page.goto("/app/shops");
    await look("shops");
    await button("Work with corner-shop").click();
    await page.waitForURL("**/app/welcome");
    await page.goto("/app/sign-out");
    await link("Register").click();
    await page.getByLabel("E-mail").fill("zoe@else.example");
    await page.getByLabel("Password").fill(PASSWORD);
    await button("Register").click();
    await link("Sign in").click();
    await signIn("zoe@else.example", PASSWORD);
    expect(await heading()).toBe("No shop yet");
    await look("no-shop");
  }, 120_000);
});
