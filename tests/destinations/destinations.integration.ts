import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { ListsServer as Lists, type ListsServer } from "./lists-server";
import { AGREED, PEOPLE } from "./people-shop";
import { SSHD } from "./sshd";

let lists: ListsServer;
beforeAll(async () => {
  lists = await Lists.open();
}, 120_000);
afterAll(async () => {
  await lists?.close();
});

const COLUMNS = ["CustomerID", "name", "email"];
/** The file of those who agreed, from what the shop's files say: an equals sign within a name starts no formula. */
const AGREED_CSV = `CustomerID,name,email\n${PEOPLE.filter(({ consent }) => consent === "yes")
  .map(({ id, name, email }) => `${id},${name},${email ?? ""}`)
  .join("\n")}\n`;
const NOT_AGREED = PEOPLE.filter(({ consent }) => consent !== "yes").length;
const NO_ADDRESS = PEOPLE.filter(({ consent, email }) => consent === "yes" && email === null).length;
const csvTo = (to: object) => ({ format: "csv", columns: COLUMNS, to });
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const SPREADSHEET = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ_0123456789";

describe("what the operator names", () => {
  test("is shown to its tenants by name and place, without a secret", async () => {
    const shown = await lists.shop.call<{ name: string }[]>("GET", "/destinations/connections");
    const names = shown.map(({ name }) => name);
    expect(names).toContain("lake");
    expect(names).not.toContain("others");
    const text = JSON.stringify(shown);
    expect(text).not.toContain("PRIVATE KEY");
    for (const secret of [lists.secret, lists.s3.settings.appKey]) expect(text).not.toContain(secret);
  });

  test("is for nobody else, and what it does not name is no place to send to", async () => {
    for (const connection of ["others", "nowhere"]) {
      const refused = lists.add(csvTo({ kind: "webhook", connection }));
      await expect(refused).rejects.toThrow(`There is no connection ${connection} of the kind webhook.`);
    }
    await expect(lists.add(csvTo({ kind: "s3", connection: "program", folder: "" }))).rejects.toThrow("422");
    const out = lists.add(csvTo({ kind: "s3", connection: "lake", folder: "../secret" }));
    await expect(out).rejects.toThrow("never holds");
  });
});

describe("consent", () => {
  test("must be settled for a tool: an attribute, or a person's word", async () => {
    const to = { kind: "webhook", connection: "program" };
    const unsettled = lists.add({ format: "klaviyo", consent: null, to });
    await expect(unsettled).rejects.toThrow("Klaviyo is only told of people who agreed.");
  });

  test("sends nothing where the model does not know the attribute", async () => {
    const consent = { attribute: "newsletter" };
    const id = await lists.add({ consent, to: { kind: "webhook", connection: "program" } });
    const before = lists.receiver.received.length;
    const run = await lists.ended(id, await lists.send(id));
    expect(run).toMatchObject({ state: "failed", customers: null, attempts: 1 });
    expect(run.error).toContain("nobody's consent is known and nothing was sent");
    expect(lists.receiver.received.length).toBe(before);
  });

  test("is a person's word for everyone, where they give it", async () => {
    const to = { kind: "webhook", connection: "program" };
    const id = await lists.add({ format: "google_customer_match", consent: { confirmed: true }, to });
    const run = await lists.ended(id, await lists.send(id));
    const known = PEOPLE.flatMap(({ email }) => email ?? []);
    expect(run).toMatchObject({ state: "sent", customers: known.length });
    const { data } = lists.receiver.received.at(-1)!;
    expect(data.rows.map(({ Email }) => Email)).toEqual(known.map(sha256));
  });
});

