import type { VNode } from "preact";
import {
  type Decision,
  decisionAt,
  decisionCosts,
  type MistakeCosts,
} from "../../../../src/answers/decision";
import type { ThresholdTable } from "../../../../src/models/judging/evaluation-curves";
import { LineChart } from "../../../charts/line-chart";
import { Stat } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";

/** What acting at a threshold would have cost among the test customers, and whom it would have met. */
export function DecisionPart({
  modelId,
  table,
  threshold,
  costs,
}: {
  readonly modelId: string;
  readonly table: ThresholdTable;
  readonly threshold: number;
  readonly costs: MistakeCosts;
}): VNode {
  const format = useFormat();
  const { cost, cheapest } = decisionCosts(table, costs);
  const made = decisionAt(table, threshold, costs);
  const steps = cost.length - 1;
  const everybody = cost[0]!;
  const nobody = cost[steps]!;
  return (
    <div id="decision" class="stack fades" aria-live="polite">
      <div class="grid narrow">
        <Stat
          label="Cost of mistakes"
          value={format.money(made.cost)}
          note={`Acting on everyone ${format.money(everybody)}, on nobody ${format.money(nobody)}`}
        />
        <Stat
          label="Leavers found"
          value={format.percent(made.recall)}
          note={`${format.count(made.foundLeavers)} of ${format.count(made.foundLeavers + made.missedLeavers)}`}
        />
        <Stat
          label="Alarms that were right"
          value={format.percent(made.precision)}
          note={`${format.count(made.foundLeavers)} of ${format.count(made.foundLeavers + made.falseAlarms)}`}
        />
      </div>
      <div class="grid wide">
        <Confusion made={made} costs={costs} />
        <LineChart
          name="cost"
          title="Cost of mistakes by threshold"
          desc={`Lowest at a threshold of ${format.percent(cheapest)} with ${format.money(Math.min(...cost))}; ${format.money(made.cost)} at ${format.percent(made.threshold)}.`}
          series={[{ name: "Cost", color: "c1", x: cost.map((_, i) => i / steps), y: cost }]}
          xLabel="Threshold"
          xFormat={format.percent}
          yFormat={format.shortMoney}
          size={{ width: 480, height: 240, left: 60, right: 16, top: 12, bottom: 40 }}
        >
          {(x, y) => (
            <g>
              <line class="rule" x1={x(made.threshold)} x2={x(made.threshold)} y1="12" y2="200" />
              <g class="c2">
                <circle class="mark" cx={x(made.threshold)} cy={y(made.cost)} r="6" />
              </g>
            </g>
          )}
        </LineChart>
      </div>
      <p class="small soft">
        In hindsight, {format.percent(cheapest)} would have been cheapest on these test customers. The model's
        own threshold was chosen on earlier ones.{" "}
        <a href={withQuery("/app/customers", { min_churn: made.threshold, model: modelId })}>
          See the customers at or above {format.percent(made.threshold)}
        </a>
      </p>
    </div>
  );
}

/** Customers acted on and left alone, by what they did. */
function Confusion({ made, costs }: { readonly made: Decision; readonly costs: MistakeCosts }): VNode {
  const format = useFormat();
  const right = (customers: number) => <td class="number right">{format.count(customers)}</td>;
  const wrong = (customers: number, cost: number) => (
    <td class="number wrong">
      {format.count(customers)}
      <span class="soft small"> × {format.money(cost)}</span>
    </td>
  );
  return (
    <table class="confusion">
      <caption>{`Test customers at a threshold of ${format.percent(made.threshold)}`}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">What happened</span>
          </th>
          <th scope="col" class="number">
            Acted on
          </th>
          <th scope="col" class="number">
            Left alone
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Left</th>
          {right(made.foundLeavers)}
          {wrong(made.missedLeavers, costs.missedChurner)}
        </tr>
        <tr>
          <th scope="row">Stayed</th>
          {wrong(made.falseAlarms, costs.falseAlarm)}
          {right(made.leftAlone)}
        </tr>
      </tbody>
    </table>
  );
}
