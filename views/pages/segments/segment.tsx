import { t } from "elysia";
import type { VNode } from "preact";
import { segmentTrend } from "../../../src/answers/model-history";
import { productsOfModel } from "../../../src/answers/products";
import { type SegmentFigures, segmentFiguresOf } from "../../../src/answers/segment-figures";
import { NotFoundError } from "../../../src/api/errors";
import type { SegmentSummary } from "../../../src/models/segments/segment-summary";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Badge, Stat } from "../../components/card";
import { GroupAdvice } from "../../components/group-advice";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { type Asked, customerLinks } from "../overview/customer-links";
import { BestCustomers } from "./best-customers";
import { Bought } from "./bought";
import { Distributions } from "./distributions";
import { TrendCard } from "./trend";

/** How many models to look back on. */
const MOST_MODELS = 8;

/** One segment: who they are, what they are worth, what to do, and its customers. */
export const segmentPage = definePage({
  path: "/segments/:segment_id",
  nav: "/segments",
  summary: "A segment",
  params: t.Object({ segment_id: t.String() }),
  query: t.Object({ model: t.Optional(t.String()) }),
  show: (input, context) =>
    showModel(context, input, input.query.model, async (shown) => {
      const { card } = shown;
      const asked: Asked = { model: input.query.model };
      const format = formatFor(input.settings);
      const segment = card.segmentation.summary.find(
        ({ segment }) => String(segment) === input.params.segment_id,
      );
      const figures = segment && segmentFiguresOf(shown.model).get(segment.segment);
      if (!segment || !figures)
        throw new NotFoundError(
          "There is no such segment in this model. The segments page lists those it has.",
        );
      const id = segment.segment;
      const trend = await segmentTrend(
        context,
        context.store.models.byNewestOrders(input.tenant, MOST_MODELS),
        id,
      );
      const products = await productsOfModel(context, shown.row.artifactPrefix, shown.model);
      return {
        title: segment.name,
        subtitle: `Customers who ${segment.description}. As of ${format.date(card.as_of)}, in ${card.data.file}.`,
        actions: (
          <>
            <ButtonLink href={withQuery("/app/audience", { segment: id, model: asked.model })}>
              Plan a campaign
            </ButtonLink>
            <SecondaryLink href={withQuery("/app/segments", { model: asked.model })}>
              All segments
            </SecondaryLink>
          </>
        ),
        body: (
          <div class="stack">
            <ToDo {...{ segment, shown, asked }} />
            <Figures {...{ segment, figures, card, asked }} />
            <Distributions
              shown={shown}
              segment={segment}
              format={formatFor({ ...input.settings, currency: null })}
              currency={input.settings.currency}
            />
            <Bought
              bought={products?.ofSegment(id) ?? []}
              customers={figures.customers}
              modelId={asked.model}
            />
            <BestCustomers shown={shown} segment={segment} asked={asked} />
            <TrendCard trend={trend} name={segment.name} />
          </div>
        ),
      };
    }),
});

interface PartProps extends Pick<ShownModel, "card"> {
  readonly segment: SegmentSummary;
  readonly figures: SegmentFigures;
  readonly asked: Asked;
}

function Figures({ segment, figures, card, asked }: PartProps): VNode {
  const format = useFormat();
  const id = segment.segment;
  const isLearned = segment.churn_rate !== null;
  return (
    <section class="grid quarters" aria-label="Figures">
      <Stat
        label="Customers"
        value={format.count(figures.customers)}
        note={`${format.percent(segment.customer_share)} of all`}
        href={customerLinks.ofSegment(asked, id)}
      />
      <Stat
        label="Revenue so far"
        value={format.money(figures.revenue)}
        note={`${format.percent(segment.revenue_share)} of all, since ${format.date(card.data.first_order)}`}
      />
      <Stat
        label="Likely to leave"
        value={isLearned ? format.count(figures.leaving) : format.count(null)}
        note={
          isLearned
            ? `At least ${format.percent(0.5)} likely to leave within ${card.churn.horizon_days} days`
            : "Could not be learned from this file"
        }
        {...(isLearned && { href: customerLinks.leaving(asked, id) })}
      />
      <Stat
        label={`Expected spend, next ${card.lifetime_value.horizon_days} days`}
        value={format.money(figures.expectedSpend)}
        note={`${format.money(segment.avg_future_spend)} a customer`}
      />
    </section>
  );
}

function ToDo({
  segment,
  shown,
  asked,
}: Pick<PartProps, "segment" | "asked"> & { readonly shown: ShownModel }): VNode {
  return (
    <section class="card lead advises" aria-label="What to do">
      <GroupAdvice
        shown={shown}
        filter={{ segment: segment.segment }}
        action={segment.recommended_action}
        why={segment.why}
        modelId={asked.model}
      />
      {segment.rule && (
        <p class="small soft">
          <Badge>By rule</Badge> {segment.rule}
        </p>
      )}
    </section>
  );
}
