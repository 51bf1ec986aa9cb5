import { barText } from "./bars";
import type { Truth } from "./truth";

/** What the truth says, as Markdown. */
export function truthText({ customers, spend, alive, recovered, bars }: Truth): string {
  return [
    `\n## Generated customers, whose truth is known\n${customers} customers a world. Spend expected in the next 90 days, beside what is expected by one who knows rates and mean order (and, in brackets, who has left):\n`,
    "| world | | correlation | Spearman | total |",
    "|---|---|---:|---:|---:|",
    ...spend.map(
      ({ world, what, correlation, correlationWithState, rankCorrelation, total }) =>
        `| ${world} | ${what} | ${correlation.toFixed(3)} (${correlationWithState.toFixed(3)}) | ${rankCorrelation.toFixed(3)} | ${total.toFixed(3)} |`,
    ),
    "\nP(alive), mean and share still there by decile:\n",
    `| | customers | ${Array.from({ length: 10 }, (_, i) => i + 1).join(" | ")} | worst |`,
    `|---|---:|${"---:|".repeat(11)}`,
    ...alive.map(
      ({ what, customers: n, deciles, worst }) =>
        `| ${what} | ${n} | ${deciles.map(({ predicted, alive: share }) => `${percent(predicted)} ${percent(share)}`).join(" | ")} | ${worst.toFixed(3)} |`,
    ),
    "\nParameters found from 8,000 customers, over the true ones; mean of 5 seeds, spread of one fit, and the least spread that the data allow:\n",
    "| process | parameter | true | found / true | spread | least |",
    "|---|---|---:|---:|---:|---:|",
    ...recovered.map(
      ({ process, parameter, truth, ratio, sd, leastError }) =>
        `| ${process} | ${parameter} | ${truth} | ${ratio.toFixed(3)} | ${sd.toFixed(3)} | ${leastError.toFixed(3)} |`,
    ),
    "",
    ...bars.map((bar) => `- ${barText(bar)}`),
  ].join("\n");
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
