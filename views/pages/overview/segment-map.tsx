import type { VNode } from "preact";
import { Responsive } from "../../charts/responsive";
import { Treemap, type TreemapTile } from "../../charts/treemap";
import { Card as CardBox } from "../../components/card";
import { GroupAdvice } from "../../components/group-advice";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import type { ShownModel } from "../../model-page";
import { segmentColor } from "../../segment-color";
import type { Asked } from "./customer-links";

/** The segments by their share of the revenue, and what to do about each. */
export function SegmentMapCard({
  shown,
  asked,
}: {
  readonly shown: ShownModel;
  readonly asked: Asked;
}): VNode {
  const { card } = shown;
  const format = useFormat();
  const segments = card.segmentation.summary;
  const href = (id: number) => withQuery(`/app/segments/${id}`, { model: asked.model });
  const tiles = segments.map(
    (segment): TreemapTile => ({
      name: segment.name,
      value: segment.revenue_share,
      color: segmentColor(segment.segment),
      lines: [
        `${format.percent(segment.revenue_share)} of revenue`,
        `${format.count(segment.customers)} customers`,
        ...(segment.churn_rate === null ? [] : [`${format.percent(segment.churn_rate)} expected to leave`]),
      ],
      tip: `${segment.name}: ${format.percent(segment.revenue_share)} of the revenue, ${format.count(segment.customers)} customers`,
      href: href(segment.segment),
    }),
  );
  const picture = (size: "wide" | "narrow") => (
    <Treemap
      name={`segment-map-${size}`}
      title="Segments by revenue"
      desc={`${tiles.map(({ tip }) => tip).join("; ")}.`}
      tiles={tiles}
      size={size === "wide" ? { width: 900, height: 320 } : { width: 340, height: 380 }}
    />
  );
  return (
    <CardBox
      title="Segments and what to do about them"
      note={`The area shows revenue since ${format.date(card.data.first_order)}.`}
    >
      <Responsive wide={picture("wide")} narrow={picture("narrow")} isBroad />
      <ul class="segment-actions">
        {segments.map((segment) => (
          <li key={segment.segment}>
            <span class={`dot ${segmentColor(segment.segment)}`} />
            <div>
              <a href={href(segment.segment)}>{segment.name}</a>
              <div class="small soft">
                <GroupAdvice
                  shown={shown}
                  filter={{ segment: segment.segment }}
                  action={segment.recommended_action}
                  modelId={asked.model}
                />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </CardBox>
  );
}