describe.skipIf(SSHD === null)(
  `SFTP, to OpenSSH${SSHD === null ? ", which this machine does not have" : ""}`,
  () => {
    const files = (folder: string) => lists.sshd!.files(folder);

    test("a list arrives once, byte for byte, only of those who agreed, and is logged with counts", async () => {
      const id = await lists.add(csvTo({ kind: "sftp", connection: "warehouse", folder: "weekly/tea" }));
      const run = await lists.send(id);
      expect(await lists.ended(id, run)).toMatchObject({
        state: "sent",
        reason: "request",
        attempts: 1,
        customers: PEOPLE.length - NOT_AGREED,
        left_out: { no_consent: NOT_AGREED, no_address: 0, same_address: 0, no_value: 0 },
        error: null,
      });
      const [[name, content], ...others] = [...files("weekly/tea")] as [[string, string], ...unknown[]];
      expect(others).toEqual([]);
      expect(name).toMatch(new RegExp(`^list-\\d{4}-\\d\\d-\\d\\d-${run}\\.csv$`));
      expect(content).toBe(AGREED_CSV);
    });

    test("a crash after the file was written writes the same file again, and none beside it", async () => {
      const id = await lists.add(csvTo({ kind: "sftp", connection: "warehouse", folder: "crash" }));
      const run = await lists.send(id);
      await lists.ended(id, run);
      const before = files("crash");
      await lists.restart(() => lists.forgetArrival(run));
      expect(await lists.ended(id, run)).toMatchObject({ state: "sent", attempts: 2 });
      expect(files("crash")).toEqual(before);
    });

    test("a server that is down gets the list later, once", async () => {
      const id = await lists.add(csvTo({ kind: "sftp", connection: "warehouse", folder: "later" }));
      await lists.sshd!.stop();
      const run = await lists.send(id);
      expect(await lists.tried(id, run)).toMatchObject({
        state: "waiting",
        error: "Could not reach 127.0.0.1.",
      });
      await lists.sshd!.start();
      await lists.restart();
      expect(await lists.ended(id, run)).toMatchObject({ state: "sent", attempts: 2, error: null });
      expect([...files("later").values()]).toEqual([AGREED_CSV]);
    });

    test("a server with another host key than the operator named gets nothing, and no second try", async () => {
      const id = await lists.add(csvTo({ kind: "sftp", connection: "impostor", folder: "stolen" }));
      const run = await lists.ended(id, await lists.send(id));
      expect(run).toMatchObject({ state: "failed", attempts: 1 });
      expect(run.error).toContain(lists.sshd!.fingerprint("host_key"));
      expect(run.error).toContain("so nothing was sent");
      expect(() => files("stolen")).toThrow();
    });

    test.each([
      ["stranger", /refused the sign-in/],
      ["unwritable", /does not allow|no folder|was lost/],
    ])("a refusal of the connection %s is told in words", async (connection, words) => {
      const id = await lists.add(csvTo({ kind: "sftp", connection, folder: "x" }));
      const run = await lists.tried(id, await lists.send(id));
      expect(run.error).toMatch(words);
    });
  },
);

