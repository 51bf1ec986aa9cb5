import { expect, test } from "bun:test";
import { violationsOf } from "./page-checks";
import { visitStarted } from "./visit";

/** A server that asks who is there, and a browser that answers by a key. */

const { server, watched, page } = await visitStarted({ mayAnswer: [401] }, () => ({ AUTH: "keys" }));

const heading = async () => (await page.locator("h1").textContent()) ?? "";
const pathname = () => new URL(page.url()).pathname;

test("whoever is not signed in is led to the sign-in, whatever he asks for", async () => {
  await page.goto("/app/customers?segment=1");
  expect(page.url()).toEndWith("/app/sign-in?next=%2Fapp%2Fcustomers%3Fsegment%3D1");
  expect(await violationsOf(page)).toEqual([]);
});

test("a key that is not known is refused in words, and nothing is opened", async () => {
  await page.getByLabel("API key").fill("pk_000000000000_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").textContent()).toContain("know this key");
  expect(await violationsOf(page)).toEqual([]);
  await page.goto("/app");
  expect(pathname()).toBe("/app/sign-in");
});

test("the first key opens the pages, in a cookie that no script reads", async () => {
  const key = /pk_\S+/.exec(server.printed())![0];
  await page.goto("/app/sign-in");
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/app/welcome");
  expect(await heading()).toBe("Welcome to Perennial");
  const [cookie] = await watched.context.cookies();
  expect(cookie).toMatchObject({ name: "perennial_session", httpOnly: true, sameSite: "Lax" });
  expect(cookie!.value).not.toContain(key);
  expect(await page.evaluate<string>("document.cookie")).toBe("");
});

test("the colours that are chosen are kept, and the page stays where it was", async () => {
  await page.goto("/app/settings?a=1");
  await page.getByRole("button", { name: /^Menu of / }).click();
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await page.getByRole("button", { name: /^Menu of / }).click();
  await page.getByRole("button", { name: "Dark", exact: true, pressed: true }).waitFor();
  expect(page.url()).toEndWith("/app/settings?a=1");
  await page.reload();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
});

test("whoever signs out has to sign in again", async () => {
  await page.getByRole("button", { name: /^Menu of / }).click();
  await page.getByRole("link", { name: "Sign out" }).click();
  await page.waitForURL("**/app/sign-in");
  await page.goBack();
  await page.goto("/app/settings");
  expect(pathname()).toBe("/app/sign-in");
  expect(watched.take()).toEqual([]);
});
