import { type BtydSummary, btydSummary } from "../../customers/btyd-summary";
import { type GapRhythm, gapRhythm } from "../../customers/gap-rhythm";
import type { Purchases } from "../../customers/purchases";
import {
  type BgNbd,
  days,
  daysToWeeks,
  type Fit,
  type FitOptions,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type GammaGamma,
  type ParetoNbd,
  type PurchaseHistories,
  type PurchaseModel,
  probabilityOfNoPurchase,
  type SpendHistories,
} from "../../learning/btyd/index";
import { logOddsOf } from "../../learning/log-odds";
import { dayNumber } from "../../time";
import type { BTYD_FEATURES } from "../heads";
import type { Effort } from "../settings";

/** Four parameters are no better known from more customers than from evenly chosen ones. */
const MOST_CUSTOMERS_TO_FIT = 10_000;
/** With fewer repeat customers, rates cannot be told apart. */
const LEAST_REPEATERS = 30;

/** Models whose likelihood has its maximum inside. */
interface FoundFits {
  readonly bgNbd?: BgNbd<"weeks">;
  readonly paretoNbd?: ParetoNbd<"weeks">;
  readonly gammaGamma?: GammaGamma;
}

/** The buy-till-you-die models of one snapshot: what was used, and what was tried and rejected. */
export interface BtydModels {
  /** Null if no fit can be used. */
  readonly purchases: PurchaseModel<"weeks"> | null;
  readonly family: "bg_nbd" | "pareto_nbd" | "nbd" | null;
  readonly values: GammaGamma | null;
  /** The interior fits, for the search at a later cutoff to begin with. */
  readonly found: FoundFits;
  /** What each fit reported, for the model card. */
  readonly messages: readonly string[];
  /** The messages that say why a fit was not used. */
  readonly refusals: readonly string[];
  /** The mean order of all customers. */
  readonly usualSpend: number;
}

/** The models with the customers that they are asked about. */
export interface BtydFits extends BtydModels {
  readonly histories: PurchaseHistories<"weeks">;
  readonly spend: SpendHistories;
  /** Customers' own gaps, for those who order too regularly for any of the models. */
  readonly rhythm: GapRhythm;
}

/** Fits the models to what was known about `customers` at `cutoff`. Those found at an earlier cutoff save most of the search. */
export function fitBtyd(
  purchases: Purchases,
  customers: Int32Array,
  cutoff: number,
  earlier: FoundFits = {},
  effort: Effort = "full",
): BtydFits {
  const summary = btydSummary(purchases, customers, cutoff);
  const material = new BtydMaterial(customers.length);
  material.add(summary, dayNumber(cutoff));
  return fitsOf(material.fit(dayNumber(cutoff), earlier, effort), summary, purchases, customers, cutoff);
}

/** The models asked about `customers`, each with an entry at or before `cutoff`. */
export function askBtyd(
  models: BtydModels,
  purchases: Purchases,
  customers: Int32Array,
  cutoff: number,
): BtydFits {
  return fitsOf(models, btydSummary(purchases, customers, cutoff), purchases, customers, cutoff);
}

function fitsOf(
  models: BtydModels,
  summary: BtydSummary,
  purchases: Purchases,
  customers: Int32Array,
  cutoff: number,
): BtydFits {
  const spend = { x: summary.x, meanSpend: summary.meanValue };
  return { ...models, histories: inWeeks(summary), spend, rhythm: gapRhythm(purchases, customers, cutoff) };
}

/** What the models of a shop are fitted to, collected from its customers part by part, in their order. */
export class BtydMaterial {
  readonly #step: number;
  #rows = 0;
  #repeaters = 0;
  #spend = 0;
  #orders = 0;
  readonly #drawn: Record<keyof BtydSummary, number[]> = { x: [], txDays: [], ageDays: [], meanValue: [] };

  /** For so many customers in all. */
  constructor(customers: number) {
    this.#step = Math.ceil(customers / MOST_CUSTOMERS_TO_FIT);
  }

