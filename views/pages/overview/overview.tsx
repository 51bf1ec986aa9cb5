import { t } from "elysia";
import type { VNode } from "preact";
import { modelJson, modelText } from "../../../src/answers/model-files";
import { earlierTotals, modelsBefore } from "../../../src/answers/model-history";
import { monthlySales } from "../../../src/answers/monthly-sales";
import { ordersOfModel } from "../../../src/answers/orders";
import { figuresOf } from "../../../src/answers/shop-figures";
import type { ApiContext } from "../../../src/api/context";
import type { Route } from "../../../src/api/route";
import { Notice } from "../../components/card";
import { ForRole } from "../../components/for-role";
import { withQuery } from "../../components/pages";
import { chosenPeriod, PERIOD_QUERY, USUAL_DAYS } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { SetDefault } from "../models/model-list";
import type { Asked } from "./customer-links";
import { OutlookCard } from "./outlook";
import { SalesCard } from "./sales-card";
import { SegmentMapCard } from "./segment-map";
import { ThisWeek } from "./this-week";
import { TrustCard } from "./trust";

/** Says that newer figures are on their way. */
function UnderWay({
  context,
  tenant,
}: {
  readonly context: ApiContext;
  readonly tenant: string;
}): VNode | null {
  const training = context.store.jobs.list(tenant, "training", "active").find(({ runnable }) => runnable);
  if (!training) return null;
  return (
    <Notice>
      A new model is being trained: <a href={`/app/queue/${encodeURIComponent(training.id)}`}>watch it</a>.
      This page shows the default model until another is chosen.
    </Notice>
  );
}

/** Says that the model shown is not the expected one: the default, which is also the newest. */
function OtherModel({
  context,
  tenant,
  shown,
  asked,
}: {
  readonly context: ApiContext;
  readonly tenant: string;
  readonly shown: ShownModel;
  readonly asked: Asked;
}): VNode | null {
  const format = useFormat();
  const isDefault = context.store.tenants.defaultModel(tenant) === shown.row.id;
  const newest = context.store.models.newest(tenant);
  if (!isDefault && asked.model !== undefined)
    return (
      <Notice>
        <p>This is {shown.row.name}, not the default model that the pages show otherwise.</p>
        <ForRole needs="analyst">
          <SetDefault id={shown.row.id} name={shown.row.name} look="secondary" />
        </ForRole>
      </Notice>
    );
  if (!isDefault || newest === null || newest.id === shown.row.id) return null;
  return (
    <Notice>
      <p>
        A newer model is ready: <a href={withQuery("/app", { model: newest.id })}>{newest.name}</a>, trained{" "}
        {format.moment(newest.createdAt)}. These pages show the default model.
      </p>
      <ForRole needs="analyst">
        <SetDefault id={newest.id} name={newest.name} look="secondary" />
      </ForRole>
    </Notice>
  );
}

/** What to do this week, how the shop is doing, and how far to trust it. */
export const overviewPages: readonly Route[] = [
  definePage({
    path: "",
    summary: "This week",
    query: t.Object({ model: t.Optional(t.String()), ...PERIOD_QUERY }),
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const { card } = shown;
        const asked: Asked = { model: input.query.model };
        const format = formatFor(input.settings);
        const figures = figuresOf(shown.model);
        const models = context.store.models.byNewestOrders(input.tenant, Number.MAX_SAFE_INTEGER);
        const [previous, cohorts, realised, drift, orders] = await Promise.all([
          earlierTotals(context, modelsBefore(models, shown.row.id), card),
          modelText(context, shown.row, "cohorts.csv"),
          modelJson(context, shown.row, "realised.json"),
          modelJson(context, shown.row, "drift.json"),
          ordersOfModel(context, shown.row.artifactPrefix, shown.model),
        ]);
        const months = cohorts === null ? [] : monthlySales(cohorts);
        return {
          title: "This week",
          subtitle: (
            <>
              As of {format.date(card.as_of)}
              <span class="aside">, the newest order in {card.data.file}</span>.
            </>
          ),
          body: (
            <div class="stack">
              <UnderWay context={context} tenant={input.tenant} />
              <OtherModel context={context} tenant={input.tenant} shown={shown} asked={asked} />
              <ThisWeek shown={shown} asked={asked} now={context.now()} />
              <SalesCard
                shown={shown}
                orders={orders}
                chosen={chosenPeriod(
                  input.query,
                  USUAL_DAYS,
                  [Date.parse(card.data.first_order), Date.parse(card.as_of)],
                  format,
                )}
                months={months}
                asked={asked}
                isOfFile={input.settings.currency === null}
              />
              <OutlookCard card={card} figures={figures} previous={previous} asked={asked} />
              <SegmentMapCard shown={shown} asked={asked} />
              <TrustCard
                card={card}
                realised={(realised?.models ?? []).flatMap((one) => ("unreadable" in one ? [] : [one]))}
                drift={drift}
                modelId={shown.row.id}
                reportHref={withQuery("/app/report", { model: asked.model })}
                now={context.now()}
              />
            </div>
          ),
        };
      }),
  }),
];
