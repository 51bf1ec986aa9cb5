import { type Defect, defectsIn } from "../defect";

const BOOSTING = [
  "tests/learning/boosting/losses.test.ts",
  "tests/learning/boosting/gradient-boosted-trees.test.ts",
];
const CLASSIFICATION = "tests/learning/metrics/classification.test.ts";

/** Algorithms and measures. */
export const LEARNING: readonly Defect[] = [
  ...defectsIn("src/learning/metrics/roc.ts", CLASSIFICATION, [
    ["ties are not shared", "(positives * (positives + 1)) / 2", "(positives * (positives - 1)) / 2"],
    ["both rates are of the positives", "(count - hits[i]!) / negatives", "(count - hits[i]!) / positives"],
  ]),
  ...defectsIn(
    "src/learning/metrics/ranking.ts",
    [CLASSIFICATION, "tests/learning/metrics/regression.test.ts"],
    [
      [
        "a tie counts by its order in the file",
        "ranking.actual.fill(sum / (to - from), from, to);",
        "for (let i = from; i < to; i++) ranking.actual[i] = actual[order[i]!]!;",
      ],
    ],
  ),
  ...defectsIn("src/learning/metrics/lift.ts", CLASSIFICATION, [
    [
      "the lift is of the bottom",
      "pairwiseSum(ranking.actual, 0, top) / top",
      "pairwiseSum(ranking.actual, ranking.actual.length - top, ranking.actual.length) / top",
    ],
  ]),
  ...defectsIn("src/learning/metrics/probability.ts", CLASSIFICATION, [
    [
      "the log loss of a sure mistake is infinite",
      "Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probabilities[i]!))",
      "probabilities[i]!",
    ],
    ["the Brier score is absolute", "(y - probabilities[i]!) ** 2", "Math.abs(y - probabilities[i]!)"],
  ]),
  ...defectsIn("src/learning/metrics/regression.ts", "tests/learning/metrics/regression.test.ts", [
    [
      "the bias has the wrong sign",
      "meanError: mean(actual.map((y, i) => predicted[i]! - y))",
      "meanError: mean(actual.map((y, i) => y - predicted[i]!))",
    ],
  ]),
  ...defectsIn("src/learning/metrics/cost.ts", "tests/learning/metrics/cost.test.ts", [
    [
      "false alarms cost what missed leavers do",
      "falsePositives * costs.falseAlarm;",
      "falsePositives * costs.missedChurner;",
    ],
    [
      "a threshold lies above those whom it should reach",
      "return middle > scores[place + 1]! ? middle : lowestIn;",
      "return lowestIn + 1e-9;",
    ],
  ]),
  ...defectsIn("src/learning/metrics/precision-recall.ts", CLASSIFICATION, [
    [
      "the area is interpolated",
      "* precision[i]!;",
      "* (i ? (precision[i]! + precision[i - 1]!) / 2 : precision[i]!);",
    ],
  ]),
  ...defectsIn("src/learning/metrics/confusion.ts", CLASSIFICATION, [
    ["a score on the threshold is a no", "scores[i]! >= threshold ? 1 : 0", "scores[i]! > threshold ? 1 : 0"],
  ]),
  ...defectsIn("src/learning/silhouette.ts", "tests/learning/silhouette.test.ts", [
    ["a row is its own neighbour", "/ (sizes[own]! - 1);", "/ sizes[own]!;"],
    ["a cluster of one is perfect", "if (sizes[own] === 1) return 0;", "if (sizes[own] === 1) return 1;"],
  ]),
  ...defectsIn("src/learning/boosting/loss-logistic.ts", BOOSTING, [
    ["the gradient points away", "out[2 * i] = weight * (p - y[i]!);", "out[2 * i] = weight * (y[i]! - p);"],
    ["the curvature is constant", "weight * Math.max(p * (1 - p), LEAST_HESSIAN)", "weight"],
  ]),
  ...defectsIn("src/learning/boosting/loss-tweedie.ts", BOOSTING, [
    [
      "the curvature has the wrong sign in one part",
      "weight * (b * toB - a * yToA)",
      "weight * (b * toB + a * yToA)",
    ],
  ]),
  ...defectsIn(
    "src/learning/boosting/leaf-weight.ts",
    [
      "tests/learning/boosting/tree-grower.test.ts",
      "tests/learning/boosting/split-search.test.ts",
      "tests/learning/boosting/xgboost.test.ts",
    ],
    [
      ["the penalty is not in the leaf", "/ (hessian + lambda);", "/ hessian;"],
      [
        "small gradients are not shrunk to nothing",
        "if (gradient > alpha) return gradient - alpha;",
        "if (gradient > 0) return gradient - alpha;",
      ],
    ],
  ),
  ...defectsIn(
    "src/learning/btyd/bg-nbd.ts",
    ["tests/learning/btyd/formulas.test.ts", "tests/learning/btyd/cdnow.test.ts"],
    [
      ["a customer with one purchase may be dead", "if (x[i] === 0) continue;", ""],
      ["P(alive) of one purchase too many", "a / (b + x[i]! - 1)", "a / (b + x[i]!)"],
    ],
  ),
  ...defectsIn(
    "src/learning/btyd/gamma-gamma.ts",
    ["tests/learning/btyd/formulas.test.ts", "tests/learning/btyd/cdnow.test.ts"],
    [
      [
        "the mean is not drawn to the population's",
        "p * (v + (x === 0 ? 0 : x * histories.meanSpend[i]!))",
        "p * (x === 0 ? v : x * histories.meanSpend[i]!)",
      ],
    ],
  ),
  ...defectsIn(
    "src/learning/btyd/pareto-nbd.ts",
    ["tests/learning/btyd/formulas.test.ts", "tests/learning/btyd/cdnow.test.ts"],
    [
      [
        "the horizon is a week short",
        "expectedTimeAlive(this.s, this.beta + T[i]!, horizon)",
        "expectedTimeAlive(this.s, this.beta + T[i]!, horizon * 0.9)",
      ],
    ],
  ),
  ...defectsIn(
    "src/learning/drift/population-stability.ts",
    "tests/learning/drift/population-stability.test.ts",
    [
      ["an empty bin is infinite", "const PSEUDO_COUNT = 0.5;", "const PSEUDO_COUNT = 0;"],
      ["the stability is the other way round", "(q - p) * Math.log(q / p)", "q * Math.log(q / p)"],
    ],
  ),
  ...defectsIn("src/learning/drift/wasserstein.ts", "tests/learning/drift/wasserstein.test.ts", [
    ["the distance is in no unit", "distance: distance / deviation", "distance"],
  ]),
  ...defectsIn(
    "src/models/next-order/customer-outlook.ts",
    [
      "tests/models/next-order/customer-outlook.test.ts",
      "tests/models/next-order/next-order-overdue.test.ts",
    ],
    [
      [
        "the value if kept is gross",
        "const order = (1 - returned[i]!) * columns.avg_basket_value![i]!;",
        "const order = columns.avg_basket_value![i]!;",
      ],
      [
        "the value of the overdue has p for 1 − p",
        "(1 - lateness.silenceProbability[i]!) * noOrder[i]!",
        "lateness.silenceProbability[i]! * noOrder[i]!",
      ],
      [
        "customers in time have an overdue value",
        "lateness.daysOverdue[i]! > 0 ?",
        "lateness.daysOverdue[i]! > -1e9 ?",
      ],
      ["who sends everything back is worth something", "if (returned[i]! >= 1) out[i]! *= 0;", ""],
      ["net spend is gross", 'basis === "net" ? spend : spend.map', 'basis === "gross" ? spend : spend.map'],
      [
        "the date of the next order is a day late",
        "isoDay(asOf + day * DAY_MS)",
        "isoDay(asOf + (day + 1) * DAY_MS)",
      ],
      [
        "the columns of days are of one day",
        "noOrderWithin(curves!, day)] as const",
        "noOrderWithin(curves!, 30)] as const",
      ],
      [
        "the profit is of the churn horizon",
        "contactProfit: kept.map((value, i) => contactProfit(noOrder[i]!, value, terms))",
        "contactProfit: kept.map((value, i) => contactProfit(churn[i]!, value, terms))",
      ],
      [
        "a rate is per horizon whatever the tenure",
        "Math.max(columns.tenure_days![i]!, spendDays)",
        "spendDays",
      ],
    ],
  ),
  ...defectsIn(
    "src/models/spend/spend-horizon.ts",
    ["tests/models/spend/spend-horizon.test.ts", "tests/models/spend/lifetime-value.test.ts"],
    [
      ["spend by horizon follows the days", "from[i]! > 0 ? to[i]! / from[i]! : plain", "plain"],
      [
        "weeks are days",
        "purchases.expectedPurchases(histories, daysToWeeks(days(toDays)))",
        "purchases.expectedPurchases(histories, daysToWeeks(days(toDays * 7)))",
      ],
      [
        "between two horizons the longer counts",
        "return byHorizon(from) + share * (byHorizon(to) - byHorizon(from));",
        "return byHorizon(to);",
      ],
      [
        "horizons beyond the longest are guessed",
        "horizonDays <= MOST_HORIZON_DAYS)) {",
        "horizonDays <= 1e9)) {",
      ],
    ],
  ),
];
