import type { VNode } from "preact";
import type { Bin, Distribution } from "../../../src/answers/distribution";
import { segmentDistributions } from "../../../src/answers/segment-distributions";
import type { SegmentSummary } from "../../../src/models/segments/segment-summary";
import { BarChart } from "../../charts/bar-chart";
import { CHART_SIZE } from "../../charts/frame";
import { Card } from "../../components/card";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { segmentColor } from "../../segment-color";

/** When, how often and for how much the segment's customers buy, beside all customers. */
export function Distributions({
  shown,
  segment,
  format,
  currency,
}: {
  readonly shown: ShownModel;
  readonly segment: SegmentSummary;
  /** Without a currency: there is no room for it below the bars. */
  readonly format: Format;
  readonly currency: string | null;
}): VNode {
  const { recency, frequency, spend } = segmentDistributions(shown.model, segment.segment);
  const series = [
    { name: segment.name, color: segmentColor(segment.segment) },
    { name: "All customers", color: "rest" },
  ];
  const picture = (
    name: string,
    title: string,
    of: Distribution,
    label: (bin: Bin) => string,
    unit: string,
  ) => (
    <Card title={title} note={unit}>
      <BarChart
        name={`by-${name}`}
        title={title}
        desc={`${of.bins.map((bin, b) => `from ${label(bin)}: ${format.percent(of.chosen[b]!)} of the segment, ${format.percent(of.everybody[b]!)} of all customers`).join("; ")}.`}
        bars={of.bins.map((bin, b) => ({
          label: label(bin),
          values: [of.chosen[b]!, of.everybody[b]!],
        }))}
        series={series}
        yFormat={format.percent}
        size={{ ...CHART_SIZE, width: 300, height: 220, left: 40, bottom: 26, right: 4 }}
      />
    </Card>
  );
  return (
    <section class="grid thirds" aria-label="How they differ from all customers">
      {picture(
        "recency",
        "When they last bought",
        recency,
        ({ from }) => format.count(from),
        "Days since the last order; each bar starts at its number",
      )}
      {picture(
        "frequency",
        "How often they bought",
        frequency,
        ({ from }) => format.count(from),
        "Orders so far; each bar starts at its number",
      )}
      {picture(
        "spend",
        "How much they spent",
        spend,
        ({ from }) => format.shortMoney(from),
        `Spend so far${currency === null ? "" : ` in ${currency}`}; each bar starts at its amount`,
      )}
    </section>
  );
}
