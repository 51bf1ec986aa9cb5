import type { VNode } from "preact";

/** A share as a bar beside its figure. */
export function Meter({
  share,
  text,
  tone,
}: {
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
  readonly tone?: "warn" | "bad";
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

/** How urgent a probability of leaving is, for its colour. */
export function riskTone(probability: number, atRisk: number): "warn" | "bad" | undefined {
  return probability >= Math.max(atRisk, 0.5) ? "bad" : probability >= atRisk ? "warn" : undefined;
}
