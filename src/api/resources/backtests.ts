import { type Static, t } from "elysia";
import { DEFAULT_TESTS, MOST_TESTS } from "../../jobs/backtest";
import type { JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { defineRoute, type Route } from "../route";
import { JOB_ID_EXAMPLE } from "./schemas";
import { submitJob } from "./submit";
import { requireFiles, TrainBody, termsFor } from "./training";

const { tenant_id, queue_id, dataset_path, mapping_path, date_order, seed, effort, spend, currency, rates } =
  TrainBody.properties;

const BacktestBody = t.Object({
  tenant_id,
  dataset_path,
  mapping_path,
  queue_id,
  date_order,
  seed,
  effort,
  spend,
  currency,
  rates,
  missed_churner_cost: TrainBody.properties.missed_churner_cost,
  false_alarm_cost: TrainBody.properties.false_alarm_cost,
  tests: t.Optional(
    t.Integer({
      minimum: 1,
      maximum: MOST_TESTS,
      description: `How many test dates at most, a month apart; ${DEFAULT_TESTS} by default. A short history allows fewer.`,
    }),
  ),
});

/** Hands a backtest to the pool. Its files must come from this tenant's own uploads. */
export function submitBacktest(
  context: ApiContext,
  tenant: string,
  body: Static<typeof BacktestBody>,
): JobRow {
  requireFiles(context, tenant, body);
  const { contact: _, ...costs } = termsFor(context, tenant, body);
  return submitJob(context, tenant, "backtest", { ...body, ...costs });
}

export const backtestRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/backtests",
    access: "analyst",
    tag: "training",
    summary: "Test trainings at past dates",
    description:
      "A rolling backtest: at dates a month apart in the file's past, it trains from scratch on what was known then, and compares the result with simple rules on the days after. Answers at once. Follow it with `GET /jobs/{job_id}` or `GET /queue`; the job's `result` holds `churn` and `lifetime_value`, each with `tests` (one per date, with the metrics of all `contenders`), `contenders` (mean and spread over the dates) and `groups`. It names no customers and keeps no model.",
    body: BacktestBody,
    bodyExample: {
      dataset_path: "tenants/shop/datasets/0190a6b2-7000-7000-8000-000000000001/dataset.csv",
      tests: 6,
      effort: "quick",
    },
    answers: {
      200: {
        description: "The backtest is queued.",
        schema: t.Object({ status: t.Literal("started"), job_id: t.String() }),
        example: { status: "started", job_id: JOB_ID_EXAMPLE },
      },
    },
    errors: {
      404: "Dataset, mapping or queue row not found",
      409: "The queue row is no longer waiting, or is for something else",
    },
    handle: ({ tenant, body }, context) => ({
      status: "started",
      job_id: submitBacktest(context, tenant, body).id,
    }),
  }),
];
