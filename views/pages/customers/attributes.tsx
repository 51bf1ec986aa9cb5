import type { VNode } from "preact";
import type { Attributes } from "../../../src/answers/attributes";
import { list } from "../../../src/figures";
import { Card } from "../../components/card";
import { Facts } from "../../components/facts";
import { useFormat } from "../../components/reader";

/** What the shop told about a customer besides the orders; what is not known is left out. */
export function CustomerAttributes({
  attributes,
  used,
  row,
}: {
  readonly attributes: Attributes;
  /** Names of those that count for the risk of leaving. */
  readonly used: readonly string[];
  readonly row: number;
}): VNode {
  const format = useFormat();
  const facts = attributes.columns.flatMap(({ name, kind }) => {
    const cell = attributes.cell(name, row);
    if (cell === null) return [];
    if (typeof cell === "boolean") return [[name, cell ? "Yes" : "No"] as const];
    if (typeof cell === "string") return [[name, kind === "date" ? format.date(cell) : cell] as const];
    return [[name, Number.isInteger(cell) ? format.count(cell) : format.decimal(cell, 2)] as const];
  });
  return (
    <Card
      title="What you know"
      note={`From the customers' files of the data set, as of the training.${used.length > 0 ? ` The risk of leaving takes ${list.format(used)} into account.` : ""}`}
    >
      {facts.length > 0 ? (
        <Facts of={facts} />
      ) : (
        <p class="soft">Your files say nothing about this customer.</p>
      )}
    </Card>
  );
}
