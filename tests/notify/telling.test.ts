import { describe, expect, test } from "bun:test";
import { tellOfJobs } from "../../src/jobs/notices";
import { fanOut } from "../../src/notify/fan-out";
import { mailAtJobEnds } from "../../src/notify/job-mail";
import { letterOf } from "../../src/notify/mail/letter";
import { unsubscribeUrl } from "../../src/notify/mail/unsubscribe-link";
import type { JobKind } from "../../src/store/job-row";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "../store/open-store";

cleanUpAfterwards();

const NOW = Date.UTC(2030, 0, 1);
const PUBLIC_URL = "https://perennial.example.com";
const TRAINED = {
  model_id: "m1",
  metrics: { churn_auc: 0.81 },
  customers: 4338,
  as_of: "2011-12-09T12:50:00.000Z",
  limitations: [],
  drift: null,
};

function tellingStore({ canMail = true, publicUrl = PUBLIC_URL as string | null } = {}): Store {
  const store = openStore();
  const telling = { store, canMail, publicUrl, now: () => NOW };
  tellOfJobs(store, () => NOW);
  fanOut(telling);
  mailAtJobEnds(telling);
  return store;
}

function addWebhook(store: Store, id: string, events: readonly string[] = []): void {
  store.webhooks.insert("t", {
    id,
    url: "https://a.example/",
    events,
    format: "standard",
    secret: "s",
    createdAt: NOW,
  });
}

/** A job that the pool has run to its end. */
function run(
  store: Store,
  kind: JobKind,
  payload: object,
  end: { result: unknown } | { error: string },
): void {
  const id = Bun.randomUUIDv7();
  store.jobs.insert("t", { id, kind, status: "queued", payload, runnable: true }, NOW);
  store.runs.begin("t", id, NOW + 1000, NOW);
  const job = { tenant: "t", id, attempt: 1 };
  if ("result" in end) store.runs.complete(job, end.result, NOW);
  else store.runs.fail(job, end.error, NOW);
}

