import { expect, test } from "bun:test";
import { endEvents, isAsked, requestEvent, requestName } from "../../../src/jobs/inngest/events";
import type { JobRow } from "../../../src/store/job-row";

const job = (given: Partial<JobRow> = {}) =>
  ({
    tenant: "t",
    id: "j",
    kind: "prediction",
    status: "failed",
    payload: { mode: "batch" },
    result: null,
    error: "It rained.",
    attempt: 1,
    ...given,
  }) as JobRow & { kind: "prediction" };

test("events of two tenants, of two jobs and of two attempts have ids of their own", () => {
  const asked = (tenant: string, id: string) =>
    requestEvent(tenant, { id, kind: "training", payload: {} }).id;
  expect(new Set([asked("t", "a"), asked("u", "a"), asked("t", "b")]).size).toBe(3);
  const ended = [{}, { tenant: "u" }, { id: "k" }, { attempt: 2 }].flatMap((given) =>
    endEvents(job({ status: "cancelled", ...given })).map(({ id }) => id),
  );
  expect(new Set(ended).size).toBe(8);
});

test("an end tells what became of the job, but no error about one customer", () => {
  const [batch] = endEvents(job());
  expect(batch!.payload).toEqual({
    tenant_id: "t",
    queue_id: "j",
    kind: "prediction",
    status: "failed",
    error: "It rained.",
  });
  const [single] = endEvents(job({ payload: { mode: "single", customer_id: "c" } }));
  expect(JSON.stringify(single)).not.toContain("rained");
});

test("a request names the event that old workflows listen for", () => {
  expect([
    requestName("training", {}),
    requestName("prediction", { mode: "batch" }),
    requestName("prediction", { mode: "single" }),
    requestName("email", {}),
  ]).toEqual(["model.train.requested", "model.predict.batch", "model.predict.single", "email.send"]);
  expect([isAsked(job()), isAsked(job({ kind: "erasure" }))]).toEqual([true, false]);
});
