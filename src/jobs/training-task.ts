import type { Limitation } from "../models/churn/gates";
import type { SegmentSummary } from "../models/segments/segment-summary";
import type { TrainingSettings } from "../models/settings";
import type { MoneyReading } from "../pipeline/money-reading";
import type { BlobPlace } from "../store/blobs";
import type { LearnedFile } from "../store/models";
import type { DefaultModelNote } from "./default-model-note";
import type { TrainingRecord } from "./training-record";

/** A file of a data set, for the worker. */
export interface TaskFile {
  readonly id: string;
  readonly key: string;
  /** As its owner calls it, and different from the others'. */
  readonly name: string;
  readonly sha256: string;
  readonly mappingKey: string | null;
  readonly dateOrder: "mdy" | "dmy" | "ymd" | null;
}

/** What a worker needs to train a model. Places are object keys. */
export interface TrainingTask extends BlobPlace {
  /** In the order in which they were added. */
  readonly files: readonly TaskFile[];
  /** In which currency to count, and what others are worth in it. */
  readonly reading: MoneyReading;
  /** Where the model's folder is to be written. */
  readonly modelPrefix: string;
  /** Folder of the tenant's model with the newest orders, whose segments keep their ids and names. */
  readonly earlierModelPrefix: string | null;
  /** The tenant's models with the newest orders, newest first, whose promises the new file may settle. */
  readonly earlierModels: readonly { readonly id: string; readonly prefix: string }[];
  /** Where they differ from the default. */
  readonly settings: Partial<TrainingSettings>;
}

/** What a worker answers: the job's result, and the record of the run. */
export interface TrainingAnswer extends TrainingOutcome {
  readonly record: TrainingRecord;
}

/** What a training's result holds. Wire format, but for the name. */
export interface TrainingOutcome {
  readonly metrics: Readonly<Record<string, number>>;
  readonly segments: readonly SegmentSummary[];
  readonly limitations: readonly Limitation[];
  readonly customers: number;
  readonly orders: number;
  /** In the file's currency. */
  readonly revenue: number;
  readonly rows_read: number;
  readonly rows_kept: number;
  /** Those that it was learned from. */
  readonly files: readonly LearnedFile[];
  /** The newest order, ISO 8601: what the model is as of. */
  readonly as_of: string;
  /**
   * What the file says of how customers have changed since the model before; null where there is none to compare with.
   */
  readonly drift: { readonly is_alert: boolean; readonly text: string } | null;
}

/** What a completed training's job says; of jobs of releases before, nothing of the default model. */
export interface TrainingResult extends TrainingOutcome, Partial<DefaultModelNote> {
  readonly model_id: string;
}
