import { describe, expect, test } from "bun:test";
import { eventOf, noticesOf, tellOfJobs } from "../../src/jobs/notices";
import { settingsOf } from "../../src/jobs/training-terms";
import type { JobRow } from "../../src/store/job-row";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { addJob } from "../store/rows";

cleanUpAfterwards();

const CUSTOMER = "17850";

function job(given: Partial<JobRow>): JobRow {
  const never = { result: null, error: null, progress: null, cancelRequested: false };
  const row = {
    tenant: "t",
    id: "j",
    kind: "training",
    status: "completed",
    payload: {},
    runnable: true,
  } as const;
  return { ...row, ...never, attempt: 1, kills: 0, createdAt: 1, updatedAt: 2, ...given };
}

const TRAINED = {
  model_id: "m1",
  metrics: { churn_auc: 0.744 },
  customers: 4338,
  as_of: "2011-12-09T12:50:00.000Z",
  limitations: [{ what: "season", found: 1, needed: 2, text: "…" }],
  drift: null,
};

describe("what is told of a job", () => {
  test("that trained: how good the model is, in words, and where it is", () => {
    expect(noticesOf(job({ result: TRAINED }))).toEqual([
      {
        kind: "training",
        tone: "good",
        title: "A new model is ready",
        text: "It knows 4,338 customers as of 2011-12-09 and tells who leaves fairly well: right for 74 of 100 pairs of a leaver and a stayer. One limitation is named on its page.",
        link: "/app/models/m1",
      },
    ]);
  });

  test("that trained on customers who have changed: that too", () => {
    const drift = { is_alert: true, text: "3 of 60 features have drifted." };
    expect(noticesOf(job({ result: { ...TRAINED, drift } }))[1]).toMatchObject({
      kind: "drift",
      tone: "warn",
      text: drift.text,
    });
    const calm = { is_alert: false, text: "None." };
    expect(
      noticesOf(job({ result: { ...TRAINED, drift: calm, metrics: {}, limitations: [] } })),
    ).toMatchObject([{ text: expect.stringContaining("could not be tested on later orders") }]);
  });

  test("that trained: of each saved segment that changed, an event with its counts", () => {
    const counts = { customers_before: 10, customers: 12, entries: 3, exits: 1, gone: 0 };
    const segment = { saved_segment_id: "s1", name: "Regulars", earlier_model_id: "m0", problem: null };
    const done = job({ result: { ...TRAINED, saved_segments: [{ ...segment, counts }] } });
    const [, notice] = noticesOf(done);
    expect(notice).toMatchObject({ kind: "segment", title: "“Regulars” has changed" });
    expect(eventOf(done, notice!)).toEqual({
      type: "segment.changed",
      data: {
        job_id: "j",
        model_id: "m1",
        saved_segment_id: "s1",
        name: "Regulars",
        earlier_model_id: "m0",
        ...counts,
      },
    });
  });

  test("are stored only for saved segments that are still there, with the end of the job", () => {
    const store = openStore();
    const stop = tellOfJobs(store, () => 5);
    const counts = { customers_before: 1, customers: 2, entries: 1, exits: 0, gone: 0 };
    const saved_segments = ["kept", "deleted"].map((id) => ({
      saved_segment_id: id,
      name: id,
      earlier_model_id: "m0",
      counts,
      problem: null,
    }));
    store.savedSegments.insert("t", { id: "kept", name: "kept", rule: "overdue", createdAt: 1 });
    addJob(store, "t", "j");
    const run = store.runs.claim(9000, 2000)!;
    store.runs.complete(run, { ...TRAINED, saved_segments }, 3000);
    expect(store.notifications.list("t").map(({ kind, title }) => [kind, title])).toEqual([
      ["segment", "“kept” has changed"],
      ["training", "A new model is ready"],
    ]);
    stop();
  });

  test("that tested trainings: at how many dates, and where it can be read", () => {
    const result = { churn: { tests: [1] }, lifetime_value: { tests: [1, 2] } };
    expect(noticesOf(job({ kind: "backtest", result }))).toEqual([
      {
        kind: "backtest",
        tone: "good",
        title: "A backtest is done",
        text: "1 test of churn and 2 tests of spend, each on days that the models had not seen.",
        link: "/app/backtests/j",
      },
    ]);
  });

  test("that failed: the sentence of the error, but nothing that may name a customer", () => {
    const error = `There is no customer ${CUSTOMER}.`;
    const failed = { status: "failed", error } as const;
    expect(noticesOf(job(failed))).toMatchObject([{ tone: "bad", text: error, link: "/app/queue/j" }]);
    const one = { customer_id: CUSTOMER };
    const quiet = [
      job({ ...failed, kind: "prediction", payload: { mode: "single", ...one } }),
      job({ ...failed, kind: "erasure", payload: { scope: "customer", ...one } }),
      job({ kind: "erasure", payload: { scope: "customer", ...one }, result: { status: "erased", ...one } }),
      job({ kind: "prediction", payload: { mode: "single", ...one }, result: { prediction_id: "p" } }),
    ];
    expect(JSON.stringify(quiet.map(noticesOf))).not.toContain(CUSTOMER);
    expect(quiet.map((row) => noticesOf(row).length)).toEqual([0, 1, 1, 0]);
  });

  test("that was cancelled, or is not at its end: nothing", () => {
    expect(
      (["cancelled", "queued", "processing"] as const).map((status) => noticesOf(job({ status }))),
    ).toEqual([[], [], []]);
  });

  test("is written down once, for its tenant, until nobody listens any more", () => {
    const store = openStore();
    const stop = tellOfJobs(store, () => 5000);
    addJob(store, "t", "j");
    const run = store.runs.claim(9000, 2000)!;
    store.runs.progress(run, { stage: "reading", fraction: 0.5, message: "Reading" }, 2500);
    store.runs.fail(run, "The file was deleted.", 3000);
    expect(store.notifications.list("t")).toMatchObject([
      { title: "A training failed", createdAt: 5000, readAt: null },
    ]);
    stop();
    addJob(store, "t", "k");
    store.runs.fail(store.runs.claim(9000, 2000)!, "No.", 3000);
    expect(store.notifications.list("t")).toHaveLength(1);
  });

  test("is nothing for a tenant that was erased meanwhile", () => {
    const store = openStore();
    tellOfJobs(store, () => 5000);
    store.erasures.ask("t", { scope: "tenant" }, 1000);
    store.runs.complete(store.runs.claim(9000, 2000)!, {}, 3000);
    expect(store.notifications.list("t")).toEqual([]);
  });
});