describe("S3, to s3rver", () => {
  const { Bucket } =
    require("../../src/store/bucket/bucket") as typeof import("../../src/store/bucket/bucket");
  async function objects(prefix: string): Promise<Map<string, string>> {
    const bucket = new Bucket(lists.s3.settings);
    const found = new Map<string, string>();
    for (const { key } of await bucket.list(prefix)) {
      const text = await bucket.get(key, async ({ chunks }) =>
        Buffer.concat(await Array.fromAsync(chunks)).toString(),
      );
      found.set(key, text!);
    }
    await bucket.close();
    return found;
  }

  test("a list is an object, and a crash after it was written leaves the same one", async () => {
    const id = await lists.add(csvTo({ kind: "s3", connection: "lake", folder: "tea" }));
    const run = await lists.send(id);
    const ended = await lists.ended(id, run);
    const [key] = (await objects("exports/tea")).keys();
    expect(ended).toMatchObject({ state: "sent", place: `s3://perennial/${key}` });
    expect(await objects("exports/tea")).toEqual(new Map([[key!, AGREED_CSV]]));
    await lists.restart(() => lists.forgetArrival(run));
    expect(await lists.ended(id, run)).toMatchObject({ state: "sent", attempts: 2 });
    expect(await objects("exports/tea")).toEqual(new Map([[key!, AGREED_CSV]]));
  });

  test("two runs are two objects, and a workbook is one that a spreadsheet opens", async () => {
    const id = await lists.add({ format: "xlsx", to: { kind: "s3", connection: "lake", folder: "books" } });
    for (const _ of [1, 2]) await lists.ended(id, await lists.send(id));
    const all = [...(await objects("exports/books"))];
    expect(all.map(([key, content]) => [key.endsWith(".xlsx"), content.startsWith("PK")])).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});

describe("a webhook, to a receiver that verifies signatures", () => {
  test("gets the rows of the tool's format, signed, and again under the same id after it failed", async () => {
    const id = await lists.add({
      name: "For Klaviyo",
      format: "klaviyo",
      to: { kind: "webhook", connection: "program" },
    });
    const before = lists.receiver.received.length;
    const tried: string[] = [];
    lists.receiver.answer = (list) => {
      tried.push(list.id);
      return tried.length === 1 ? new Response(null, { status: 500 }) : null;
    };
    const run = await lists.send(id);
    expect((await lists.tried(id, run)).error).toBe("The receiver answered 500.");
    await lists.restart();
    expect(await lists.ended(id, run)).toMatchObject({
      state: "sent",
      attempts: 2,
      customers: AGREED.length,
      left_out: { no_consent: NOT_AGREED, no_address: NO_ADDRESS, same_address: 0, no_value: 0 },
    });
    expect(tried).toEqual([run, run]);
    const [{ data }, ...others] = lists.receiver.received.slice(before) as [
      (typeof lists.receiver.received)[0],
    ];
    expect(others).toEqual([]);
    expect(data).toMatchObject({
      destination_id: id,
      run_id: run,
      name: "For Klaviyo",
      customers: AGREED.length,
    });
    expect(data.rows.map(({ Email }) => Email)).toEqual(AGREED.map(({ email }) => email));
  });

  test("gets the same message again from a server that was killed before it heard the answer", async () => {
    const id = await lists.add(csvTo({ kind: "webhook", connection: "program" }));
    const bodies: string[] = [];
    const killed = Promise.withResolvers<void>();
    lists.receiver.answer = async ({ body }) => {
      bodies.push(body);
      if (bodies.length > 1) return null;
      await lists.shop.server.kill();
      killed.resolve();
      return null;
    };
    const run = await lists.send(id);
    await killed.promise;
    lists.shop.sql("UPDATE outbox SET next_at = 0 WHERE next_at IS NOT NULL");
    await lists.shop.start();
    await lists.ended(id, run);
    lists.receiver.answer = () => null;
    expect(bodies.length).toBe(2);
    expect(bodies[1]).toBe(bodies[0]!);
  });
});

describe("Google Sheets, to a stand-in that speaks its documented API", () => {
  const to = (sheet: string) => ({
    kind: "sheets",
    connection: "sheets",
    spreadsheet_id: SPREADSHEET,
    sheet,
  });
  const expected = AGREED_CSV.trimEnd()
    .split("\n")
    .map((line) => line.split(","));

  test("a list fills a sheet of its name, and another try or a shorter list leaves nothing of before", async () => {
    lists.google.share(SPREADSHEET);
    const id = await lists.add(csvTo(to("Win back")));
    let calls = 0;
    lists.google.instead = (call) =>
      call.startsWith("PUT") && ++calls === 1 ? new Response(null, { status: 503 }) : null;
    const run = await lists.send(id);
    expect((await lists.tried(id, run)).error).toBe("Google Sheets answered 503.");
    await lists.restart();
    expect(await lists.ended(id, run)).toMatchObject({ state: "sent", attempts: 2 });
    expect(lists.google.shown(SPREADSHEET, "Win back")).toEqual(expected);
    await lists.shop.call("PATCH", `/destinations/${id}`, { audience: { everyone: true, most: 5 } });
    await lists.ended(id, await lists.send(id));
    expect(lists.google.shown(SPREADSHEET, "Win back")!.length).toBeLessThanOrEqual(6);
  });

  test("a spreadsheet that is not there, or not shared, is told in words", async () => {
    const id = await lists.add(csvTo({ ...to("List"), spreadsheet_id: `${SPREADSHEET}x` }));
    expect((await lists.ended(id, await lists.send(id))).error).toBe(
      "There is no such spreadsheet. Check its id.",
    );
    lists.google.instead = (call) => (call.startsWith("GET") ? new Response(null, { status: 403 }) : null);
    const other = await lists.add(csvTo(to("List")));
    expect((await lists.ended(other, await lists.send(other))).error).toContain(
      "Share the spreadsheet with this address as an editor.",
    );
    lists.google.instead = () => null;
  });
});

describe("mail, to smtp-server", () => {
  test("brings the file itself, byte for byte, and says how many were left out", async () => {
    const id = await lists.add(csvTo({ kind: "mail", address: "ann@example.com", as: "attachment" }));
    const run = await lists.send(id);
    expect(await lists.ended(id, run)).toMatchObject({ state: "sent", place: "ann@example.com" });
    const { mail } = lists.smtp.arrived.at(-1)!;
    expect(mail.attachments.map(({ content }) => content.toString())).toEqual([AGREED_CSV]);
    expect(mail.attachments[0]!.filename).toContain(run);
    expect(mail.text).toContain(
      `${PEOPLE.length - NOT_AGREED} customers; left out: ${NOT_AGREED} without consent.`,
    );
  });

  test("brings a link that needs no sign-in, makes the file when it is followed, and is no other's", async () => {
    const id = await lists.add(csvTo({ kind: "mail", address: "bo@example.com", as: "link" }));
    await lists.ended(id, await lists.send(id));
    const { mail } = lists.smtp.arrived.at(-1)!;
    expect(mail.attachments).toEqual([]);
    const [link] = /https:\/\/perennial\.example\.com\S+/.exec(mail.text!)!;
    const here = link!.replace("https://perennial.example.com", lists.shop.server.url);
    expect(await (await fetch(here)).text()).toBe(AGREED_CSV);
    expect((await fetch(here.replace(/signature=../, "signature=AA"))).status).toBe(403);
  });

  test("that was cut off by a kill -9 comes again under the same Message-ID", async () => {
    const id = await lists.add(csvTo({ kind: "mail", address: "cy@example.com", as: "attachment" }));
    const before = lists.smtp.arrived.length;
    const killed = Promise.withResolvers<void>();
    lists.smtp.beforeTaking = async () => {
      lists.smtp.beforeTaking = () => {};
      await lists.shop.server.kill();
      killed.resolve();
    };
    const run = await lists.send(id);
    await killed.promise;
    lists.shop.sql("UPDATE outbox SET next_at = 0 WHERE next_at IS NOT NULL");
    await lists.shop.start();
    expect((await lists.ended(id, run)).state).toBe("sent");
    const ids = lists.smtp.arrived.slice(before).map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(1);
  });
});

describe("on a schedule", () => {
  test("each training sends, and so does the hour, once, even if it passed while no server ran", async () => {
    const to = { kind: "webhook", connection: "program" };
    const after = await lists.add({ ...csvTo(to), schedule: { every: "training" } });
    const daily = await lists.add({ ...csvTo(to), schedule: { every: "daily", hour: 3 } });
    const model = await lists.train();
    const runsOf = (id: string) =>
      lists.shop.call<Record<string, unknown>[]>("GET", `/destinations/${id}/runs`);
    const sent = (id: string) =>
      lists.shop.seen(async () => {
        const runs = await runsOf(id);
        return runs.length > 0 && runs.every(({ state }) => state === "sent") ? runs : null;
      });
    expect(await sent(after)).toMatchObject([{ reason: "training", model_id: model }]);
    expect(await runsOf(daily)).toEqual([]);
    await lists.restart(() => lists.shop.sql(`UPDATE destinations SET next_due = 1 WHERE id = '${daily}'`));
    expect(await sent(daily)).toMatchObject([{ reason: "schedule" }]);
    const [shown] = (
      await lists.shop.call<{ destination_id: string; next_due_at: string }[]>("GET", "/destinations")
    ).filter(({ destination_id }) => destination_id === daily);
    expect(Date.parse(shown!.next_due_at)).toBeGreaterThan(Date.now());
    expect(new Date(shown!.next_due_at).getUTCHours()).toBe(3);
    await lists.shop.call("DELETE", `/destinations/${after}`);
  });
});

describe("an erased person", () => {
  test("is in no later list, in no file of an earlier run, and nothing in the store names anybody", async () => {
    const [gone] = AGREED;
    const id = await lists.add(csvTo({ kind: "webhook", connection: "program" }));
    const earlier = await lists.send(id);
    await lists.ended(id, earlier);
    expect(lists.receiver.received.at(-1)!.body).toContain(gone!.email!);
    const file = async () =>
      (await lists.shop.server.call("GET", `/destinations/${id}/runs/${earlier}/file`)).text();
    expect(await file()).toContain(gone!.email!);

    const { job_id } = await lists.shop.call("DELETE", `/customers/${gone!.id}`);
    expect((await lists.shop.ended(job_id!)).status).toBe("completed");

    const without = AGREED_CSV.replace(`${gone!.id},${gone!.name},${gone!.email}\n`, "");
    expect(await file()).toBe(without);
    const run = await lists.ended(id, await lists.send(id));
    expect(run.customers).toBe(PEOPLE.length - NOT_AGREED - 1);
    expect(lists.receiver.received.at(-1)!.body).not.toContain(gone!.email!);

    const kept = ["destinations", "destination_runs", "outbox", "notifications"]
      .map((table) => JSON.stringify(lists.shop.sql(`SELECT * FROM ${table}`)))
      .join();
    for (const { id, email } of PEOPLE) {
      expect(kept).not.toContain(id);
      if (email) expect(kept).not.toContain(email);
    }
  });
});
