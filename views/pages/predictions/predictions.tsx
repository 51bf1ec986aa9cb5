import { t } from "elysia";
import { baseFeaturesOf, MOVED_FEATURES } from "../../../src/answers/what-if";
import { NotFoundError } from "../../../src/api/errors";
import { requireModel } from "../../../src/api/resources/models";
import { predictionLog, predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import { Id } from "../../../src/api/resources/schemas";
import { submitJob } from "../../../src/api/resources/submit";
import type { Route } from "../../../src/api/route";
import { includesRole } from "../../../src/auth/principal";
import { ButtonLink } from "../../components/button";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { formatFor } from "../../format";
import { showModel } from "../../model-page";
import { defineAction, definePage, redirect } from "../../page";
import { Batches, History, MOST_LABEL } from "./history";
import { StartFrom, WhatIfPage } from "./what-if";
import { readWhatIf, WhatIfQuery } from "./what-if-query";

const PATH = "/app/predictions";
const PER_PAGE = 25;
const MOST_BATCHES = 5;
const NOT_FOUND = "There is no such prediction. It may have been deleted.";

/** Predictions: for someone described, for all customers, and the past ones. */
export const predictionsPages: readonly Route[] = [
  definePage({
    path: "/predictions",
    summary: "Predictions",
    query: t.Object({ cursor: t.Optional(Id) }),
    show: (input, context) =>
      showModel(context, input, undefined, async ({ row: model, card }) => {
        const { tenant, principal, query } = input;
        const { store } = context;
        await predictionsWritten(context);
        const format = formatFor(input.settings);
        const cursor = query.cursor ?? null;
        const rows = store.predictions.list(tenant, PER_PAGE, cursor);
        const mayDelete = includesRole(principal!.role, "analyst");
        const open = store.jobs
          .list(tenant, "prediction", "active")
          .filter(({ payload, runnable }) => runnable && payload.mode === "batch");
        return {
          title: "Predictions",
          subtitle: `What the model says about one customer or all of them, and what it has said before. It knows orders up to ${format.date(card.as_of)}.`,
          actions: (
            <>
              <StartFrom modelId={undefined} />
              <ButtonLink href={`${PATH}/new`}>
                <Icon name="spark" />
                Ask what if
              </ButtonLink>
            </>
          ),
          body: (
            <div class="stack">
              <Batches
                rows={store.predictions.newestBatches(tenant, MOST_BATCHES)}
                open={open}
                model={model}
                mayDelete={mayDelete}
              />
              <History
                rows={rows}
                next={rows.length === PER_PAGE ? rows.at(-1)!.id : null}
                cursor={cursor}
                mayDelete={mayDelete}
              />
            </div>
          ),
        };
      }),
  }),
  definePage({
    path: "/predictions/new",
    summary: "What if",
    nav: "/predictions",
    query: WhatIfQuery,
    show: (input, context) => {
      const modelId = input.query.model === "" ? undefined : input.query.model;
      return showModel(context, input, modelId, async (shown) => {
        const whatIf = readWhatIf(input.query, shown);
        const [prediction, before] = await Promise.all([
          shown.model.described(baseFeaturesOf(whatIf.moved), shown.advice.terms),
          whatIf.start
            ? shown.model.described(baseFeaturesOf(whatIf.start.values), shown.advice.terms)
            : null,
        ]);
        const format = formatFor(input.settings);
        return {
          title: "What if",
          subtitle: `What the model says about someone like this, from five figures alone. As of ${format.date(shown.card.as_of)}.`,
          actions: <StartFrom modelId={modelId} />,
          body: (
            <WhatIfPage
              shown={shown}
              whatIf={whatIf}
              prediction={prediction}
              before={before}
              modelId={modelId}
              settings={input.settings}
            />
          ),
        };
      });
    },
  }),
  defineAction({
    path: "/predictions/keep",
    summary: "Save a prediction to the history",
    async act({ tenant, form, request }, context) {
      const createdAt = context.now();
      const model = requireModel(context, tenant, form.get("model") ?? "");
      const query = Object.fromEntries(MOVED_FEATURES.map((name) => [name, form.get(name) ?? ""]));
      const answered = await showModel(context, { tenant, request }, model.id, async (shown) => {
        const features = baseFeaturesOf(readWhatIf(query, shown).moved);
        return { features, prediction: await shown.model.described(features, shown.advice.terms) };
      });
      if (answered instanceof Response) return answered;
      await predictionLog(context).record(tenant, {
        id: Bun.randomUUIDv7(),
        modelId: model.id,
        payload: { features: answered.features, model_id: model.id },
        result: { ...answered.prediction, model_id: model.id },
        batchFileUrl: null,
        label: null,
        createdAt,
      });
      return redirect(request, PATH);
    },
  }),
  defineAction({
    path: "/predictions/batch",
    summary: "Make a list of all customers",
    act({ tenant, form, request }, context) {
      const model = requireModel(context, tenant, form.get("model") ?? "");
      submitJob(context, tenant, "prediction", { model_id: model.id, mode: "batch" });
      return redirect(request, PATH);
    },
  }),
  defineAction({
    path: "/predictions/:prediction_id/label",
    summary: "Note what came of a prediction",
    act({ tenant, params, form, request }, { store }) {
      const label = (form.get("label") ?? "").trim().slice(0, MOST_LABEL);
      if (!store.predictions.setLabel(tenant, params.prediction_id!, label))
        throw new NotFoundError(NOT_FOUND);
      return redirect(request, withQuery(PATH, { cursor: form.get("cursor") }));
    },
  }),
  defineAction({
    path: "/predictions/:prediction_id/delete",
    access: "analyst",
    summary: "Delete a prediction",
    async act({ tenant, params, request }, { store, blobs }) {
      const row = store.predictions.find(tenant, params.prediction_id!);
      if (!row) throw new NotFoundError(NOT_FOUND);
      if (row.batchFileUrl !== null) await blobs.delete(row.batchFileUrl);
      store.predictions.delete(tenant, row.id);
      return redirect(request, PATH);
    },
  }),
];