  /** Adds customers as known on `day`, the number of a day; at the fit they have grown older. */
  add(summary: BtydSummary, day: number): void {
    const { x, txDays, ageDays, meanValue } = summary;
    for (let i = 0; i < x.length; i++) {
      if (x[i]! > 0) this.#repeaters++;
      this.#spend += x[i]! * meanValue[i]!;
      this.#orders += x[i]!;
      if ((this.#rows + i) % this.#step > 0) continue;
      this.#drawn.x.push(x[i]!);
      this.#drawn.txDays.push(txDays[i]!);
      this.#drawn.ageDays.push(ageDays[i]! - day);
      this.#drawn.meanValue.push(meanValue[i]!);
    }
    this.#rows += x.length;
  }

  /**
   * Fits the purchase and spend models to what is known on `day`. If no one is seen to leave, that is the NBD, the limit
   * of every such model; else the likelier of BG/NBD and Pareto/NBD, which have equally many parameters, among the
   * interior fits; a quick training takes an interior BG/NBD without comparing. A fit on its boundary is reported and not
   * used.
   */
  fit(day: number, earlier: FoundFits, effort: Effort): BtydModels {
    const usualSpend = this.#orders > 0 ? this.#spend / this.#orders : NaN;
    if (this.#repeaters < LEAST_REPEATERS) {
      const message = `Buy-till-you-die models need ${LEAST_REPEATERS} customers who have ordered on a second day; there are ${this.#repeaters}.`;
      return {
        ...{ purchases: null, family: null, values: null, found: {}, usualSpend },
        messages: [message],
        refusals: [message],
      };
    }
    const tried: Fit<unknown>[] = [];
    const drawn = {
      x: Float64Array.from(this.#drawn.x),
      txDays: Float64Array.from(this.#drawn.txDays),
      ageDays: Float64Array.from(this.#drawn.ageDays, (age) => age + day),
      meanValue: Float64Array.from(this.#drawn.meanValue),
    };
    const { model, family, ...found } = fitPurchases(inWeeks(drawn), earlier, tried, effort);
    const gammaGamma = fitGammaGamma(
      { x: drawn.x, meanSpend: drawn.meanValue },
      startingAt(earlier.gammaGamma),
    );
    tried.push(gammaGamma);
    const values = gammaGamma.status === "interior" ? gammaGamma.model : null;
    return {
      ...{ purchases: model, family, values, usualSpend },
      found: { ...found, ...(values && { gammaGamma: values }) },
      messages: tried.map((fit) => fit.message),
      refusals: tried.filter((fit) => fit.status !== "interior").map((fit) => fit.message),
    };
  }
}

/** No probability is told nearer to 0 or 1. */
const EDGE = 1e-4;
/** Without a model of order values, a customer's own mean counts as much as the shop's after this many orders. */
const ORDERS_OF_A_HABIT = 1.5;

/** The feature columns of those fits; NaN without a usable fit. P(alive) of the NBD says nothing and is missing. */
export function btydFeatures(
  fits: BtydFits,
  { churnDays, spendDays }: { readonly churnDays: number; readonly spendDays: number },
): Record<keyof typeof BTYD_FEATURES, Float64Array> {
  const { histories, spend, purchases, family, values, usualSpend } = fits;
  const rows = histories.x.length;
  const missing = () => new Float64Array(rows).fill(NaN);
  const inWeeks = (horizonDays: number) => daysToWeeks(days(horizonDays));
  const orders = purchases ? purchases.expectedPurchases(histories, inWeeks(spendDays)) : missing();
  const value = values ? values.expectedMeanSpend(spend) : usualValue(spend, usualSpend);
  return {
    btyd_p_alive: purchases && family !== "nbd" ? purchases.pAlive(histories) : missing(),
    btyd_no_order_log_odds: purchases
      ? probabilityOfNoPurchase(purchases, histories, inWeeks(churnDays)).map((p) =>
          logOddsOf(Math.min(1 - EDGE, Math.max(EDGE, p))),
        )
      : missing(),
    btyd_expected_orders: orders,
    btyd_expected_value: value,
    btyd_expected_spend: orders.map((count, i) => count * value[i]!),
  };
}

/** Each customer's mean order, drawn towards that of all, `usual` (a credibility weight, Bühlmann 1967). */
function usualValue({ x, meanSpend }: SpendHistories, usual: number): Float64Array {
  return x.map(
    (count, i) => (count * meanSpend[i]! + ORDERS_OF_A_HABIT * usual) / (count + ORDERS_OF_A_HABIT),
  );
}

/** The model to use and its family, and the fits with a maximum inside. */
function fitPurchases(
  histories: PurchaseHistories<"weeks">,
  earlier: FoundFits,
  tried: Fit<unknown>[],
  effort: Effort,
) {
  const bgNbd = fitBgNbd(histories, startingAt(earlier.bgNbd));
  tried.push(bgNbd);
  if (bgNbd.limit) return { model: bgNbd.limit, family: "nbd" } as const;
  if (effort === "quick" && bgNbd.status === "interior")
    return { model: bgNbd.model, family: "bg_nbd", bgNbd: bgNbd.model } as const;
  const paretoNbd = fitParetoNbd(histories, startingAt(earlier.paretoNbd));
  tried.push(paretoNbd);
  const found = {
    ...(bgNbd.status === "interior" && { bgNbd: bgNbd.model }),
    ...(paretoNbd.status === "interior" && { paretoNbd: paretoNbd.model }),
  };
  if (found.bgNbd && (bgNbd.logLikelihood >= paretoNbd.logLikelihood || !found.paretoNbd))
    return { model: found.bgNbd, family: "bg_nbd", ...found } as const;
  if (found.paretoNbd) return { model: found.paretoNbd, family: "pareto_nbd", ...found } as const;
  return paretoNbd.limit
    ? ({ model: paretoNbd.limit, family: "nbd" } as const)
    : ({ model: null, family: null } as const);
}

/** Options of a fit that begins with these parameters, if there are any. */
function startingAt<Parameters>(model: Parameters | undefined): FitOptions<Parameters> {
  return model ? { initial: model } : {};
}

function inWeeks({ x, txDays, ageDays }: BtydSummary): PurchaseHistories<"weeks"> {
  return { unit: "weeks", x, tx: txDays.map((value) => value / 7), T: ageDays.map((value) => value / 7) };
}
