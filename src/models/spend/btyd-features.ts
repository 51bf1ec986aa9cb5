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
export interface BtydFits {
  readonly histories: PurchaseHistories<"weeks">;
  readonly spend: SpendHistories;
  /** Customers' own gaps, for those who order too regularly for any of the models. */
  readonly rhythm: GapRhythm;
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
}

/**
 * Fits the purchase and spend models to what was known about `customers` at `cutoff`. If no one is seen to leave, that
 * is the NBD, the limit of every such model; else the likelier of BG/NBD and Pareto/NBD, which have equally many
 * parameters, among the interior fits; a quick training takes an interior BG/NBD without comparing. A fit on its boundary
 * is reported and not used. Those found at an earlier cutoff save most of the search.
 */
export function fitBtyd(
  purchases: Purchases,
  customers: Int32Array,
  cutoff: number,
  earlier: FoundFits = {},
  effort: Effort = "full",
): BtydFits {
  const summary = btydSummary(purchases, customers, cutoff);
  const histories = inWeeks(summary);
  const rhythm = gapRhythm(purchases, customers, cutoff);
  const spend: SpendHistories = { x: summary.x, meanSpend: summary.meanValue };
  const repeaters = summary.x.reduce((count, x) => count + (x > 0 ? 1 : 0), 0);
  if (repeaters < LEAST_REPEATERS) {
    const message = `Buy-till-you-die models need ${LEAST_REPEATERS} customers who have ordered on a second day; there are ${repeaters}.`;
    return {
      histories,
      spend,
      rhythm,
      purchases: null,
      family: null,
      values: null,
      found: {},
      messages: [message],
      refusals: [message],
    };
  }
  const tried: Fit<unknown>[] = [];
  const step = Math.ceil(histories.x.length / MOST_CUSTOMERS_TO_FIT);
  const some = (values: Float64Array) => values.filter((_, i) => i % step === 0);
  const { x, tx, T } = histories;
  const { model, family, ...found } = fitPurchases(
    { unit: "weeks", x: some(x), tx: some(tx), T: some(T) },
    earlier,
    tried,
    effort,
  );
  const gammaGamma = fitGammaGamma(
    { x: some(spend.x), meanSpend: some(spend.meanSpend) },
    startingAt(earlier.gammaGamma),
  );
  tried.push(gammaGamma);
  const values = gammaGamma.status === "interior" ? gammaGamma.model : null;
  return {
    histories,
    spend,
    rhythm,
    purchases: model,
    family,
    values,
    found: { ...found, ...(values && { gammaGamma: values }) },
    messages: tried.map((fit) => fit.message),
    refusals: tried.filter((fit) => fit.status !== "interior").map((fit) => fit.message),
  };
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
  const { histories, spend, purchases, family, values } = fits;
  const rows = histories.x.length;
  const missing = () => new Float64Array(rows).fill(NaN);
  const inWeeks = (horizonDays: number) => daysToWeeks(days(horizonDays));
  const orders = purchases ? purchases.expectedPurchases(histories, inWeeks(spendDays)) : missing();
  const value = values ? values.expectedMeanSpend(spend) : usualValue(spend);
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

/** Each customer's mean order, drawn towards that of all (a credibility weight, Bühlmann 1967). */
function usualValue({ x, meanSpend }: SpendHistories): Float64Array {
  let sum = 0;
  let orders = 0;
  x.forEach((count, i) => {
    sum += count * meanSpend[i]!;
    orders += count;
  });
  const usual = orders > 0 ? sum / orders : NaN;
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
