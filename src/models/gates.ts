import type { OrderTail } from "../customers/order-tail";
import { DAY_MS, isoDay } from "../time";
import { type ChurnLevel, LEAST_OF_A_KIND } from "./churn";
import { LEAST_BUYERS } from "./lifetime-value";

/** Something that the data could not support, and what was done instead. */
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
  /** For the report: what is missing, what is done instead, what would mend it. */
  readonly text: string;
}

/** What the gates look at. */
export interface Sufficiency {
  readonly customers: number;
  readonly historyDays: number;
  /** Customers with at least three orders. */
  readonly repeatBuyers: number;
  /** How busy the end of the file is. */
  readonly tail: OrderTail;
  /** The newest order, milliseconds since 1970. */
  readonly newestOrder: number;
  /** Rows of the training windows that left and that stayed; null where no window fits. */
  readonly churners: number | null;
  readonly stayers: number | null;
  /** What the churn model was made of in the end. */
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
  /** A year, and enough history before it that the same days of last year are a training window. */
  seasonDays: 425,
};
/** A file whose last 30 days hold less than this share of a usual month's orders has lost its end. */
const LEAST_TAIL = 0.1;
/** Scores of orders that are older than this are no longer of today. */
const FRESH_DAYS = 30;

/** What a churn model does that is not the full one. */
const INSTEAD: Readonly<Record<ChurnLevel, string>> = {
  full: "all features are used all the same",
  recency_frequency: "who leaves is told by recency and frequency alone",
  constant: "the share of those who left is told for everybody",
  none: "no probability of leaving is given",
};

/** Everything that the data is too small for. Empty where all gates are passed. Reads no clock: see `ageOfScores`. */
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
 * What to say of scores whose newest order lies long before `now` (both ms since 1970); null where they are fresh. It is
 * asked when scores are shown and is no part of a model: a model does not know the day on which it is read.
 */
export function ageOfScores(newestOrder: number, now: number): Limitation | null {
  const days = Math.floor((now - newestOrder) / DAY_MS);
  if (days < FRESH_DAYS) return null;
  return {
    what: "age",
    found: days,
    needed: FRESH_DAYS,
    text: `The newest order is of ${isoDay(newestOrder)}, ${days} days ago: every score is as of that day, not of today. A file with the orders since then brings them up to date.`,
  };
}

function customers({ customers, churnLevel }: Sufficiency): Limitation | null {
  if (customers >= NEEDED.customers) return null;
  return {
    what: "customers",
    found: customers,
    needed: NEEDED.customers,
    text: `The number of customers is ${customers} where ${NEEDED.customers} are needed for dependable models: ${INSTEAD[churnLevel]}, and shares of small segments are to be read with care. A file that goes further back, or of more shops, holds more customers.`,
  };
}

function history({ historyDays, churnLevel }: Sufficiency): Limitation | null {
  if (historyDays >= NEEDED.historyDays) return null;
  return {
    what: "history",
    found: historyDays,
    needed: NEEDED.historyDays,
    text: `The orders span ${historyDays} days where ${NEEDED.historyDays} are needed: rhythms and seasons that take longer to show are not seen yet; ${INSTEAD[churnLevel]}. A file that goes further back mends it, or time.`,
  };
}

/** Silent where the history is too short for anything: that is said already. */
function season({ historyDays }: Sufficiency): Limitation | null {
  if (historyDays < NEEDED.historyDays || historyDays >= NEEDED.seasonDays) return null;
  return {
    what: "season",
    found: historyDays,
    needed: NEEDED.seasonDays,
    text: `The orders span ${historyDays} days: the coming days of the year have been seen once at most, and never as a test. Rankings hold all the same; totals and shares are as if the season stayed as it was. From ${NEEDED.seasonDays} days on last year's season takes part.`,
  };
}

function repeatBuyers({ repeatBuyers, churnLevel }: Sufficiency): Limitation | null {
  if (repeatBuyers >= NEEDED.repeatBuyers) return null;
  return {
    what: "repeat_buyers",
    found: repeatBuyers,
    needed: NEEDED.repeatBuyers,
    text: `No customer has three orders: there is no rhythm to learn from; ${INSTEAD[churnLevel]}. If that is not so, look whether the customer column names persons and not orders or visits.`,
  };
}

function recentOrders({ tail: { recent, usual }, newestOrder }: Sufficiency): Limitation | null {
  if (usual === null || recent >= LEAST_TAIL * usual) return null;
  const orders = recent === 1 ? "Only one order lies" : `Only ${recent} orders lie`;
  return {
    what: "recent_orders",
    found: recent,
    needed: Math.ceil(LEAST_TAIL * usual),
    text: `${orders} in the last 30 days of the file, where 30 days usually hold ${Math.round(usual)}: the export seems to miss its end, or single orders carry a wrong date, or the shop has paused. Scores are as of ${isoDay(newestOrder)} all the same, and more customers look lost than are. Export the file again, or only up to the last complete day.`,
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
        text: `${churnReason} Nobody's leaving could be observed, so no probability is given. A file that goes further back mends it, or time.`,
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
          text: `The training windows hold ${buyers} rows of customers who bought again where ${NEEDED.buyers} are needed: the mean spend is told for everybody. More customers or a longer file mend it.`,
        },
  ];
}

function ofAKind(what: "churners" | "stayers", found: number, level: ChurnLevel): Limitation | null {
  if (found >= NEEDED[what]) return null;
  const did = what === "churners" ? "left" : "stayed";
  const remedy =
    what === "churners"
      ? "Where hardly anybody leaves, that is good news and no fault of the file; more customers or a longer file show more of them."
      : "Where hardly anybody stays, look whether the customer column names persons and not orders, or set a longer horizon.";
  return {
    what,
    found,
    needed: NEEDED[what],
    text: `The training windows hold ${found} rows of customers who ${did} where ${NEEDED[what]} are needed: ${INSTEAD[level]}. ${remedy}`,
  };
}
