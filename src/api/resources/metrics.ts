import { t } from "elysia";
import { defineRoute, type Route } from "../route";

export const metricsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/metrics",
    access: "business",
    tag: "models",
    summary: "The newest run's metrics",
    description:
      "One flat map of finite numbers, without those that the data did not allow to measure. Empty before the first run. docs/model-folder.md explains the names.",
    answers: {
      200: {
        description: "The metrics of the newest model.",
        schema: t.Record(t.String(), t.Number()),
        example: { churn_auc: 0.79, churn_f1: 0.71, ltv_mae: 212.4, segmentation_silhouette: 0.43 },
      },
    },
    handle: ({ tenant }, { store }) => store.models.newest(tenant)?.metrics ?? {},
  }),
];
