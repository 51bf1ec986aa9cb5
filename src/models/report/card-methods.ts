import { percent } from "../../figures";
import type { TrainedChurn } from "../churn/train-churn";
import type { Head } from "../heads";
import type { Protocol } from "../judging/protocol";
import type { Segmentation } from "../segments/segmentation";
import type { BtydModels } from "../spend/btyd-features";
import type { TrainedSpend } from "../spend/train-spend";

/** The input of the notes. */
interface Explained {
  readonly segmentation: Pick<Segmentation, "reason">;
  readonly churnProtocol: Pick<Protocol, "reason">;
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spendProtocol: Pick<Protocol, "reason">;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  readonly btyd: BtydModels;
}

/** A method as this model uses it; docs/methods.md has the formula and source. */
export interface MethodNote {
  readonly method: string;
  /** What it did here. */
  readonly here: string;
  readonly assumes: string;
  /** When not to trust it. */
  readonly breaks_when: string;
}

/** What each method of this model did, what it assumes, and what breaks it. */
export function methodNotes(trained: Explained): MethodNote[] {
  return [
    protocolNote(trained),
    churnNote(trained),
    spendNote(trained),
    intervalNote(trained),
    buyTillYouDieNote(trained),
    {
      method: "segmentation",
      here: trained.segmentation.reason,
      assumes: "Recency, frequency and spend on log scales say what matters about a customer.",
      breaks_when: "Customers differ in what they buy not in how often or how much.",
    },
  ];
}

function protocolNote({ churnProtocol, spendProtocol }: Explained): MethodNote {
  return {
    method: "evaluation",
    here:
      churnProtocol.reason === spendProtocol.reason
        ? churnProtocol.reason
        : `Leaving: ${churnProtocol.reason} Spend: ${spendProtocol.reason}`,
    assumes: "The coming days are like earlier ones, or like the same days of last year.",
    breaks_when: "A season that the file has not seen before, a price rise or a campaign.",
  };
}

function churnNote({ churn: { all } }: Explained): MethodNote {
  const { level, trees, treeWeight } = all.model;
  const voters = trees
    ? `Logistic regression, the purchase model and boosted trees (${percent.format(treeWeight)})`
    : "Logistic regression and the purchase model";
  const here = {
    full: `${voters} vote on log-odds; the level of the coming window is forecast from earlier ones.`,
    recency_frequency: "Logistic regression on recency and frequency alone: the data allows no more.",
    constant: "Everyone gets the share of those who left: hardly anyone left, or hardly anyone stayed.",
    none: "Nothing could be learned; the note on the evaluation says why.",
  }[level];
  return {
    method: "churn",
    here,
    assumes: "A customer who does not order within the horizon has left.",
    breaks_when: "Customers order less than once per horizon; then everyone looks like a leaver.",
  };
}

function spendNote({ spend: { all } }: Explained): MethodNote {
  const { kind, members, totalFactor } = all.model;
  const blend = members.map(({ member }) => member.kind).join(", ");
  return {
    method: "lifetime_value",
    here: {
      blend: `The geometric mean of ${blend}; total multiplied by ${totalFactor.toFixed(2)}, as forecast from earlier windows.`,
      mean: "Everyone gets the mean: too few bought again.",
      none: "Nothing could be learned; the note on the evaluation says why.",
    }[kind],
    assumes: all.model.keptShare
      ? "Past spend and returns predict future ones; margins are not deducted."
      : "Past spend predicts future spend; margins and returns are not deducted.",
    breaks_when:
      "A few very large customers make up the total; losing one moves it more than any model could.",
  };
}

function intervalNote({ spend: { all } }: Explained): MethodNote {
  const held = all.evaluation?.intervalCoverage;
  return {
    method: "intervals",
    here:
      all.bands === null
        ? "None: too few tests to tell how far expectations are off."
        : `Meant to hold ${percent.format(all.bands.coverage)} of the customers${held === null || held === undefined ? "" : `; held ${percent.format(held)} on the test days`}.`,
    assumes: "Errors will be like those of earlier tests.",
    breaks_when: "The season turns: then all customers are off in the same direction.",
  };
}

function buyTillYouDieNote({ btyd }: Explained): MethodNote {
  const names = { bg_nbd: "BG/NBD", pareto_nbd: "Pareto/NBD", nbd: "NBD, in which no one ever leaves" };
  return {
    method: "buy_till_you_die",
    here:
      btyd.family === null
        ? `Not used. ${btyd.refusals.join(" ")}`.trim()
        : `${names[btyd.family]}${btyd.values === null ? "; no model of order values could be used" : " with Gamma-Gamma order values"}.`,
    assumes: "Orders come at random, at each customer's own rate; order values do not depend on that rate.",
    breaks_when: "Orders follow the calendar, or large orders are rare and small ones frequent.",
  };
}
