import type { VNode } from "preact";
import { ruleText } from "../../../../src/answers/rules/rule-text";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { counted } from "../../../counted";
import type { StartingPoint } from "./starting-points";

/** Segments to begin with, each with how many it holds now. */
export function StartingList({
  points,
  modelId,
}: {
  readonly points: readonly (StartingPoint & { readonly customers: number })[];
  readonly modelId: string | undefined;
}): VNode | null {
  const format = useFormat();
  if (points.length === 0) return null;
  return (
    <section class="card" aria-label="Start with one of these">
      <header>
        <h2>Start with one of these</h2>
      </header>
      <ul class="starting">
        {points.map(({ name, use, rule, customers }) => (
          <li key={name}>
            <a href={withQuery("/app/segments/new", { rule: ruleText(rule), name, model: modelId })}>
              <strong>{name}</strong>
              <span class="soft small">{use}</span>
              <span class="small">{counted(customers, "customer", format)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
