import type { VNode } from "preact";
import { useFormat } from "./reader";

/** A share as a bar beside its figure. */
export function Meter({
  share,
  text,
  tone,
}: {
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
  readonly tone?: "warn" | "bad" | undefined;
}): VNode {
  const width = Math.max(0, Math.min(100, 100 * share));
  return (
    <span class={`meter ${tone ?? ""}`}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width={width.toFixed(1)} height="8" />
      </svg>
      <span class="number">{text}</span>
    </span>
  );
}

/** A probability of leaving, in the colour of how urgent it is. */
export function RiskMeter({
  risk,
  atRisk,
}: {
  readonly risk: number | null;
  readonly atRisk: number;
}): VNode {
  const tone = risk === null ? undefined : riskTone(risk, atRisk);
  return <Meter share={risk || 0} text={useFormat().percent(risk)} tone={tone} />;
}

/** How urgent a probability of leaving is, for its colour. */
export function riskTone(probability: number, atRisk: number): "warn" | "bad" | undefined {
  return probability >= Math.max(atRisk, 0.5) ? "bad" : probability >= atRisk ? "warn" : undefined;
}
