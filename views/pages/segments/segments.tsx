import { t } from "elysia";
import type { VNode } from "preact";
import { modelsBefore } from "../../../src/answers/model-history";
import { ordersOfModel } from "../../../src/answers/orders";
import { segmentFiguresOf } from "../../../src/answers/segment-figures";
import type { Route } from "../../../src/api/route";
import type { SegmentMovement } from "../../../src/models/segments/segment-movement";
import type { SegmentSummary } from "../../../src/models/segments/segment-summary";
import { ButtonLink } from "../../components/button";
import { Badge, Card } from "../../components/card";
import { GroupAdvice } from "../../components/group-advice";
import { withQuery } from "../../components/pages";
import { chosenPeriod, PERIOD_QUERY, periodTexts, USUAL_DAYS } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import { type Format, formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { segmentColor } from "../../segment-color";
import { type Asked, customerLinks } from "../overview/customer-links";
import { PeriodsCard } from "../overview/periods-card";
import { newSegmentPages } from "./new-segment";
import { savedSegmentPages } from "./saved-segment";
import { segmentPage } from "./segment";
import { SegmentTabs } from "./segment-tabs";
import { yoursPage } from "./yours";

/** All segments side by side, and one of them. */
export const segmentPages: readonly Route[] = [
  definePage({
    path: "/segments",
    summary: "Segments",
    query: t.Object({ model: t.Optional(t.String()), ...PERIOD_QUERY }),
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const orders = await ordersOfModel(context, shown.row.artifactPrefix, shown.model);
        const { card, row } = shown;
        const format = formatFor(input.settings);
        const asked: Asked = { model: input.query.model };
        const segments = card.segmentation.summary;
        const models = context.store.models.byNewestOrders(input.tenant, Number.MAX_SAFE_INTEGER);
        const [before] = modelsBefore(models, row.id);
        const earlier = (before?.segments ?? []) as readonly SegmentSummary[];
        return {
          title: "Segments",
          subtitle: `${format.count(segments.length)} kinds of customers, by when they last bought, how often and how much they spent. As of ${format.date(card.as_of)}, in ${card.data.file}.`,
          actions: (
            <ButtonLink href={withQuery("/app/segments/new", { model: asked.model })}>New segment</ButtonLink>
          ),
          body: (
            <div class="stack">
              <SegmentTabs current="found" modelId={asked.model} />
              <Movement movement={card.segmentation.movement} segments={segments} asked={asked} />
              <div class="grid wide">
                {segments.map((segment) => (
                  <SegmentCard
                    key={segment.segment}
                    segment={segment}
                    shown={shown}
                    earlier={earlier.find(({ segment: id }) => id === segment.segment) ?? null}
                    asked={asked}
                  />
                ))}
                <Card title="How the segments were found">
                  <p class="small soft">{card.segmentation.chosen.reason}</p>
                  <p class="small soft">{card.segmentation.key_accounts.rule}</p>
                </Card>
              </div>
              <PeriodsCard
                shown={shown}
                orders={orders}
                chosen={chosenPeriod(
                  input.query,
                  USUAL_DAYS,
                  [Date.parse(card.data.first_order), Date.parse(card.as_of)],
                  format,
                )}
                path="/app/segments"
                query={{ model: asked.model }}
                segments={segments.map(({ segment, name }) => ({
                  id: segment,
                  name: (
                    <a
                      href={withQuery(`/app/segments/${segment}`, {
                        model: asked.model,
                        ...periodTexts(input.query),
                      })}
                    >
                      <span class={`dot ${segmentColor(segment)}`} /> {name}
                    </a>
                  ),
                }))}
              />
            </div>
          ),
        };
      }),
  }),
  ...newSegmentPages,
  yoursPage,
  ...savedSegmentPages,
  segmentPage,
];

function SegmentCard({
  segment,
  shown,
  earlier,
  asked,
}: {
  readonly segment: SegmentSummary;
  readonly shown: ShownModel;
  readonly earlier: SegmentSummary | null;
  readonly asked: Asked;
}): VNode {
  const format = useFormat();
  const id = segment.segment;
  const { churn, lifetime_value } = shown.card;
  const figures = segmentFiguresOf(shown.model).get(id);
  return (
    <section class="card segment">
      <header>
        <h2>
          <span class={`dot ${segmentColor(id)}`} />{" "}
          <a href={withQuery(`/app/segments/${id}`, { model: asked.model })}>{segment.name}</a>
        </h2>
        <p>Customers who {segment.description}.</p>
      </header>
      <dl class="quick">
        <div>
          <dt>Customers</dt>
          <dd>
            <a href={customerLinks.ofSegment(asked, id)}>{format.count(segment.customers)}</a>
          </dd>
          <dd>
            {format.percent(segment.customer_share)} of all
            {earlier && earlier.customers !== segment.customers && (
              <>, {signed(format, segment.customers - earlier.customers)} since the previous model</>
            )}
          </dd>
        </div>
        <div>
          <dt>Revenue</dt>
          <dd>{format.percent(segment.revenue_share)}</dd>
          <dd>{format.money(segment.avg_monetary)} each</dd>
        </div>
        <div>
          <dt>Expected to leave</dt>
          <dd>{format.percent(segment.churn_rate)}</dd>
          <dd>in {churn.horizon_days} days</dd>
        </div>
        <div>
          <dt>Expected spend</dt>
          <dd>{format.shortMoney(figures?.expectedSpend ?? null)}</dd>
          <dd>
            {format.roughMoney(segment.avg_future_spend)} each in {lifetime_value.horizon_days} days
          </dd>
        </div>
      </dl>
      <div class="advice">
        <GroupAdvice
          shown={shown}
          filter={{ segment: id }}
          action={segment.recommended_action}
          why={segment.why}
          modelId={asked.model}
        />
      </div>
    </section>
  );
}

/** What became of the previous model's segments; nothing for a first model. */
function Movement({
  movement,
  segments,
  asked,
}: {
  readonly movement: SegmentMovement | null;
  readonly segments: readonly SegmentSummary[];
  readonly asked: Asked;
}): VNode | null {
  const format = useFormat();
  if (!movement) return null;
  const named = (ids: readonly number[]) => segments.filter(({ segment }) => ids.includes(segment));
  return (
    <Card title="Since the last training">
      <p>
        {format.percent(movement.kept_share)} of customers are in the segment that the previous model would
        have put them in. <a href={withQuery("/app/migration", { model: asked.model })}>Who moved where</a>
      </p>
      <p class="row">
        {named(movement.begun).map(({ segment, name }) => (
          <Badge key={segment} tone="brand">
            New: {name}
          </Badge>
        ))}
        {named(movement.returned).map(({ segment, name }) => (
          <Badge key={segment} tone="brand">
            Back again: {name}
          </Badge>
        ))}
        {movement.ended.map(({ segment, name }) => (
          <Badge key={segment} tone="warn">
            Ended: {name}
          </Badge>
        ))}
        {movement.begun.length + movement.returned.length + movement.ended.length === 0 && (
          <span class="soft">All segments continue.</span>
        )}
      </p>
    </Card>
  );
}

/** `+40`, `−3`. */
function signed(format: Format, change: number): string {
  return `${change > 0 ? "+" : "−"}${format.count(Math.abs(change))}`;
}
