import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { letterOf } from "../../../../src/notify/mail/letter";
import { unsubscribeUrl } from "../../../../src/notify/mail/unsubscribe-link";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, pageClient, signedIn } from "../page-client";

let server: ShopServer;
let nobody: PageClient;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  nobody = pageClient(server, "");
});
afterAll(() => server.close());

const recipients = () => server.context.store.mailRecipients;
const GROUPS = ["finished", "drift"];
beforeEach(() => {
  for (const tenant of ["shop", "other"])
    for (const address of ["ann@example.com", "bo@example.com"]) {
      recipients().delete(tenant, address);
      recipients().save(tenant, { address, groups: GROUPS }, 1);
    }
});

const of = (tenant: string, address: string) =>
  recipients()
    .list(tenant)
    .find((one) => one.address === address)!;
/** What everyone gets. */
const everyone = () =>
  ["shop", "other"].flatMap((tenant) =>
    recipients()
      .list(tenant)
      .map(({ address, groups }) => `${tenant} ${address} ${groups.join(" ")}`),
  );
const EVERYTHING = ["shop", "other"].flatMap((tenant) =>
  ["ann", "bo"].map((name) => `${tenant} ${name}@example.com finished drift`),
);
/** The path of Ann's link in the shop's mails about drift. */
const annsLink = () => unsubscribeUrl("", "shop", of("shop", "ann@example.com"), "drift");

describe("the link at the end of a mail", () => {
  test("shows a button to whoever looks, and changes nothing: programs that check links look too", async () => {
    const page = await nobody.get(annsLink());
    expect(page.status).toBe(200);
    expect(page.html).toContain("“Customers have changed” from shop");
    expect(page.html).toContain("Stop these e-mails</button>");
    expect(page.html).not.toContain("@example.com");
    expect(everyone()).toEqual(EVERYTHING);
  });

  test("unsubscribes by that button from this kind, this person alone", async () => {
    const { html } = await nobody.get(annsLink());
    const action = /method="post" action="([^"]+)"/.exec(html)![1]!.replaceAll("&amp;", "&");
    const done = await nobody.post(action, {});
    expect(done.status).toBe(200);
    expect(done.html).toContain("You are unsubscribed");
    expect(everyone()).toEqual(["shop ann@example.com finished", ...EVERYTHING.slice(1)]);
    expect(of("shop", "ann@example.com").unsubscribed).toEqual({ drift: expect.any(Number) });
  });

  test("unsubscribes by one click of a mail program, which sends no cookie and follows nothing (RFC 8058)", async () => {
    const response = await fetch(server.url + annsLink(), {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
      redirect: "manual",
    });
    expect(response.status).toBe(200);
    expect(of("shop", "ann@example.com").groups).toEqual(["finished"]);
  });

  test("keeps the first moment where it is used again, and says that it is done", async () => {
    await nobody.post(annsLink(), {});
    const { unsubscribed } = of("shop", "ann@example.com");
    await nobody.post(annsLink(), {});
    expect(of("shop", "ann@example.com").unsubscribed).toEqual(unsubscribed);
    expect((await nobody.get(annsLink())).html).toContain("You are unsubscribed");
  });

  test("takes back what waits to be sent of this kind, and leaves the rest", async () => {
    const { outbox } = server.context.store;
    const letter = letterOf({ tenant: "shop", title: "News", text: "", url: null, because: "" });
    const send = (id: string, target: string, group: string) =>
      outbox.insert("shop", { id, channel: "mail", target, event: "e", payload: { ...letter, group } }, 1);
    send("hers", "ann@example.com", "drift");
    send("hers of another kind", "ann@example.com", "finished");
    send("his", "bo@example.com", "drift");
    await nobody.post(annsLink(), {});
    const left = ["hers", "hers of another kind", "his"].filter((id) => outbox.find("shop", id) !== null);
    expect(left).toEqual(["hers of another kind", "his"]);
  });

  const changed: Readonly<Record<string, (link: string) => string>> = {
    "of another kind": (link) => link.replace(".drift.", ".finished."),
    "of no kind": (link) => link.replace(".drift.", ".constructor."),
    "of another person": (link) =>
      link.replace(of("shop", "ann@example.com").id, of("shop", "bo@example.com").id),
    "of another shop": (link) => link.replace("/shop.", "/other."),
    "of a shop that is nowhere": (link) => link.replace("/shop.", "/nowhere."),
    "with a letter changed": (link) =>
      `${link.slice(0, -5)}${link.at(-5) === "A" ? "B" : "A"}${link.slice(-4)}`,
    "without a signature": (link) => link.replace(/\.[^.]*$/, ""),
    "with a short signature": (link) => link.slice(0, -3),
  };
  for (const [how, change] of Object.entries(changed))
    test(`${how} works for nobody and tells nothing: the same page for all of them`, async () => {
      const link = change(annsLink());
      expect(link).not.toBe(annsLink());
      const [looked, posted] = [await nobody.get(link), await nobody.post(link, {})];
      expect([looked.status, posted.status]).toEqual([404, 404]);
      const nowhere = await nobody.get("/app/unsubscribe/nothing");
      const main = (html: string) => /<main[\s\S]*<\/main>/.exec(html)![0];
      expect(main(looked.html)).toBe(main(nowhere.html));
      expect(main(posted.html)).toBe(main(nowhere.html));
      expect(everyone()).toEqual(EVERYTHING);
    });

  test("ends with the recipient: added anew, the address has another one", async () => {
    const old = annsLink();
    recipients().delete("shop", "ann@example.com");
    recipients().save("shop", { address: "ann@example.com", groups: GROUPS }, 1);
    expect((await nobody.post(old, {})).status).toBe(404);
    expect(of("shop", "ann@example.com").groups).toEqual(GROUPS);
  });

  test("may be tried 120 times a minute from one place", async () => {
    let status = 200;
    for (let i = 0; i < 200 && status !== 429; i++)
      ({ status } = await nobody.get("/app/unsubscribe/nothing", { "X-Forwarded-For": "203.0.113.9" }));
    expect(status).toBe(429);
    expect((await nobody.get(annsLink(), { "X-Forwarded-For": "203.0.113.10" })).status).toBe(200);
  });
});

test("the settings show who unsubscribed, and sign nobody up again in passing", async () => {
  const analyst = await signedIn(server, server.key("shop", "analyst"));
  await nobody.post(annsLink(), {});
  expect((await analyst.get("/app/settings")).html).toContain(
    "Unsubscribed from “Customers have changed” on ",
  );
  const form = new FormData();
  form.set("address", "ann@example.com");
  const save = (...groups: string[]) =>
    fetch(`${server.url}/app/settings/mail`, {
      method: "POST",
      headers: {
        Cookie: cookieOf,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams([["address", "ann@example.com"], ...groups.map((group) => ["group", group])]),
      redirect: "manual",
    });
  const { headers } = await nobody.post("/app/sign-in", { key: server.key("shop", "analyst") });
  const cookieOf = headers.getSetCookie()[0]!.split(";")[0]!;
  const refused = await save("finished", "drift");
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("This person unsubscribed from “Customers have changed”.");
  expect((await save("finished", "failed")).status).toBe(303);
  expect(of("shop", "ann@example.com")).toMatchObject({
    groups: ["finished", "failed"],
    unsubscribed: { drift: expect.any(Number) },
  });
});
