import type { VNode } from "preact";
import type { AttributesCard } from "../../../../src/models/attributes/attributes-card";
import { Badge, Notice } from "../../../components/card";
import { useFormat } from "../../../components/reader";
import { TableCard } from "../../../components/table";
import { type Format, MISSING } from "../../../format";

type Effect = AttributesCard["columns"][number];

const VERDICTS: Readonly<Record<Effect["verdict"], string>> = {
  used: "Used",
  no_clear_gain: "Not used",
  suspicious: "Left out",
  not_tested: "Not tested",
};

/** What the shop told about its customers, and what each attribute does for the probability of leaving. */
export function AttributeEffects({ attributes }: { readonly attributes: AttributesCard }): VNode {
  const format = useFormat();
  const { files, columns } = attributes;
  const refused = files.filter(({ is_refused }) => is_refused);
  const suspicious = columns.filter(({ verdict }) => verdict === "suspicious");
  return (
    <>
      {(refused.length > 0 || suspicious.length > 0) && (
        <Notice tone="warn">
          <h2>About your customers' files</h2>
          <ul>
            {refused.map(({ file }) => (
              <li key={file}>
                {file} could not be joined with the order lines, so nothing of it is here. Its data set says
                why when you upload it again.
              </li>
            ))}
            {suspicious.map(({ name, why }) => (
              <li key={name}>
                <strong>{name}</strong>: {why}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {columns.length > 0 && (
        <TableCard
          id="attributes"
          title="What you know about customers"
          note="Tested one by one on later orders: how much log loss each takes off beyond what the orders say, give or take three standard errors. The figures of the churn tab are without them."
          caption="Attributes and their effect on the probability of leaving"
          rows={columns}
          columns={[
            { title: "Attribute", cell: "name" },
            { title: "Known of", kind: "count", cell: "known" },
            { title: "Log loss without", kind: "decimal", digits: 4, cell: "log_loss_without" },
            { title: "With", kind: "decimal", digits: 4, cell: "log_loss_with" },
            { title: "Taken off", kind: "number", cell: (effect) => gainWords(effect, format) },
            {
              title: "For the risk",
              cell: ({ verdict }) => (
                <Badge {...(verdict === "used" && { tone: "brand" })}>{VERDICTS[verdict]}</Badge>
              ),
            },
            { title: "Because", cell: "why" },
          ]}
        />
      )}
    </>
  );
}

function gainWords({ gain, gain_low, gain_high }: Effect, format: Format): string {
  if (gain === null) return MISSING;
  const four = (value: number | null) => format.decimal(value, 4);
  return `${four(gain)} (${four(gain_low)} to ${four(gain_high)})`;
}