describe("what a payload says of how to train", () => {
  test("is taken where it is right", () => {
    const payload = {
      seed: 7,
      effort: "quick",
      spend: "gross",
      missed_churner_cost: 30,
      false_alarm_cost: 2.5,
      contact: { margin: 0.5 },
    };
    expect(settingsOf({ payload })).toEqual({
      seed: 7,
      effort: "quick",
      spend: "gross",
      missedChurnerCost: 30,
      falseAlarmCost: 2.5,
      contact: { contactCost: 1, offerCost: 5, margin: 0.5, successRate: 0.1, redeemRate: 1 },
    });
    expect(settingsOf({ payload: {} })).toEqual({});
  });

  for (const [name, payload, said] of [
    ["an effort of no kind", { effort: "much" }, /effort must be quick or full, not "much"/],
    ["spend of no kind", { spend: "some" }, /spend must be net or gross, not "some"/],
    ["a cost of 0", { missed_churner_cost: 0 }, /missed_churner_cost .* above 0, not 0/],
    ["a cost that is text", { false_alarm_cost: "5" }, /false_alarm_cost .* not "5"/],
    ["a term that is none", { contact: { luck: 1 } }, /contact .* luck: 1/],
    ["a term that cannot be", { contact: { margin: 2 } }, /margin is 2/],
  ] as const) {
    test(`is refused where it is ${name}`, () => {
      expect(() => settingsOf({ payload })).toThrow(said);
    });
  }
});

test("an id leads to its page whatever is in it, and news of drift is an event of its own", () => {
  const failed = { id: "a/b?c#d", kind: "training", status: "failed", payload: {}, error: "No." } as never;
  expect(noticesOf(failed)[0]!.link).toBe("/app/queue/a%2Fb%3Fc%23d");
  const done = { id: "j", status: "completed", result: {} } as never;
  expect(eventOf(done, { kind: "drift" } as never).type).toBe("drift.detected");
  expect(eventOf(done, { kind: "training" } as never).type).toBe("training.completed");
});
