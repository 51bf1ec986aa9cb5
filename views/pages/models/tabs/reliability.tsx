import type { VNode } from "preact";
import { ReliabilityDiagram } from "../../../charts/reliability-diagram";
import { useFormat } from "../../../components/reader";

interface ReliabilityProps {
  readonly name: string;
  readonly title: string;
  /** Groups of customers: their predicted risk of leaving, and how many left. */
  readonly dots: readonly { readonly rows: number; readonly told: number; readonly happened: number }[];
}

/** What was predicted against who left. */
export function Reliability({ name, title, dots }: ReliabilityProps): VNode {
  const format = useFormat();
  const words = ({ told, happened }: ReliabilityProps["dots"][number]) =>
    `predicted ${format.percent(told)}, left ${format.percent(happened)}`;
  return (
    <ReliabilityDiagram
      name={name}
      title={title}
      desc={dots.map(words).join("; ")}
      dots={dots}
      format={format.percent}
      tellDot={(dot) => `${format.count(dot.rows)} customers: ${words(dot)}`}
    />
  );
}
