import type { VNode } from "preact";
import { Beeswarm, SWARM_LEGEND } from "../../../charts/beeswarm";
import { Legend } from "../../../charts/frame";
import { RankedBars } from "../../../charts/ranked-bars";
import { Card } from "../../../components/card";
import { Facts } from "../../../components/facts";
import { useFormat } from "../../../components/reader";
import { featureName } from "../../../words/feature-names";
import { NoEvaluation } from "./missing";
import type { TabInput } from "./tab";

const MOST_BARS = 15;

/** What moves the probability of leaving. */
export function ImportanceTab({ card, evaluation }: TabInput): VNode {
  const format = useFormat();
  const strongest = Object.entries(card.churn.importance)
    .filter((entry): entry is [string, number] => entry[1] !== null && entry[1] > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_BARS);
  const meaning = new Map<string, string>(card.features.all.map(({ name, meaning }) => [name, meaning]));
  const three = (value: number) => format.decimal(value, 3);
  if (strongest.length === 0) {
    return (
      <Card title="Importance">
        <p>No feature plays a part: the data supports only one probability for everyone.</p>
      </Card>
    );
  }
  return (
    <div class="stack">
      <Card
        title="What moves the probability of leaving"
        note={`Mean size of each feature's contribution to the log-odds over ${format.count(card.data.customers)} customers as of ${format.date(card.as_of)}; the ${strongest.length} largest of ${card.features.all.length}.`}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section class="scroll wide-chart" aria-label="Mean contribution by feature" tabIndex={0}>
          <RankedBars
            name="importance"
            title="Mean contribution by feature"
            desc={strongest.map(([name, value]) => `${featureName(name)} ${three(value)}`).join(", ")}
            labelWidth={264}
            width={760}
            bars={strongest.map(([name, value]) => ({ label: featureName(name), value, text: three(value) }))}
          />
        </section>
      </Card>
      {evaluation ? (
        <Card
          title="Which way, and for whom"
          note="One dot per customer, drawn at random. To the right, the feature raises the probability of leaving; to the left, it lowers it. The colour shows whether the customer's value is low or high."
        >
          <Legend entries={SWARM_LEGEND} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section class="scroll wide-chart" aria-label="Contributions by customer" tabIndex={0}>
            <Beeswarm
              name="swarm"
              title="Contributions by customer"
              desc={`Contributions of ${evaluation.contributions.features.length} features for a draw of customers, coloured by the customer's value.`}
              xLabel="Contribution to the log-odds of leaving"
              format={(value) => format.decimal(value, 2)}
              rows={evaluation.contributions.features.map(({ feature, percentile, contribution }) => ({
                label: featureName(feature),
                x: contribution,
                level: percentile,
              }))}
            />
          </section>
        </Card>
      ) : (
        <NoEvaluation />
      )}
      <Card title="What the features mean">
        <Facts of={strongest.map(([name]) => [featureName(name), inPlainWords(meaning.get(name) ?? "")])} />
      </Card>
    </div>
  );
}

/** A meaning in which features have the names that the pages use. */
function inPlainWords(meaning: string): string {
  return meaning.replaceAll(/\b[a-z]+(_[a-z0-9]+)+\b/g, featureName);
}
