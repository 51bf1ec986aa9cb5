import type { Matrix } from "../../learning/matrix";
import { pairwiseSum } from "../../learning/special/pairwise-sum";
import { FoldTests } from "../judging/fold-tests";
import { type LabelledRows, spendToTell } from "../judging/labelled-rows";
import type { Fold } from "../judging/protocol";
import { forecastLevel, type LevelForecast } from "../level/level-forecast";
import { countBuyers, expectedSpend, fitSpend, type SpendModel } from "./lifetime-value";

/** How far the total of the next window is off as a rule, in logarithms, before a shop's own windows tell. */
const USUAL_LEVEL_ERROR = 0.17;
/** A window of next to no spend counts as having had this share of what was expected. */
const LEAST_SHARE_OF_EXPECTED = 0.01;

/** A model fitted before a day, at the level forecast for the window after it. */
export interface SpendFit {
  readonly model: SpendModel;
  readonly level: LevelForecast;
  /** Rows of the training windows with a purchase. */
  readonly buyers: number;
}

/** A fit, the rows of the window after it, and what it expects of them. */
export interface SpendTest extends SpendFit {
  readonly cutoff: number;
  readonly train: LabelledRows;
  readonly rows: LabelledRows;
  readonly predicted: Float64Array;
}

/** The fits and tests of expected spend of one head of one shop. */
export class SpendTests extends FoldTests<SpendTest> {
  /** Amounts vary more than shares. */
  protected readonly mostRowsOfWindow = 8_000;

  /** A model learned from the windows after `trainCutoffs`, at the level forecast for `cutoff`; to score `asked`. */
  fitAt(trainCutoffs: readonly number[], cutoff: number, asked: Matrix): SpendFit {
    return this.#learn(trainCutoffs, cutoff, asked).fit;
  }

  #learn(
    trainCutoffs: readonly number[],
    cutoff: number,
    asked: Matrix,
  ): { fit: SpendFit; train: LabelledRows } {
    const learned = trainCutoffs.map((at) => this.window(at));
    const train = this.rowsToLearnFrom(learned);
    const model = this.fit(train, asked);
    const windows = this.knownWindows(trainCutoffs, cutoff);
    const history = {
      cutoffs: windows.map((window) => window.cutoff),
      levels: windows.map((window) => levelOf(model, window.rows())),
    };
    const level = forecastLevel(history, cutoff, this.horizonDays, this.firstOrder, USUAL_LEVEL_ERROR);
    const buyers = learned.reduce((sum, window) => sum + countBuyers(window), 0);
    return { fit: { model: { ...model, totalFactor: Math.exp(level.level) }, level, buyers }, train };
  }

  fit(rows: LabelledRows, asked: Matrix): SpendModel {
    const seed = this.hasTrees ? this.random.fork("trees").seed : null;
    return fitSpend(rows, this.features, this.horizonDays, [asked], seed);
  }

  protected cutoffsOf({ testCutoff, trainCutoffs }: Fold): number[] {
    const known = this.knownWindows(trainCutoffs, testCutoff).map(({ cutoff }) => cutoff);
    return [testCutoff, ...trainCutoffs, ...known];
  }

  protected make({ testCutoff, trainCutoffs }: Fold): SpendTest {
    const rows = this.rowsOf([this.window(testCutoff)]);
    const { fit, train } = this.#learn(trainCutoffs, testCutoff, rows.x);
    const predicted = expectedSpend(fit.model, rows.x);
    return { ...fit, cutoff: testCutoff, train, rows, predicted };
  }
}

/** The level of a window that is over. */
function levelOf(model: SpendModel, rows: LabelledRows): number {
  return totalLevel(expectedSpend(model, rows.x), spendToTell(rows));
}

/** The logarithm of the factor that makes the total of `expected` that of `spent`; 0 where nothing was expected. */
export function totalLevel(expected: Float64Array, spent: Float64Array): number {
  const [sum, came] = [pairwiseSum(expected), pairwiseSum(spent)];
  return sum > 0 ? Math.log(Math.max(came / sum, LEAST_SHARE_OF_EXPECTED)) : 0;
}