interface Sent {
  readonly channel: string;
  readonly target: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Everything that waits to be sent, taken out. */
function sent(store: Store): Sent[] {
  const all: Sent[] = [];
  for (const name of ["webhook", "mail"] as const) {
    for (const next of store.outbox.claim(name, { atOnce: 100, now: NOW, lostAt: NOW + 1 })) {
      const { channel, target, event, payload } = next;
      all.push({ channel, target: target!, event, payload: payload as Sent["payload"] });
      store.outbox.delivered(next, NOW);
    }
  }
  return all;
}

describe("what is told", () => {
  test("goes to every webhook that wants to hear of it, as a type, a moment and data", () => {
    const store = tellingStore();
    addWebhook(store, "all");
    addWebhook(store, "trainings", ["training.completed"]);
    addWebhook(store, "drift", ["drift.detected"]);
    addWebhook(store, "off");
    store.webhooks.change("t", "off", { enabled: false });
    run(store, "training", {}, { result: TRAINED });
    const all = sent(store);
    expect(all.map(({ target }) => target).sort()).toEqual(["all", "trainings"]);
    expect(all[0]!.payload).toEqual({
      type: "training.completed",
      timestamp: "2030-01-01T00:00:00.000Z",
      data: {
        tenant_id: "t",
        job_id: expect.any(String),
        model_id: "m1",
        customers: 4338,
        as_of: TRAINED.as_of,
        title: "A new model is ready",
        text: "It knows 4,338 customers as of 2011-12-09 and tells who leaves well: right for 81 of 100 pairs of a leaver and a stayer.",
        link: `${PUBLIC_URL}/app/models/m1`,
      },
    });
  });

  for (const [kind, payload, end, types] of [
    ["training", {}, { error: "No header." }, ["training.failed"]],
    [
      "training",
      {},
      { result: { ...TRAINED, drift: { is_alert: true, text: "Drifted." } } },
      ["training.completed", "drift.detected"],
    ],
    ["prediction", { mode: "batch" }, { result: { count: 3, prediction_id: "p" } }, ["prediction.completed"]],
    ["prediction", { mode: "batch" }, { error: "No model." }, ["prediction.failed"]],
    ["prediction", { mode: "single", customer_id: "17850" }, { result: { prediction_id: "p" } }, []],
    ["prediction", { mode: "single", customer_id: "17850" }, { error: "17850 is not known." }, []],
    ["email", {}, { error: "No mailbox." }, ["email.failed"]],
    ["erasure", { scope: "customer", customer_id: "17850" }, { result: {} }, ["erasure.completed"]],
  ] as const)
    test(`of a ${kind} with ${JSON.stringify(payload)} and ${JSON.stringify(end).slice(0, 40)} is ${types.join(", ") || "nothing"}`, () => {
      const store = tellingStore();
      addWebhook(store, "w");
      run(store, kind, payload, end);
      const all = sent(store);
      expect(all.map(({ event }) => event)).toEqual([...types]);
      expect(JSON.stringify(all)).not.toContain("17850");
    });

  test("is mailed to the recipients of its group, and to nobody on a server that cannot mail", () => {
    for (const canMail of [true, false]) {
      const store = tellingStore({ canMail });
      store.mailRecipients.save("t", { address: "ann@example.com", groups: ["failed", "drift"] }, NOW);
      store.mailRecipients.save("t", { address: "bo@example.com", groups: ["finished"] }, NOW);
      run(store, "training", {}, { error: "There is no column for the customer." });
      const all = sent(store);
      expect(all.map(({ target }) => target)).toEqual(canMail ? ["ann@example.com"] : []);
      if (canMail)
        expect(all[0]!.payload).toMatchObject({
          subject: "A training failed (t)",
          text: expect.stringContaining(
            "There is no column for the customer.\n\nSee it here: https://perennial",
          ),
        });
    }
  });

  test("is mailed with a link of each recipient's own that stops mails of this group, if the server has an address", () => {
    for (const publicUrl of [PUBLIC_URL, null]) {
      const store = tellingStore({ publicUrl });
      for (const address of ["ann@example.com", "bo@example.com"])
        store.mailRecipients.save("t", { address, groups: ["failed"] }, NOW);
      run(store, "training", {}, { error: "There is no column for the customer." });
      const urls = sent(store).map(({ payload }) => payload.unsubscribeUrl);
      const [ann, bo] = store.mailRecipients.list("t");
      expect(urls.sort()).toEqual(
        publicUrl === null
          ? [undefined, undefined]
          : [ann!, bo!].map((recipient) => unsubscribeUrl(publicUrl, "t", recipient, "failed")).sort(),
      );
      expect(new Set(urls).size).toBe(publicUrl === null ? 1 : 2);
      expect(JSON.stringify(urls)).not.toContain("@");
    }
  });

  test("is stored with the end of the job or not at all", () => {
    const store = tellingStore();
    addWebhook(store, "w");
    store.notifications.alongEvent(() => {
      throw new Error("the disk is full");
    });
    expect(() => run(store, "training", {}, { result: TRAINED })).toThrow("the disk is full");
    expect(sent(store)).toEqual([]);
    expect(store.notifications.list("t")).toEqual([]);
    expect(store.jobs.list("t", null, "active")).toHaveLength(1);
  });

  test("to nobody of an erased tenant", () => {
    const store = tellingStore();
    run(store, "training", {}, { result: TRAINED });
    store.erasures.ask("t", { scope: "tenant" }, NOW);
    addWebhook(store, "w");
    store.jobs.insert(
      "t",
      {
        id: "late",
        kind: "training",
        status: "queued",
        payload: { notify_email: "ann@example.com" },
        runnable: false,
      },
      NOW - 1,
    );
    store.jobs.patch("t", "late", { status: "failed" }, NOW);
    expect(sent(store)).toEqual([]);
  });

  test("to nobody of a tenant whose erasure is asked for while the job runs", () => {
    const store = tellingStore();
    const payload = { notify_email: "ann@example.com" };
    store.jobs.insert("t", { id: "j", kind: "training", status: "queued", payload, runnable: true }, NOW);
    store.runs.begin("t", "j", NOW + 1000, NOW);
    addWebhook(store, "w");
    store.mailRecipients.save("t", { address: "bo@example.com", groups: ["failed"] }, NOW);
    store.erasures.ask("t", { scope: "tenant" }, NOW);
    store.runs.fail({ tenant: "t", id: "j", attempt: 1 }, "No header.", NOW);
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "failed" });
    expect(sent(store)).toEqual([]);
    expect(store.notifications.list("t")).toEqual([]);
  });
});

