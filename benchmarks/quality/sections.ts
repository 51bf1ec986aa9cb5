import { baseFeatures } from "../../src/customers/base-features";
import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { Random } from "../../src/learning/random";
import { DAY_MS, isoDay } from "../../src/time";
import { INVENTED, type InventedName } from "./invented";
import type { Shop, Trial } from "./trial";

/** Trials that are judged together, and what to say of them. */
export interface Section {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly trials: readonly Trial[];
  /**
   * Whether the tested window's season was learned from, by enough customers to tell: then calibration and total have
   * bars.
   */
  readonly seasonKnown: boolean;
}

/** Training cutoffs are stacked this far apart, and have at least this much history. */
const STEP_DAYS = 30;
const LEAST_HISTORY_DAYS = 60;
const MOST_CUTOFFS = 10;
const CUSTOMER_FOLDS = 3;
const INVENTED_TESTS = 5;

export interface SectionOptions {
  /** How many random splits of the customers are tested, where customers are held out. */
  readonly seeds: number;
  /** How often for the reference's own split. */
  readonly referenceSeeds: number;
}

export function sectionsOf(shop: Shop, options: SectionOptions): Section[] {
  switch (shop.name) {
    case "online_retail":
      return onlineRetail(shop, options);
    case "cdnow":
      return [cdnowHalves(shop), cdnowRolling(shop)];
    default:
      return [invented(shop, shop.name)];
  }
}

function invented(shop: Shop, name: InventedName): Section {
  const trials = rollingTrials(shop, 90, 90).slice(-INVENTED_TESTS);
  return {
    key: `invented_${name}`,
    title: `Invented: ${INVENTED[name].what}, 90 days`,
    note: `${shop.purchases.customers} customers. Test cutoffs ${days(trials)}.`,
    trials: trials.map((trial, fold) => ({ ...trial, fold })),
    seasonKnown: false,
  };
}

function onlineRetail(shop: Shop, { seeds, referenceSeeds }: SectionOptions): Section[] {
  const newest = newestOrder(shop.purchases);
  const oldest = oldestOrder(shop.purchases);
  const rolling = rollingTrials(shop, 90, STEP_DAYS);
  const last = newest - 90 * DAY_MS;
  const half = newest - 180 * DAY_MS;
  const known = (testCutoff: number, horizonDays: number, count: number) =>
    heldOutTrials(shop, testCutoff, horizonDays, count, [
      testCutoff,
      ...cutoffsBefore(oldest, testCutoff - STEP_DAYS * DAY_MS),
    ]);
  const reference: Trial[] = [];
  const repeaters = customersWith(shop, last, 2);
  for (let seed = 0; seed < referenceSeeds; seed++) {
    const heldOut = pick(repeaters, new Random(seed).fork("reference split"), 0.2);
    reference.push({
      ...base(shop, last, 90),
      trainCutoffs: [last, ...cutoffsBefore(oldest, last - STEP_DAYS * DAY_MS)].slice(0, MOST_CUTOFFS),
      heldOut,
      leastOrders: 2,
      fold: seed,
    });
  }
  return [
    {
      key: "online_retail_rolling_90",
      title: "Online Retail, one year: rolling, 90 days",
      note: `Test cutoffs ${days(rolling)}; every training window ends before the test cutoff. Test windows overlap, so the spread over folds says too little.`,
      trials: rolling,
      seasonKnown: false,
    },
    {
      key: "online_retail_known_90",
      title: "Online Retail, one year: season known, 90 days",
      note: `Customers held out at ${isoDay(last)} (${CUSTOMER_FOLDS} folds of customers, parted ${seeds} times); learned from all other customers at the same and earlier cutoffs.`,
      trials: known(last, 90, seeds),
      seasonKnown: true,
    },
    {
      key: "online_retail_known_180",
      title: "Online Retail, one year: season known, 180 days",
      note: `As before, at ${isoDay(half)}. A year has no room for two windows of 180 days, so there is no rolling test of them.`,
      trials: known(half, 180, 1),
      seasonKnown: true,
    },
    {
      key: "online_retail_reference",
      title: "Online Retail, one year: the reference's split",
      note:
        `Random 80/20 of the ${repeaters.length} customers with two orders at ${isoDay(last)}, ${referenceSeeds} seeds. ` +
        "Published there: AUC of logistic .732, trees .708, tuned trees .745, blend .749 (log loss .5225); spend MAE of trees 923, " +
        "median 941, same again 799, tuned Tweedie trees 787, absolute-error trees 752, BG/NBD × Gamma-Gamma 741; ± .023 AUC. With 402 tested customers a perfect model has an ECE of about .05.",
      trials: reference,
      seasonKnown: false,
    },
  ];
}

