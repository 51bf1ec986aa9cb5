import type { BacktestReport } from "../models/judging/backtest-report";
import type { QualityWord } from "../models/judging/evaluation";
import type { Grouping } from "../models/segments/customer-groups";
import type { FileBacktest } from "../pipeline/backtest-file";
import { isoDay } from "../time";

/** Metrics by name; null if undefined. */
type Metrics = Readonly<Record<string, number | null>>;

/** A kind of model at its test dates, in time order. Wire format. */
export interface BacktestAnswer {
  readonly horizon_days: number;
  readonly tests: readonly {
    /** The test's snapshot date, ISO 8601: the orders of the horizon after it were held back. */
    readonly cutoff: string;
    readonly training_cutoffs: number;
    readonly customers: number;
    readonly quality: QualityWord;
    /** The shipped model (`shipped`), its parts and the simple rules. */
    readonly contenders: Readonly<Record<string, Metrics>>;
  }[];
  /** Each metric over the tests. */
  readonly contenders: Readonly<
    Record<string, Readonly<Record<string, { readonly mean: number | null; readonly sd: number | null }>>>
  >;
  /** The shipped model on the rows of all tests together, group by group. */
  readonly groups: readonly ({
    readonly by: Grouping;
    readonly group: string;
    readonly rows: number;
  } & Readonly<Record<string, number | string | null>>)[];
}

/** The result of a backtest, without any customer's id. Wire format. */
export interface BacktestOutcome {
  readonly customers: number;
  /** The newest order, ISO 8601. */
  readonly as_of: string;
  readonly churn: BacktestAnswer;
  readonly lifetime_value: BacktestAnswer;
}

/** The report on the wire. */
export function backtestOutcome({ customers, newestOrder, churn, spend }: FileBacktest): BacktestOutcome {
  return {
    customers,
    as_of: new Date(newestOrder).toISOString(),
    churn: answerOf(churn),
    lifetime_value: answerOf(spend),
  };
}

function answerOf<Metrics extends object, Group extends object>({
  horizonDays,
  tests,
  contenders,
  groups,
}: BacktestReport<Metrics, Group>): BacktestAnswer {
  const answer = {
    horizon_days: horizonDays,
    tests: tests.map(({ cutoff, trainingCutoffs, customers, quality, contenders }) => ({
      cutoff: isoDay(cutoff),
      training_cutoffs: trainingCutoffs,
      customers,
      quality,
      contenders,
    })),
    contenders,
    groups,
  };
  // JSON has no NaN, so an undefined metric is null on the wire.
  return JSON.parse(JSON.stringify(answer));
}