describe("notify_email", () => {
  const notify_email = "ann@example.com";

  test("is mailed what came out of a training, and of a list of predictions", () => {
    const store = tellingStore();
    run(store, "training", { notify_email }, { result: TRAINED });
    run(store, "prediction", { notify_email, mode: "batch" }, { result: { count: 3, prediction_id: "p" } });
    const [training, prediction] = sent(store);
    expect(training).toMatchObject({ channel: "mail", target: notify_email, event: "training.completed" });
    expect(training!.payload.text).toContain("tells who leaves well");
    expect(training!.payload.text).toContain(`${PUBLIC_URL}/app/models/m1`);
    expect(prediction!.payload.text).toContain("3 customers were scored.");
  });

  test("is mailed of one customer's prediction that it ended, and no more", () => {
    const store = tellingStore();
    const single = { notify_email, mode: "single", customer_id: "17850" };
    run(store, "prediction", single, {
      result: { prediction_id: "p", prediction: { customer_id: "17850" } },
    });
    run(store, "prediction", single, { error: "Customer 17850 is not known." });
    const all = sent(store);
    expect(all.map(({ payload }) => payload.subject)).toEqual([
      "A prediction is done (t)",
      "A prediction failed (t)",
    ]);
    expect(JSON.stringify(all)).not.toContain("17850");
  });

  test("is mailed once where it is a recipient too", () => {
    const store = tellingStore();
    store.mailRecipients.save("t", { address: "Ann@example.com", groups: ["finished"] }, NOW);
    run(store, "training", { notify_email }, { result: TRAINED });
    expect(sent(store)).toHaveLength(1);
    run(store, "training", { notify_email }, { error: "No." });
    expect(sent(store).map(({ target }) => target)).toEqual([notify_email]);
  });

  test("is not mailed of a job that somebody cancelled", () => {
    const store = tellingStore();
    store.jobs.insert(
      "t",
      { id: "j", kind: "training", status: "queued", payload: { notify_email }, runnable: true },
      NOW,
    );
    store.jobs.requestCancel("t", "j", NOW);
    expect(sent(store)).toEqual([]);
  });

  test("that cannot be mailed is told on the notifications page", () => {
    const store = tellingStore({ canMail: false });
    run(store, "training", { notify_email }, { result: TRAINED });
    expect(
      store.notifications
        .list("t")
        .map(({ title }) => title)
        .sort(),
    ).toEqual(["A new model is ready", "No mail was sent"]);
    const other = tellingStore();
    run(other, "training", { notify_email: "a,b@example.com" }, { result: TRAINED });
    expect(other.notifications.list("t").map(({ text }) => text)).toContain(
      "The address for mails about the training is not valid.",
    );
  });

  test("has no link where nobody said where the server is", () => {
    const store = tellingStore({ publicUrl: null });
    run(store, "training", { notify_email }, { result: TRAINED });
    expect(JSON.stringify(sent(store))).not.toContain("/app/");
  });
});

describe("a mail's text", () => {
  test("is escaped in its HTML, and as it is in its plain text", () => {
    const canary = `"'><img src=x onerror=1>`;
    const told = {
      tenant: "t",
      title: canary,
      text: canary,
      url: `https://a.example/?q=${canary}`,
      because: canary,
    };
    const { html, text, subject } = letterOf(told);
    expect(html).not.toContain("<img");
    expect(text).toContain(canary);
    expect(subject).toBe(`${canary} (t)`);
    expect(html).not.toMatch(/src=["']?http|<link|<script/);
  });
});
