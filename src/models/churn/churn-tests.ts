import { oldestOrder } from "../../customers/labels";
import { mean } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import { atMost, type LabelledRows } from "../judging/labelled-rows";
import type { Fold } from "../judging/protocol";
import { rowsAt } from "../judging/splits";
import { blendOf, type TestedVotes, weighVotes } from "../judging/weigh-votes";
import { forecastLevel, type LevelForecast, levelCutoffs, logOddsLevel } from "../level/level-forecast";
import type { Snapshots } from "../snapshot";
import { probabilities } from "./churn";
import { allowedLevel } from "./churn-level";
import { byOneFeature, type ChurnMembers, fitMembers, votersOf, votes } from "./members";

/** More rows would teach no more. */
const MOST_ROWS_TO_LEARN_FROM = 60_000;
/** Enough rows of a window to know its level. */
const MOST_ROWS_OF_A_WINDOW = 4_000;
/** How far the level of the next window is off as a rule, in log-odds, before a shop's own windows tell. */
const USUAL_LEVEL_ERROR = 0.25;

/** What the members said of the customers of a window that is over, and what came. */
interface KnownWindow extends TestedVotes {
  readonly cutoff: number;
}

/** Members fitted before a day, and the windows that were over by then. */
export interface ChurnFit {
  readonly members: ChurnMembers;
  /** Rows of the training windows that left and that stayed. */
  readonly leavers: number;
  readonly stayers: number;
  readonly known: readonly KnownWindow[];
}

/** Members that never saw `rows`, and what they and the simple rules say of them. */
export interface TestRows extends TestedVotes {
  readonly members: ChurnMembers;
  readonly rows: LabelledRows;
  /** The share of leavers that the members learned from. */
  readonly usualShare: number;
  /** Probabilities of leaving by recency alone. */
  readonly byRecency: Float64Array;
}

/** A fit, and the rows of the window after it. */
export interface ChurnTest extends ChurnFit, TestRows {
  readonly cutoff: number;
}

/** Fits and tests of one head of one shop, each made once: the tests of a backtest share them. */
export class ChurnTests {
  readonly #made = new Map<number, ChurnTest>();
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
  at({ testCutoff, trainCutoffs }: Fold): ChurnTest {
    const made = this.#made.get(testCutoff);
    if (made) return made;
    const fit = this.fitAt(trainCutoffs, testCutoff);
    const rows = this.#rowsAt([testCutoff]);
    const test = { ...fit, cutoff: testCutoff, ...this.ask(fit.members, this.#rowsAt(trainCutoffs), rows) };
    this.#made.set(testCutoff, test);
    return test;
  }

  /** Members fitted on the windows after `trainCutoffs`, and what they say of those over by `cutoff`. */
  fitAt(trainCutoffs: readonly number[], cutoff: number): ChurnFit {
    const rows = this.#rowsAt(trainCutoffs);
    const members = this.fit(rows);
    const leavers = rows.churned.reduce((sum, label) => sum + label, 0);
    const windows = levelCutoffs(this.#firstOrder, cutoff, this.horizonDays);
    const known = (windows.length > 0 ? windows : trainCutoffs.toSorted((a, b) => a - b)).map((at) =>
      knownWindow(
        members,
        atMost(this.#rowsAt([at]), MOST_ROWS_OF_A_WINDOW, this.random.fork(`window ${at}`)),
        at,
      ),
    );
    return { members, leavers, stayers: rows.churned.length - leavers, known };
  }

  fit(rows: LabelledRows): ChurnMembers {
    const some = atMost(rows, MOST_ROWS_TO_LEARN_FROM, this.random.fork("rows"));
    const level = allowedLevel(some, this.features);
    return fitMembers(some, this.features, level, this.random.fork("trees").seed);
  }

  /** What members and simple rules, learned from `train`, say of `rows`. */
  ask(members: ChurnMembers, train: LabelledRows, rows: LabelledRows): TestRows {
    return {
      members,
      rows,
      votes: votes(members, rows.x),
      churned: rows.churned,
      usualShare: mean(train.churned),
      byRecency: probabilities(byOneFeature("recency_days", train, rows.x, this.features)),
    };
  }

  /** The level of the window that begins at `cutoff`, if the members vote with `weights`. */
  forecast({ known }: ChurnFit, weights: readonly number[], cutoff: number): LevelForecast {
    const history = {
      cutoffs: known.map((window) => window.cutoff),
      levels: known.map((window) => levelOf(window, weights)),
    };
    return forecastLevel(history, cutoff, this.horizonDays, this.#firstOrder, USUAL_LEVEL_ERROR);
  }

  #rowsAt(cutoffs: readonly number[]): LabelledRows {
    return rowsAt(this.snapshots, cutoffs, this.horizonDays, this.head);
  }
}

/** What members say of the rows of a window that is over. */
export function knownWindow(members: ChurnMembers, rows: LabelledRows, cutoff: number): KnownWindow {
  return { cutoff, votes: votes(members, rows.x), churned: rows.churned };
}

/** The level of a window that is over. */
export function levelOf({ votes, churned }: TestedVotes, weights: readonly number[]): number {
  return logOddsLevel(blendOf(votes, weights), churned);
}

/** The weights that the tests before it give the members of a fit; equal ones where they had other members. */
export function weightsAfter(earlier: readonly ChurnTest[], members: ChurnMembers): number[] {
  const voters = votersOf(members);
  const alike = earlier.filter((test) => votersOf(test.members).join() === voters.join());
  return weighVotes(alike, voters.length);
}
