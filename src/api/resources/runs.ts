import { t } from "elysia";
import type { KnownTrainingRun } from "../../store/training-runs";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { LIST_QUERY, listAnswer, listed } from "./row-pages";
import { Id, JOB_ID_EXAMPLE, MODEL_ID_EXAMPLE, Moment, moment } from "./schemas";

const Params = t.Object({ run_id: Id });
const Run = t.Object({
  run_id: t.String({ description: "The id of the training's job." }),
  name: t.String(),
  status: t.Union([t.Literal("completed"), t.Literal("failed"), t.Literal("cancelled")]),
  model_id: t.Union([t.String(), t.Null()], {
    description: "The model that it produced. It may have been deleted since.",
  }),
  started_at: Moment,
  ended_at: Moment,
  parameters: t.Record(t.String(), t.Union([t.String(), t.Number()]), {
    description: "The training's settings, and its own choices.",
  }),
  metrics: t.Record(t.String(), t.Number(), { description: "As in `GET /metrics`." }),
  tags: t.Record(t.String(), t.String()),
  dataset_sha256: t.Union([t.String(), t.Null()], { description: "The hash of the training's file." }),
  artifacts: t.Array(t.Object({ name: t.String(), size_bytes: t.Integer(), sha256: t.String() }), {
    description: "The files of the model's folder as the training wrote them.",
  }),
  tracking: t.Union([t.Object({ run_id: t.String(), sent_at: Moment }), t.Null()], {
    description: "The run on the tracking server; null if the server does not have it.",
  }),
});
const EXAMPLE = {
  run_id: JOB_ID_EXAMPLE,
  name: "orders.csv to 2011-12-09",
  status: "completed",
  model_id: MODEL_ID_EXAMPLE,
  started_at: "2011-12-10T08:00:00.000Z",
  ended_at: "2011-12-10T08:00:48.000Z",
  parameters: { seed: 42, effort: "full", churn_horizon_days: 90, segments: 5 },
  metrics: { churn_auc: 0.76, ltv_mae: 310.5 },
  tags: {
    program_version: "0.1.0",
    effort: "full",
    dataset_file: "orders.csv",
    churn_protocol: "out_of_time",
  },
  dataset_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  artifacts: [
    {
      name: "churn.onnx",
      size_bytes: 33956,
      sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    },
  ],
  tracking: { run_id: "0c5e41b0d3f74dd58e1f7c4f5e6d7a8b", sent_at: "2011-12-10T08:00:49.000Z" },
};

const NOT_FOUND = "Run not found";

function runAnswer(run: KnownTrainingRun) {
  return {
    run_id: run.id,
    name: run.name,
    status: run.status,
    model_id: run.modelId,
    started_at: moment(run.startedAt),
    ended_at: moment(run.endedAt),
    parameters: run.parameters,
    metrics: run.metrics,
    tags: run.tags,
    dataset_sha256: run.datasetSha256,
    artifacts: run.artifacts.map(({ name, sizeBytes, sha256 }) => ({ name, size_bytes: sizeBytes, sha256 })),
    tracking: run.sent && { run_id: run.sent.as, sent_at: moment(run.sent.at) },
  };
}

export const runsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/runs",
    access: "business",
    tag: "training",
    summary: "Recorded trainings",
    description:
      "Every training that has ended, including failed and cancelled ones, and those whose model was deleted. The last to end come first. For the next page, send the last `run_id` as `cursor`; the header `Link` has that URL.",
    query: t.Object(LIST_QUERY),
    answers: { 200: { description: "One entry per training.", schema: t.Array(Run), example: [EXAMPLE] } },
    handle: ({ tenant, query }, { store }) => {
      const { limit, cursor } = listed(query);
      return listAnswer("/runs", limit, store.trainingRuns.list(tenant, limit, cursor), runAnswer);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/runs/:run_id",
    access: "business",
    tag: "training",
    summary: "One recorded training",
    description: "The same entry as in `GET /runs`. Its job says why a training failed.",
    params: Params,
    answers: { 200: { description: "The run.", schema: Run, example: EXAMPLE } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store }) => {
      const run = store.trainingRuns.find(tenant, params.run_id);
      if (!run) throw new NotFoundError(NOT_FOUND);
      return runAnswer(run);
    },
  }),
];