function cdnowHalves(shop: Shop): Section {
  const cutoff = Date.UTC(1997, 8, 30);
  const trainCutoffs = cutoffsBefore(oldestOrder(shop.purchases), cutoff - 91 * DAY_MS);
  return {
    key: "cdnow_39_weeks",
    title: "CDNOW: 39 weeks from 39 weeks",
    note:
      `${shop.purchases.customers} customers at 1997-09-30. The 39 weeks so far have no room for windows of 39 weeks: learners ` +
      "learn from windows of 13 weeks and go on at the same pace (spend × 3, P(no order)³). BG/NBD × Gamma-Gamma needs no windows.",
    trials: [{ ...base(shop, cutoff, 273), learnDays: 91, trainCutoffs, fold: 0 }],
    seasonKnown: false,
  };
}

function cdnowRolling(shop: Shop): Section {
  const trials = rollingTrials(shop, 90, 90);
  return {
    key: "cdnow_rolling_90",
    title: "CDNOW: rolling, 90 days",
    note: `${shop.purchases.customers} customers. Test cutoffs ${days(trials)}; every training window ends before the test cutoff.`,
    trials,
    seasonKnown: false,
  };
}

function base(shop: Shop, testCutoff: number, horizonDays: number) {
  return {
    shop: shop.name,
    testCutoff,
    horizonDays,
    learnDays: horizonDays,
    heldOut: null,
    leastOrders: 1,
  };
}

/**
 * A trial at each cutoff, `stepDays` apart, that has a whole window after it and at least one training window before.
 */
function rollingTrials(shop: Shop, horizonDays: number, stepDays: number): Trial[] {
  const oldest = oldestOrder(shop.purchases);
  const trials: Trial[] = [];
  let testCutoff = newestOrder(shop.purchases) - horizonDays * DAY_MS;
  for (; ; testCutoff -= stepDays * DAY_MS) {
    const trainCutoffs = cutoffsBefore(oldest, testCutoff - horizonDays * DAY_MS);
    if (trainCutoffs.length === 0) break;
    trials.unshift({ ...base(shop, testCutoff, horizonDays), trainCutoffs, fold: 0 });
  }
  return trials.map((trial, fold) => ({ ...trial, fold }));
}

function heldOutTrials(
  shop: Shop,
  testCutoff: number,
  horizonDays: number,
  seeds: number,
  trainCutoffs: readonly number[],
): Trial[] {
  const customers = customersWith(shop, testCutoff, 1);
  const trials: Trial[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const shuffled = new Random(seed).fork("customer folds").shuffle(customers.slice());
    for (let part = 0; part < CUSTOMER_FOLDS; part++) {
      const heldOut = shuffled.filter((_, i) => i % CUSTOMER_FOLDS === part).sort();
      trials.push({
        ...base(shop, testCutoff, horizonDays),
        trainCutoffs: trainCutoffs.slice(0, MOST_CUTOFFS),
        heldOut,
        fold: seed,
      });
    }
  }
  return trials;
}

/** `latest` and the cutoffs a step apart before it that have enough history, newest first. */
export function cutoffsBefore(oldest: number, latest: number): number[] {
  const cutoffs: number[] = [];
  for (let cutoff = latest; cutoffs.length < MOST_CUTOFFS; cutoff -= STEP_DAYS * DAY_MS) {
    if (cutoff - oldest < LEAST_HISTORY_DAYS * DAY_MS) break;
    cutoffs.push(cutoff);
  }
  return cutoffs;
}

function customersWith(shop: Shop, cutoff: number, leastOrders: number): Int32Array {
  const { customer, columns } = baseFeatures(shop.purchases, cutoff);
  return customer.filter((_, row) => columns.frequency![row]! >= leastOrders);
}

function pick(customers: Int32Array, random: Random, share: number): Int32Array {
  return random.sample(customers.length, Math.round(share * customers.length)).map((i) => customers[i]!);
}

function days(trials: readonly Trial[]): string {
  return trials.map((trial) => isoDay(trial.testCutoff)).join(", ");
}
