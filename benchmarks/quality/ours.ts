import { oldestOrder } from "../../src/customers/labels";
import { fitBands } from "../../src/learning/conformal-bands";
import { Random } from "../../src/learning/random";
import { chooseChurn } from "../../src/models/churn/choose-churn";
import { churnLogOdds, fitChurn, probabilities } from "../../src/models/churn/churn";
import { HEAD_FEATURES } from "../../src/models/heads";
import { takeValues } from "../../src/models/judging/labelled-rows";
import { foldsUntil } from "../../src/models/judging/protocol";
import type { Split } from "../../src/models/judging/splits";
import { DEFAULT_SETTINGS, type Effort } from "../../src/models/settings";
import { chooseSpend } from "../../src/models/spend/choose-spend";
import { expectedSpend, fitSpend } from "../../src/models/spend/lifetime-value";
import { horizonFactors } from "../../src/models/spend/spend-horizon";
import { INTERVAL_COVERAGE, intervals } from "../../src/models/spend/train-spend";
import { isoDay } from "../../src/time";
import type { ShopRows } from "./rows";
import type { Answer, Trial } from "./trial";

/**
 * What the product answers in a trial, by the steps of its training, with what it chose. This is the only file of the
 * check that knows how the product trains; it is handed no label of the tested window.
 */
export function ours(rows: ShopRows, trial: Trial, effort: Effort): Answer & { readonly note: string } {
  const { learnDays, horizonDays } = trial;
  const features = HEAD_FEATURES.all;
  const random = new Random(DEFAULT_SETTINGS.seed);
  const train = rows.training(trial);
  const x = rows.tested(trial);
  const { btyd } = rows.snapshots(learnDays).at(trial.testCutoff);
  const factors = takeValues(horizonFactors(btyd, learnDays, horizonDays), rows.testedRows(trial));

  const churnRandom = random.fork("churn all");
  const churnSelection = chooseChurn(train, features, effort, churnRandom.fork("churn choice"));
  const churnSeed = churnRandom.fork("churn trees").seed;
  const churnModel = fitChurn(train, features, churnSelection.choice, churnSeed);
  const churn = probabilities(churnLogOdds(churnModel, x)).map((p, i) => p ** factors[i]!);

  const spendRandom = random.fork("spend all");
  const { choice, promises, trace } = chooseSpend(
    train,
    earlierTests(rows, trial),
    features,
    learnDays,
    [x],
    effort,
    spendRandom.fork("spend choice"),
  );
  const spendSeed = spendRandom.fork("spend trees").seed;
  const predicted = expectedSpend(fitSpend(train, features, learnDays, choice, spendSeed), x);
  const { low, high } = intervals(fitBands(promises.predicted, promises.spend, INTERVAL_COVERAGE), predicted);
  const stretched = (values: Float64Array) => values.map((value, i) => value * factors[i]!);
  const weights = trace
    .filter(({ weight }) => weight > 0)
    .map(({ kind, weight }) => `${kind} ${weight.toFixed(2)}`);
  return {
    churn,
    spend: stretched(predicted),
    low: stretched(low),
    high: stretched(high),
    note: `${isoDay(trial.testCutoff)}: trees weigh ${churnSelection.choice.treeWeight} in churn; spend is ${weights.join(", ")}`,
  };
}

/**
 * Tests whose windows end by the test cutoff; none where customers are held out, whose season is in the training rows.
 */
function earlierTests(rows: ShopRows, trial: Trial): Split[] {
  if (trial.heldOut !== null) return [];
  const first = oldestOrder(rows.shop.purchases);
  return foldsUntil(first, trial.testCutoff, trial.learnDays)
    .slice(0, -1)
    .map(({ testCutoff, trainCutoffs }) => ({
      train: rows.training({ ...trial, trainCutoffs }),
      test: rows.training({ ...trial, trainCutoffs: [testCutoff] }),
    }));
}
