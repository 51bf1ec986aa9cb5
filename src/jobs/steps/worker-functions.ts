import { type Inngest, type InngestFunction, NonRetriableError } from "inngest";
import { CANCELLED } from "../inngest/events";
import { parseRequest, STEP_ABANDONED, STEP_REQUESTED } from "./step";
import { OtherReleaseError, type StepDoer } from "./step-doer";

/** The app that all workers are instances of. */
export const WORKER_APP = "perennial-worker";
/** Steps of one tenant that run at the same time. */
const STEPS_OF_A_TENANT = 8;

/** The function that Inngest calls on workers: does a step, and answers with what became of it. */
export function workerFunctions(
  inngest: Inngest,
  doer: StepDoer,
  onOtherRelease: (error: OtherReleaseError) => void,
): InngestFunction.Any[] {
  return [
    inngest.createFunction(
      {
        id: "do-step",
        triggers: [{ event: STEP_REQUESTED }],
        concurrency: { key: "event.data.tenant_id", limit: STEPS_OF_A_TENANT },
        // Seconds by which a small job may overtake.
        priority: { run: "event.data.priority" },
        idempotency: "event.id",
        // The server asks again by itself, so a few tries elsewhere are enough.
        retries: 3,
        cancelOn: [
          { event: STEP_ABANDONED, if: sameOf("tenant_id", "queue_id", "step", "attempt", "turn") },
          { event: CANCELLED, if: sameOf("tenant_id", "queue_id") },
        ],
      },
      async ({ event }) => {
        const request = parseRequest(event.data);
        if (!request)
          throw new NonRetriableError("The event's data names no step. Only Perennial sends such events.");
        try {
          return await doer.do(request);
        } catch (error) {
          if (!(error instanceof OtherReleaseError)) throw error;
          onOtherRelease(error);
          throw new NonRetriableError(error.message);
        }
      },
    ),
  ];
}

/** The expression for an event about the same. */
function sameOf(...names: readonly string[]): string {
  return names.map((name) => `async.data.${name} == event.data.${name}`).join(" && ");
}
