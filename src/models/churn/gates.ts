import type { OrderTail } from "../../customers/order-tail";
import { DAY_MS, isoDay } from "../../time";
import { LAST_YEAR_AFTER_DAYS } from "../level/level-forecast";
import { LEAST_BUYERS } from "../spend/lifetime-value";
import { type ChurnLevel, LEAST_OF_A_KIND } from "./churn-level";

/** Something that the data could not support, and the fallback. */
export interface Limitation {
  readonly what:
    | "customers"
    | "history"
    | "recent_orders"
    | "season"
    | "age"
    | "churners"
    | "stayers"
    | "repeat_buyers"
    | "churn_window"
    | "buyers";
  readonly found: number;
  readonly needed: number;
  /** For the report: what is missing, the fallback, and the remedy. */
  readonly text: string;
}

/** The input of the gates. */
export interface Sufficiency {
  readonly customers: number;
  readonly historyDays: number;
  /** Customers with at least three orders. */
  readonly repeatBuyers: number;
  /** How busy the end of the file is. */
  readonly tail: OrderTail;
  /** The newest order, milliseconds since 1970. */
  readonly newestOrder: number;
  /** Rows of the training windows that left and that stayed; null if no window fits. */
  readonly churners: number | null;
  readonly stayers: number | null;
  /** What the churn model was based on in the end. */
  readonly churnLevel: ChurnLevel;
  /** The reason that the churn model's protocol gives. */
  readonly churnReason: string;
  /** Rows of the training windows with a purchase; null if no window fits. */
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
  /** A year, and enough history before it that the same days of last year are a training window. */
  seasonDays: LAST_YEAR_AFTER_DAYS,
};
/** A file whose last 30 days have less than this share of a usual month's orders is missing its end. */
const LEAST_TAIL = 0.1;
/** Scores of older orders are out of date. */
const FRESH_DAYS = 30;

/** How a churn model falls short of the full one. */
const INSTEAD: Readonly<Record<ChurnLevel, string>> = {
  full: "all features are used anyway",
  recency_frequency: "only recency and frequency predict who leaves",
  constant: "everyone gets the share of those who left",
  none: "no probability of leaving is given",
};

/** Everything that the data is too small for. Empty if it passes all gates. Reads no clock: see `ageOfScores`. */
export function limitations(data: Sufficiency): Limitation[] {
  return [
    customers(data),
    history(data),
    season(data),
    repeatBuyers(data),
    recentOrders(data),
    ...learning(data),
  ].filter((limitation) => limitation !== null);
}

/**
 * What to say about scores whose newest order lies long before `now` (both ms since 1970); null if they are fresh. It
 * is computed when scores are shown, not stored: a model does not know the day on which it is read.
 */
export function ageOfScores(newestOrder: number, now: number): Limitation | null {
  const days = Math.floor((now - newestOrder) / DAY_MS);
  if (days < FRESH_DAYS) return null;
  return {
    what: "age",
    found: days,
    needed: FRESH_DAYS,
    text: `The newest order is from ${isoDay(newestOrder)}, ${days} days ago: every score is as of that day, not today. A file with newer orders brings them up to date.`,
  };
}

function customers({ customers, churnLevel }: Sufficiency): Limitation | null {
  if (customers >= NEEDED.customers) return null;
  return {
    what: "customers",
    found: customers,
    needed: NEEDED.customers,
    text: `There are ${customers} customers where ${NEEDED.customers} are needed for dependable models: ${INSTEAD[churnLevel]}; treat shares of small segments with care. A file that goes further back, or covers more shops, has more customers.`,
  };
}

function history({ historyDays, churnLevel }: Sufficiency): Limitation | null {
  if (historyDays >= NEEDED.historyDays) return null;
  return {
    what: "history",
    found: historyDays,
    needed: NEEDED.historyDays,
    text: `The orders span ${historyDays} days where ${NEEDED.historyDays} are needed: longer rhythms and seasons do not show yet; ${INSTEAD[churnLevel]}. A file that goes further back helps, or simply time.`,
  };
}

/** Silent if the history is too short for anything: another gate says that. */
function season({ historyDays }: Sufficiency): Limitation | null {
  if (historyDays < NEEDED.historyDays || historyDays >= NEEDED.seasonDays) return null;
  return {
    what: "season",
    found: historyDays,
    needed: NEEDED.seasonDays,
    text: `The orders span ${historyDays} days: the coming season has been seen once at most, and never as a test. Rankings still hold; totals and shares follow recent months. From ${NEEDED.seasonDays} days on, they follow last year's season where it has been the better guide.`,
  };
}

function repeatBuyers({ repeatBuyers, churnLevel }: Sufficiency): Limitation | null {
  if (repeatBuyers >= NEEDED.repeatBuyers) return null;
  return {
    what: "repeat_buyers",
    found: repeatBuyers,
    needed: NEEDED.repeatBuyers,
    text: `No customer has three orders: there is no rhythm to learn from; ${INSTEAD[churnLevel]}. If that is wrong, check that the customer column identifies people, not orders or visits.`,
  };
}

function recentOrders({ tail: { recent, usual }, newestOrder }: Sufficiency): Limitation | null {
  if (usual === null || recent >= LEAST_TAIL * usual) return null;
  const orders = recent === 1 ? "Only one order is" : `Only ${recent} orders are`;
  return {
    what: "recent_orders",
    found: recent,
    needed: Math.ceil(LEAST_TAIL * usual),
    text: `${orders} in the last 30 days of the file, where ${Math.round(usual)} are usual: the end of the export seems to be missing, some orders have a wrong date, or the shop has paused. Scores are still as of ${isoDay(newestOrder)}, and more customers look lost than really are. Export the file again, or only up to the last complete day.`,
  };
}

function learning(data: Sufficiency): (Limitation | null)[] {
  const { churners, stayers, churnLevel, churnReason, historyDays, buyers } = data;
  if (churners === null || stayers === null) {
    return [
      {
        what: "churn_window",
        found: historyDays,
        needed: 45,
        text: `${churnReason} No customer could be observed long enough to leave, so no probability is given. A file that goes further back helps, or simply time.`,
      },
    ];
  }
  return [
    ofAKind("churners", churners, churnLevel),
    ofAKind("stayers", stayers, churnLevel),
    buyers === null || buyers >= NEEDED.buyers
      ? null
      : {
          what: "buyers",
          found: buyers,
          needed: NEEDED.buyers,
          text: `The training windows hold ${buyers} rows of customers who bought again where ${NEEDED.buyers} are needed: everyone gets the mean spend. More customers or a longer file would help.`,
        },
  ];
}

function ofAKind(what: "churners" | "stayers", found: number, level: ChurnLevel): Limitation | null {
  if (found >= NEEDED[what]) return null;
  const did = what === "churners" ? "left" : "stayed";
  const remedy =
    what === "churners"
      ? "If hardly anyone leaves, that is good news, not a fault of the file; more customers or a longer file show more of them."
      : "If hardly anyone stays, check that the customer column identifies people, not orders, or set a longer horizon.";
  return {
    what,
    found,
    needed: NEEDED[what],
    text: `The training windows hold ${found} rows of customers who ${did} where ${NEEDED[what]} are needed: ${INSTEAD[level]}. ${remedy}`,
  };
}
