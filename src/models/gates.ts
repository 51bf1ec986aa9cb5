import { type ChurnLevel, LEAST_OF_A_KIND } from "./churn";
import { LEAST_BUYERS } from "./lifetime-value";

/** Something that the data could not support, and what was done instead. */
export interface Limitation {
  readonly what:
    | "customers"
    | "history"
    | "churners"
    | "stayers"
    | "repeat_buyers"
    | "churn_window"
    | "buyers";
  readonly found: number;
  readonly needed: number;
  /** A sentence for the report: what is missing, what it means, what would mend it. */
  readonly text: string;
}

/** What the gates look at. */
export interface Sufficiency {
  readonly customers: number;
  readonly historyDays: number;
  /** Customers with at least three orders. */
  readonly repeatBuyers: number;
  /** Rows of the training windows that left and that stayed; null where no window fits. */
  readonly churners: number | null;
  readonly stayers: number | null;
  /** What those allowed the churn model to be. */
  readonly churnLevel: ChurnLevel;
  /** What the churn model's protocol says of itself. */
  readonly churnReason: string;
  /** Rows of the training windows in which something was bought; null where no window fits. */
  readonly buyers: number | null;
}

/** The least of each that the models are built for. */
const NEEDED = {
  customers: 500,
  historyDays: 180,
  churners: LEAST_OF_A_KIND,
  stayers: LEAST_OF_A_KIND,
  repeatBuyers: 1,
  buyers: LEAST_BUYERS,
};

/** What a churn model does that is not the full one. */
const INSTEAD: Readonly<Record<ChurnLevel, string>> = {
  full: "all features are used all the same",
  recency_frequency: "only recency and frequency are used",
  constant: "the share of those who left is told for everybody",
  none: "no probability is given",
};

/** Everything that the data is too small for. Empty where all gates are passed. */
export function limitations(data: Sufficiency): Limitation[] {
  const { customers, historyDays, repeatBuyers, churners, stayers, churnLevel, churnReason, buyers } = data;
  const found: Limitation[] = [];
  if (customers < NEEDED.customers) {
    found.push({
      what: "customers",
      found: customers,
      needed: NEEDED.customers,
      text: `The number of customers is ${customers} where ${NEEDED.customers} are needed for dependable segments: read the shares of small segments with care.`,
    });
  }
  if (historyDays < NEEDED.historyDays) {
    found.push({
      what: "history",
      found: historyDays,
      needed: NEEDED.historyDays,
      text: `The orders span ${historyDays} days where ${NEEDED.historyDays} are needed: habits that take longer to show are not seen yet.`,
    });
  }
  if (repeatBuyers < NEEDED.repeatBuyers) {
    found.push({
      what: "repeat_buyers",
      found: repeatBuyers,
      needed: NEEDED.repeatBuyers,
      text: "No customer has three orders: there is no rhythm to learn from, so recency decides alone.",
    });
  }
  if (churners === null || stayers === null) {
    found.push({
      what: "churn_window",
      found: historyDays,
      needed: 45,
      text: `${churnReason} Nobody's leaving could be observed, so no probability is given.`,
    });
    return found;
  }
  for (const [what, count] of [
    ["churners", churners],
    ["stayers", stayers],
  ] as const) {
    if (count >= NEEDED[what]) continue;
    found.push({
      what,
      found: count,
      needed: NEEDED[what],
      text: `The training windows hold ${count} customers who ${what === "churners" ? "left" : "stayed"} where ${NEEDED[what]} are needed: ${INSTEAD[churnLevel]}.`,
    });
  }
  if (buyers !== null && buyers < NEEDED.buyers) {
    found.push({
      what: "buyers",
      found: buyers,
      needed: NEEDED.buyers,
      text: `The training windows hold ${buyers} customers who bought again where ${NEEDED.buyers} are needed: the mean spend is told for everybody.`,
    });
  }
  return found;
}
