import type { Grouping } from "../models/customer-groups";
import type { QualityWord } from "../models/evaluation";
import type { BlobPlace } from "../store/blobs";
import type { TrainingTask } from "./training-task";

/** What a worker needs to test the training on a file. Places are object keys. */
export interface BacktestTask extends Pick<TrainingTask, keyof BlobPlace | "files" | "reading" | "settings"> {
  /** At most so many test dates. */
  readonly tests: number;
}

/** Metrics by their names; null where one is not defined. */
type Metrics = Readonly<Record<string, number | null>>;

/** A kind of model at its test dates, in time order. Wire format. */
export interface BacktestAnswer {
  readonly horizon_days: number;
  readonly tests: readonly {
    /** The day that the test was made as of, ISO 8601: the orders of the horizon after it were held back. */
    readonly cutoff: string;
    readonly training_cutoffs: number;
    readonly customers: number;
    readonly quality: QualityWord;
    /** The model as it is shipped (`shipped`), its parts and the simple rules. */
    readonly contenders: Readonly<Record<string, Metrics>>;
  }[];
  /** Each metric over the tests. */
  readonly contenders: Readonly<
    Record<string, Readonly<Record<string, { readonly mean: number | null; readonly sd: number | null }>>>
  >;
  /** The shipped model on all test rows together, group by group. */
  readonly groups: readonly ({
    readonly by: Grouping;
    readonly group: string;
    readonly rows: number;
  } & Readonly<Record<string, number | string | null>>)[];
}

/** What a worker answers: no customer is named. Wire format. */
export interface BacktestOutcome {
  readonly customers: number;
  /** The newest order, ISO 8601. */
  readonly as_of: string;
  readonly churn: BacktestAnswer;
  readonly lifetime_value: BacktestAnswer;
}
