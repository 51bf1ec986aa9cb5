import { t } from "elysia";
import type { VNode } from "preact";
import type { Route } from "../../../src/api/route";
import { Empty } from "../../components/card";
import { UploadButton } from "../../components/for-role";
import { Pages } from "../../components/pages";
import { definePage } from "../../page";
import { chosenMetrics } from "../../words/model-metrics";
import { type Choices, experimentsPath, listedRun, shownRun } from "./listed-run";
import { RunDetails } from "./run-details";
import { MOST_COMPARED, RunForm } from "./run-form";
import { SideBySide } from "./side-by-side";
import { sortRuns } from "./sorted-runs";

const PER_PAGE = 25;

/** Every training with its settings and figures, failed ones and those whose model was deleted too. */
export const experimentPages: readonly Route[] = [
  definePage({
    path: "/experiments",
    summary: "Experiments",
    query: t.Object({
      sort: t.Optional(t.String()),
      order: t.Optional(t.Union([t.Literal("asc"), t.Literal("desc")])),
      metric: t.Optional(t.Array(t.String(), { maxItems: 50 })),
      run: t.Optional(t.Array(t.String(), { maxItems: 100 })),
      show: t.Optional(t.String()),
      page: t.Optional(t.Integer({ minimum: 1 })),
    }),
    show: ({ tenant, query }, context) => {
      const runs = context.store.trainingRuns.figures(tenant).map(listedRun);
      const asked = query.run ?? [];
      const choices: Choices = {
        sort: query.sort ?? "created",
        order: query.order ?? "desc",
        metrics: chosenMetrics(query.metric ?? []),
        // A model stands for the training that made it.
        compared: runs
          .filter(({ id, modelId }) => asked.includes(id) || (modelId !== null && asked.includes(modelId)))
          .map(({ id }) => id),
      };
      const last = Math.max(1, Math.ceil(runs.length / PER_PAGE));
      const page = Math.min(query.page ?? 1, last);
      const sorted = sortRuns(runs, choices.sort, choices.order);
      const shown = sorted
        .slice((page - 1) * PER_PAGE, page * PER_PAGE)
        .flatMap((run) => shownRun(context, tenant, run) ?? []);
      const compared = sorted.filter(({ id }) => choices.compared.includes(id)).slice(0, MOST_COMPARED);
      const detailed = runs.find(({ id }) => id === query.show);
      const details = detailed && shownRun(context, tenant, detailed);
      return {
        title: "Experiments",
        subtitle: "Every training with its settings and its test results.",
        body:
          runs.length === 0 ? (
            <NoRuns />
          ) : (
            <div class="stack">
              <RunForm runs={shown} choices={choices} page={page} />
              {runs.length > PER_PAGE && (
                <Pages
                  page={page}
                  perPage={PER_PAGE}
                  total={runs.length}
                  href={(to) => experimentsPath(choices, { page: String(to) })}
                />
              )}
              {details && <RunDetails row={details} />}
              {compared.length > 1 && <SideBySide runs={compared} metrics={choices.metrics} />}
            </div>
          ),
      };
    },
  }),
];

function NoRuns(): VNode {
  return (
    <Empty icon="flask" title="No trainings yet">
      <p>Each training is listed here with its settings and figures.</p>
      <UploadButton>Upload data</UploadButton>
    </Empty>
  );
}
