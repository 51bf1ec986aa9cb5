import type { GeneratingProcess } from "../../src/commands/generate/process";
import { btydSummary } from "../../src/customers/btyd-summary";
import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { fitBgNbd, fitParetoNbd, type PurchaseHistories } from "../../src/learning/btyd";
import { bias, pearson, reliabilityBins, spearman } from "../../src/learning/metrics";
import { DAY_MS } from "../../src/time";
import { type Bar, barOf } from "./bars";
import { OurTests, ours } from "./ours";
import { type Recovered, recoveries } from "./recovery";
import { ShopRows } from "./rows";
import { buyTillYouDie } from "./rules";
import { cutoffsBefore } from "./sections";
import type { Trial } from "./trial";
import { makeWorld } from "./worlds";

const CUSTOMERS = 8000;
const SEED = 7;
/** P(alive) is pooled over this many worlds: of one alone, a decile's share is known to ± .017 only. */
const WORLDS = 5;

/** Customers who buy about weekly, for like amounts: a year of orders tells who they are. */
const FREQUENT: GeneratingProcess = { r: 3, alphaWeeks: 4, s: 0.6, betaWeeks: 40, p: 6, q: 6, v: 320 };

/** How expected spend in the next 90 days does beside the truth that made the customers. */
export interface AgainstTruth {
  readonly world: string;
  readonly what: string;
  /** With the expectation of one who knows the rates and the mean order, but not who has left. */
  readonly correlation: number;
  /** With the expectation of one who knows who has left, too. */
  readonly correlationWithState: number;
  readonly rankCorrelation: number;
  /** Σ predicted / Σ true. */
  readonly total: number;
}

/** P(alive) by deciles of itself. */
export interface AliveCalibration {
  readonly what: string;
  readonly customers: number;
  /** The largest difference. */
  readonly worst: number;
  readonly deciles: readonly { readonly predicted: number; readonly alive: number }[];
}

export interface Truth {
  readonly customers: number;
  readonly spend: readonly AgainstTruth[];
  readonly alive: readonly AliveCalibration[];
  readonly recovered: readonly Recovered[];
  readonly bars: readonly Bar[];
}

/** The product on generated customers, beside what is true of them. */
export function againstTruth(): Truth {
  const spend = [
    ...spendAgainstTruth("the generator's, with its season", true),
    ...spendAgainstTruth("the generator's, all days alike", false),
    ...spendAgainstTruth("frequent buyers, all days alike", false, FREQUENT),
  ];
  const alive = [...aliveAgainstTruth("all days alike", false), ...aliveAgainstTruth("with a season", true)];
  const recovered = recoveries();
  return { customers: CUSTOMERS, spend, alive, recovered, bars: barsOf(spend, alive, recovered) };
}

function spendAgainstTruth(world: string, season: boolean, process?: GeneratingProcess): AgainstTruth[] {
  const { shop, truths, likelySpend, bestSpend } = makeWorld(SEED, CUSTOMERS, {
    season,
    ...(process && { process }),
  });
  const rows = new ShopRows(shop);
  const newest = newestOrder(shop.purchases);
  const trial: Trial = {
    shop: shop.name,
    testCutoff: newest,
    horizonDays: 90,
    learnDays: 90,
    trainCutoffs: cutoffsBefore(oldestOrder(shop.purchases), newest - 90 * DAY_MS),
    heldOut: null,
    leastOrders: 1,
    fold: 0,
  };
  const knowing = Float64Array.from(truths, (truth) => truth.expectedSpend90);
  const compare = (what: string, values: Float64Array): AgainstTruth => ({
    world,
    what,
    correlation: pearson(likelySpend, values),
    correlationWithState: pearson(knowing, values),
    rankCorrelation: spearman(likelySpend, values),
    total: bias(likelySpend, values).totalRatio,
  });
  const rule = buyTillYouDie(rows, trial);
  return [
    compare("ours", ours(new OurTests(rows), trial).spend),
    ...(rule.spend ? [compare(rule.name, rule.spend)] : []),
    compare("best from the orders alone", bestSpend),
  ];
}

function aliveAgainstTruth(name: string, season: boolean): AliveCalibration[] {
  const isAlive: number[] = [];
  const shipped: number[] = [];
  const bgNbd: number[] = [];
  const paretoNbd: number[] = [];
  for (let seed = 0; seed < WORLDS; seed++) {
    const { shop, truths } = makeWorld(100 + seed, CUSTOMERS, { season });
    const newest = newestOrder(shop.purchases);
    const { table } = new ShopRows(shop).snapshots(90).at(newest);
    const { x, txDays, ageDays } = btydSummary(shop.purchases, table.customer, newest);
    const weeks = (values: Float64Array) => values.map((value) => value / 7);
    const histories: PurchaseHistories<"weeks"> = { unit: "weeks", x, tx: weeks(txDays), T: weeks(ageDays) };
    for (const customer of table.customer) isAlive.push(truths[customer]!.alive ? 1 : 0);
    for (const p of table.columns.btyd_p_alive!) shipped.push(p);
    for (const p of fitBgNbd(histories).model.pAlive(histories)) bgNbd.push(p);
    for (const p of fitParetoNbd(histories).model.pAlive(histories)) paretoNbd.push(p);
  }
  const calibration = (what: string, pAlive: readonly number[]): AliveCalibration => {
    const bins = reliabilityBins(Float64Array.from(isAlive), Float64Array.from(pAlive));
    const deciles = bins.map((bin) => ({ predicted: bin.meanProbability, alive: bin.observedRate }));
    const worst = Math.max(...deciles.map(({ predicted, alive }) => Math.abs(predicted - alive)));
    return { what: `${what}, ${name}`, customers: isAlive.length, worst, deciles };
  };
  return [
    ...(shipped.some(Number.isNaN) ? [] : [calibration("ours", shipped)]),
    calibration("BG/NBD", bgNbd),
    calibration("Pareto/NBD", paretoNbd),
  ];
}

/**
 * Parameters that the data tell to within this (a relative standard error) have a bar; others nobody could find within
 * 10 %.
 */
const TELLING = 0.1;

function barsOf(
  spend: readonly AgainstTruth[],
  alive: readonly AliveCalibration[],
  recovered: readonly Recovered[],
): Bar[] {
  const own = spend.filter(({ what }) => what === "ours");
  const best = (world: string) =>
    spend.find((row) => row.world === world && row.what === "best from the orders alone")!.correlation;
  return [
    ...own.map(({ world, correlation }) =>
      // Where the orders alone tell no more than that, no method reaches .9.
      best(world) > 0.92
        ? barOf(`correlation with the truth, ${world}`, correlation, 0.9, 1)
        : barOf(
            `correlation with the truth over the best there is, ${world}`,
            correlation / best(world),
            0.95,
            1.05,
          ),
    ),
    ...alive
      .filter(({ what }) => what === "ours, all days alike")
      .map(({ what, worst }) => barOf(`P(alive), worst decile, ${what}`, worst, 0, 0.03)),
    ...recovered
      .filter(({ leastError }) => leastError < TELLING)
      .map(({ process, parameter, ratio, sd }) =>
        barOf(`${parameter} of ${process}`, ratio, 0.9, 1.1, sd / Math.sqrt(5)),
      ),
  ];
}
