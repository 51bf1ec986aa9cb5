import { oldestOrder } from "../../customers/labels";
import type { Matrix } from "../../learning/matrix";
import type { Random } from "../../learning/random";
import { pairwiseSum } from "../../learning/special/pairwise-sum";
import { HEAD_FEATURES, type Head } from "../heads";
import { atMost, type LabelledRows, spendToTell } from "../judging/labelled-rows";
import type { Fold } from "../judging/protocol";
import { rowsAt } from "../judging/splits";
import { forecastLevel, type LevelForecast, type LevelHistory, levelCutoffs } from "../level/level-forecast";
import type { Snapshots } from "../snapshot";
import { countBuyers, expectedSpend, fitSpend, type SpendModel } from "./lifetime-value";

/** More rows would teach no more. */
const MOST_ROWS_TO_LEARN_FROM = 60_000;
/** Enough rows of a window to know its level: amounts vary more than shares. */
const MOST_ROWS_OF_A_WINDOW = 8_000;
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

/** Fits and tests of one head of one shop, each made once: the tests of a backtest share them. */
export class SpendTests {
  readonly #made = new Map<number, SpendTest>();
  readonly #firstOrder: number;

  constructor(
    readonly snapshots: Snapshots,
    readonly head: Head,
    readonly horizonDays: number,
    readonly random: Random,
  ) {
    this.#firstOrder = oldestOrder(snapshots.purchases);
  }

  get features(): readonly string[] {
    return HEAD_FEATURES[this.head];
  }

  /** The test at a fold. */
  at({ testCutoff, trainCutoffs }: Fold): SpendTest {
    const made = this.#made.get(testCutoff);
    if (made) return made;
    const rows = this.#rowsAt([testCutoff]);
    const fit = this.fitAt(trainCutoffs, testCutoff, rows.x);
    const test = {
      ...fit,
      cutoff: testCutoff,
      train: this.#rowsAt(trainCutoffs),
      rows,
      predicted: expectedSpend(fit.model, rows.x),
    };
    this.#made.set(testCutoff, test);
    return test;
  }

  /** A model learned from the windows after `trainCutoffs`, at the level forecast for `cutoff`; to score `asked`. */
  fitAt(trainCutoffs: readonly number[], cutoff: number, asked: Matrix): SpendFit {
    const rows = this.#rowsAt(trainCutoffs);
    const model = this.fit(rows, asked);
    const windows = levelCutoffs(this.#firstOrder, cutoff, this.horizonDays);
    const known = windows.length > 0 ? windows : trainCutoffs.toSorted((a, b) => a - b);
    const history: LevelHistory = { cutoffs: known, levels: known.map((at) => this.#levelAt(model, at)) };
    const level = forecastLevel(history, cutoff, this.horizonDays, this.#firstOrder, USUAL_LEVEL_ERROR);
    return { model: { ...model, totalFactor: Math.exp(level.level) }, level, buyers: countBuyers(rows) };
  }

  fit(rows: LabelledRows, asked: Matrix): SpendModel {
    const some = atMost(rows, MOST_ROWS_TO_LEARN_FROM, this.random.fork("rows"));
    const { seed } = this.random.fork("trees");
    return fitSpend(some, this.features, this.horizonDays, [asked], seed);
  }

  #levelAt(model: SpendModel, cutoff: number): number {
    const rows = atMost(this.#rowsAt([cutoff]), MOST_ROWS_OF_A_WINDOW, this.random.fork(`window ${cutoff}`));
    return totalLevel(expectedSpend(model, rows.x), spendToTell(rows));
  }

  #rowsAt(cutoffs: readonly number[]): LabelledRows {
    return rowsAt(this.snapshots, cutoffs, this.horizonDays, this.head);
  }
}

/** The logarithm of the factor that makes the total of `expected` that of `spent`; 0 where nothing was expected. */
export function totalLevel(expected: Float64Array, spent: Float64Array): number {
  const [sum, came] = [pairwiseSum(expected), pairwiseSum(spent)];
  return sum > 0 ? Math.log(Math.max(came / sum, LEAST_SHARE_OF_EXPECTED)) : 0;
}
