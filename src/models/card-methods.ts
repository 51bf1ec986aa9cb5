import { percent } from "../figures";
import type { BtydFits } from "./btyd-features";
import type { Head } from "./heads";
import type { Protocol } from "./protocol";
import type { Segmentation } from "./segmentation";
import type { TrainedChurn } from "./train-churn";
import type { TrainedSpend } from "./train-spend";

/** What the notes are told from. */
interface Explained {
  readonly segmentation: Pick<Segmentation, "reason">;
  readonly churnProtocol: Pick<Protocol, "reason">;
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spendProtocol: Pick<Protocol, "reason">;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  readonly btyd: BtydFits;
}

/** A method as the model at hand uses it; docs/methods.md explains it with its formula and source. */
export interface MethodNote {
  readonly method: string;
  /** What it did here. */
  readonly here: string;
  readonly assumes: string;
  /** When not to believe it. */
  readonly breaks_when: string;
}

/** What each method of this model did, what it takes for granted, and what breaks it. */
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
      breaks_when: "Customers differ in what they buy and not in how often or how much.",
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
    assumes: "The coming days are like days that have been seen.",
    breaks_when: "A season, a price rise or a campaign that no training window has seen.",
  };
}

function churnNote({ churn: { all } }: Explained): MethodNote {
  const { level, treeWeight } = all.model;
  const here = {
    full: `A blend of logistic regression (${percent.format(1 - treeWeight)}) and boosted trees (${percent.format(treeWeight)}) on log-odds, calibrated on held-out customers.`,
    recency_frequency: "Logistic regression on recency and frequency alone: the data allows no more.",
    constant: "The share of those who left, for everybody: hardly anybody left, or hardly anybody stayed.",
    none: "Nothing could be learned; the note on the evaluation says why.",
  }[level];
  return {
    method: "churn",
    here,
    assumes: "Who has not ordered within the horizon has left.",
    breaks_when: "Customers order less often than the horizon is long; then all look like leavers.",
  };
}

function spendNote({ spend: { all } }: Explained): MethodNote {
  const { kind, members, totalFactor } = all.model;
  const blend = members.map(({ weight, member }) => `${member.kind} ${percent.format(weight)}`).join(", ");
  return {
    method: "lifetime_value",
    here: {
      blend: `A blend of ${blend}; total multiplied by ${totalFactor.toFixed(2)}.`,
      mean: "The mean of all, for everybody: too few bought again.",
      none: "Nothing could be learned; the note on the evaluation says why.",
    }[kind],
    assumes: all.model.keptShare
      ? "What customers spent and sent back before tells what they will; margins are not taken off."
      : "What customers spent before tells what they will spend; margins and returns are not taken off.",
    breaks_when:
      "A few very large customers make the total; one of them leaving moves it more than any model.",
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
    assumes: "The coming error is like that of earlier tests.",
    breaks_when: "The season turns: then all customers miss on the same side.",
  };
}

function buyTillYouDieNote({ btyd }: Explained): MethodNote {
  const names = { bg_nbd: "BG/NBD", pareto_nbd: "Pareto/NBD", nbd: "NBD, in which nobody ever leaves" };
  return {
    method: "buy_till_you_die",
    here:
      btyd.family === null
        ? `Not used. ${btyd.refusals.join(" ")}`.trim()
        : `${names[btyd.family]}${btyd.values === null ? "; no model of order values could be used" : " with Gamma-Gamma order values"}.`,
    assumes:
      "Orders come at random at a rate of each customer's own; order values do not depend on that rate.",
    breaks_when: "Orders come by the calendar, or large orders come seldom and small ones often.",
  };
}
