import type { VNode } from "preact";
import type { QualityWord } from "../../../src/models/judging/evaluation";
import { Badge } from "../../components/card";
import { type Format, MISSING } from "../../format";
import type { MetricMeaning } from "../../words/model-metrics";

/** A figure as its kind is read. */
export function metricText({ kind }: MetricMeaning, value: number | null, format: Format): string {
  if (value === null) return MISSING;
  if (kind === "share") return format.percent(value);
  if (kind === "money") return format.money(value);
  return kind === "ratio" ? `${format.decimal(value, 2)}×` : format.decimal(value, 3);
}

/** A difference of two figures with its sign. */
export function changeText(metric: MetricMeaning, change: number | null, format: Format): string {
  if (change === null) return MISSING;
  if (change === 0) return "the same";
  const sign = change > 0 ? "+" : "−";
  const size = Math.abs(change);
  if (metric.kind === "share") return `${sign}${format.decimal(100 * size, 1)} points`;
  return `${sign}${metricText({ ...metric, kind: metric.kind }, size, format)}`;
}

const TONES = { Excellent: "good", Good: "good", Fair: "warn", Poor: "bad" } as const;

export function Quality({ word }: { readonly word: QualityWord | null | undefined }): VNode {
  return word ? <Badge tone={TONES[word]}>{word}</Badge> : <Badge>Not tested</Badge>;
}
