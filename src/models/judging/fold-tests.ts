import { oldestOrder } from "../../customers/labels";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import { levelCutoffs } from "../level/level-forecast";
import type { Effort } from "../settings";
import type { CustomerTables } from "../snapshot";
import { type LabelledRows, sampledRows } from "./labelled-rows";
import type { Fold } from "./protocol";
import { rowsOfWindows, type Window, windowAt } from "./splits";

/**
 * Most rows that a fit learns from. On CDNOW, a sixth of 60,000 costs .0015 of log loss and .001 of AUC, and more than
 * 60,000 would teach no more. In fourteen shops, 6,000 instead of 10,000 cost .0004 and .0002.
 */
const MOST_ROWS_TO_LEARN_FROM: Readonly<Record<Effort, number>> = { quick: 6_000, full: 60_000 };
/** Most rows of a window that a quick training tells its level by: more change nothing. */
const MOST_ROWS_OF_QUICK_WINDOW = 2_000;

/** Fits and tests of one head of one shop, each made once: the tests of a backtest share them. */
export abstract class FoldTests<Test> {
  readonly #made = new Map<number, Test>();
  readonly #windows = new Map<number, Window>();
  protected readonly firstOrder: number;
  /** Most rows of a window that its level is told by. */
  protected abstract readonly mostRowsOfWindow: number;

  constructor(
    readonly snapshots: CustomerTables,
    readonly head: Head,
    readonly horizonDays: number,
    readonly random: Random,
    private readonly effort: Effort = "full",
  ) {
    this.firstOrder = oldestOrder(snapshots.purchases);
  }

  get features(): readonly string[] {
    return HEAD_FEATURES[this.head];
  }

  /**
   * Whether boosted trees are members. With all features, a quick training does without: in fourteen shops, they change
   * its log loss by .0001 and nothing of its AUC. With the base features alone, they take .017 off the log loss.
   */
  protected get hasTrees(): boolean {
    return this.effort === "full" || this.head === "base";
  }

  /** The test at a fold. */
  at(fold: Fold): Test {
    const made = this.#made.get(fold.testCutoff) ?? this.make(fold);
    this.#made.set(fold.testCutoff, made);
    return made;
  }

  protected abstract make(fold: Fold): Test;

  /** Looks at the windows that `make` looks at, in the same order, and fits nothing. */
  touch(fold: Fold): void {
    for (const cutoff of this.cutoffsOf(fold)) this.window(cutoff);
  }

  /** The cutoffs of the windows that `make` looks at, in its order. */
  protected abstract cutoffsOf(fold: Fold): number[];

  protected window(cutoff: number): Window {
    const known = this.#windows.get(cutoff) ?? windowAt(this.snapshots, cutoff, this.horizonDays);
    this.#windows.set(cutoff, known);
    return known;
  }

  /** The rows that a fit learns from: all of these windows, or those of a sample of customers. */
  protected rowsToLearnFrom(windows: readonly Window[]): LabelledRows {
    return this.rowsOf(windows, MOST_ROWS_TO_LEARN_FROM[this.effort], "rows");
  }

  protected rowsOf(windows: readonly Window[], most = Infinity, draw = ""): LabelledRows {
    return rowsOfWindows(windows, this.head, sampledRows(windows, most, this.random.fork(draw)) ?? undefined);
  }

  /** Rows of the windows that are over by `cutoff`, ascending; of the training windows if a file is too short. */
  protected knownWindows(
    trainCutoffs: readonly number[],
    cutoff: number,
  ): { readonly cutoff: number; readonly rows: () => LabelledRows }[] {
    const windows = levelCutoffs(this.firstOrder, cutoff, this.horizonDays);
    const most = Math.min(
      this.mostRowsOfWindow,
      this.effort === "quick" ? MOST_ROWS_OF_QUICK_WINDOW : Infinity,
    );
    return (windows.length > 0 ? windows : trainCutoffs.toSorted((a, b) => a - b)).map((at) => ({
      cutoff: at,
      rows: () => this.rowsOf([this.window(at)], most, `window ${at}`),
    }));
  }
}
