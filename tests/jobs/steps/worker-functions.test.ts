import { describe, expect, test } from "bun:test";
import { Inngest } from "inngest";
import type { StepDoer } from "../../../src/jobs/steps/step-doer";
import { workerFunctions } from "../../../src/jobs/steps/worker-functions";

describe("the function that Inngest calls on workers", () => {
  const [doStep] = workerFunctions(
    new Inngest({ id: "perennial-worker", isDev: true }),
    {} as StepDoer,
    () => {},
  );

  test("bounds the steps of a tenant, lets small work overtake, and ends with its turn or its job", () => {
    const same = (...names: string[]) =>
      names.map((name) => `async.data.${name} == event.data.${name}`).join(" && ");
    expect(doStep!.opts).toMatchObject({
      id: "do-step",
      triggers: [{ event: "step.requested" }],
      concurrency: { key: "event.data.tenant_id", limit: 8 },
      priority: { run: "event.data.priority" },
      idempotency: "event.id",
      cancelOn: [
        { event: "step.abandoned", if: same("tenant_id", "queue_id", "step", "attempt", "turn") },
        { event: "job.cancelled", if: same("tenant_id", "queue_id") },
      ],
    });
  });
});
