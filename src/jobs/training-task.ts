import type { Limitation } from "../models/churn/gates";
import type { SegmentSummary } from "../models/segments/segment-summary";
import type { TrainingSettings } from "../models/settings";
import type { MoneyReading } from "../pipeline/money-reading";
import type { BlobPlace } from "../store/blobs";
import type { KeptReading } from "../store/dataset-queries";
import type { LearnedFile } from "../store/models";
import type { DefaultModelNote } from "./default-model-note";
import type { PackedReading } from "./packed-reading";
import type { QueryTask } from "./query-task";
import type { TrainingRecord } from "./training-record";

/** A file of a data set, for the worker. */
export interface TaskFile {
  readonly id: string;
  readonly key: string;
  /** Its owner's name for it, made unique. */
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mappingKey: string | null;
  readonly dateOrder: "mdy" | "dmy" | "ymd" | null;
}

/** What a worker needs to train a model. Paths are object keys. */
export interface TrainingTask extends BlobPlace {
  /** In the order they were added. */
  readonly files: readonly TaskFile[];
  /** If they are those of a query: how to ask for them. The only file then repeats the query. */
  readonly query: QueryTask | null;
  /** What the shop knows about its customers, oldest first. */
  readonly customerFiles: readonly TaskFile[];
  /** The currency to count in, and what others are worth in it. */
  readonly reading: MoneyReading;
  /** Where to write the model's folder. */
  readonly modelPrefix: string;
  /** The folder of the tenant's model with the newest orders. The new model keeps its segments' ids and names. */
  readonly earlierModelPrefix: string | null;
  /** The tenant's models by newest orders, newest first. The new file may show whether their forecasts came true. */
  readonly earlierModels: readonly { readonly id: string; readonly prefix: string }[];
  /** Only where they differ from the default. */
  readonly settings: Partial<TrainingSettings>;
  readonly saved: SavedTask;
  /** Only reads the query, so that a worker elsewhere can train on that. */
  readonly readsOnly?: boolean;
  /** What was read of the query before. The parts lie below its prefix. */
  readonly read?: PackedReading;
}

/** The saved segments to evaluate on the new model. */
export interface SavedTask {
  readonly segments: readonly { readonly id: string; readonly name: string; readonly rule: string }[];
  /** The model to compare with; null: the new one is the first. */
  readonly previous: { readonly id: string; readonly prefix: string } | null;
  /** The tenant's terms of a contact are among them. */
  readonly tenantSettings: Readonly<Record<string, unknown>>;
}

/** A query was read, and the rest is still to be done. */
export interface ReadAnswer {
  readonly read: PackedReading;
}

/** A worker's answer: the job's result, and the record of the run. */
export interface TrainingAnswer extends TrainingOutcome {
  readonly record: TrainingRecord;
  /** What it leaves behind of a query. */
  readonly kept: KeptReading | null;
}

/** A training's result. Wire format, except for the name. */
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
  /** The files that it was trained on. */
  readonly files: readonly LearnedFile[];
  /** The newest order, ISO 8601: the model's as-of date. */
  readonly as_of: string;
  /**
   * How customers have changed since the previous model, according to the file; null if there is nothing to compare
   * with.
   */
  readonly drift: { readonly is_alert: boolean; readonly text: string } | null;
  /** Of a query: buckets of customers, and how many of them had to be read again because a row had changed. */
  readonly buckets?: { readonly count: number; readonly read_again: number };
  /** What became of each saved segment. Jobs of earlier releases say nothing. */
  readonly saved_segments?: readonly ChangedSegment[];
}

/** A saved segment in the new model and in the one before it. Wire format. */
export interface ChangedSegment {
  readonly saved_segment_id: string;
  readonly name: string;
  readonly earlier_model_id: string;
  /** Null if a model cannot tell; `problem` says why. */
  readonly counts: {
    readonly customers_before: number;
    readonly customers: number;
    readonly entries: number;
    readonly exits: number;
    readonly gone: number;
  } | null;
  readonly problem: string | null;
}

/** A completed training's result. Jobs of earlier releases say nothing about the default model. */
export interface TrainingResult extends TrainingOutcome, Partial<DefaultModelNote> {
  readonly model_id: string;
}
