import { mean } from "../../learning/metrics/index";
import { FoldTests } from "../judging/fold-tests";
import type { LabelledRows } from "../judging/labelled-rows";
import type { Fold } from "../judging/protocol";
import { blendOf, type TestedVotes, weighVotes } from "../judging/weigh-votes";
import { forecastLevel, type LevelForecast, logOddsLevel } from "../level/level-forecast";
import { probabilities } from "./churn";
import { allowedLevel } from "./churn-level";
import { byOneFeature, type ChurnMembers, fitMembers, votersOf, votes } from "./members";

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

/** The churn fits and tests of one head of one shop. */
export class ChurnTests extends FoldTests<ChurnTest> {
  protected readonly mostRowsOfWindow = 4_000;

  /** Members fitted on the windows after `trainCutoffs`, and what they say of those over by `cutoff`. */
  fitAt(trainCutoffs: readonly number[], cutoff: number): ChurnFit {
    return this.#learn(trainCutoffs, cutoff).fit;
  }

  #learn(trainCutoffs: readonly number[], cutoff: number): { fit: ChurnFit; train: LabelledRows } {
    const windows = trainCutoffs.map((at) => this.window(at));
    const train = this.rowsToLearnFrom(windows);
    const members = this.fit(train);
    const rows = windows.reduce((sum, { churned }) => sum + churned.length, 0);
    const leavers = windows.reduce((sum, { churned }) => churned.reduce((a, b) => a + b, sum), 0);
    const known = this.knownWindows(trainCutoffs, cutoff).map((window) =>
      knownWindow(members, window.rows(), window.cutoff),
    );
    return { fit: { members, leavers, stayers: rows - leavers, known }, train };
  }

  fit(rows: LabelledRows): ChurnMembers {
    const level = allowedLevel(rows, this.features);
    return fitMembers(rows, this.features, level, this.hasTrees ? this.random.fork("trees").seed : null);
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
    return forecastLevel(history, cutoff, this.horizonDays, this.firstOrder, USUAL_LEVEL_ERROR);
  }

  protected cutoffsOf({ testCutoff, trainCutoffs }: Fold): number[] {
    const known = this.knownWindows(trainCutoffs, testCutoff).map(({ cutoff }) => cutoff);
    return [...trainCutoffs, ...known, testCutoff];
  }

  protected make({ testCutoff, trainCutoffs }: Fold): ChurnTest {
    const { fit, train } = this.#learn(trainCutoffs, testCutoff);
    const asked = this.ask(fit.members, train, this.rowsOf([this.window(testCutoff)]));
    return { ...fit, cutoff: testCutoff, ...asked };
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
