import type { Limitation } from "../models/gates";
import type { SegmentSummary } from "../models/segment-summary";
import type { TrainingSettings } from "../models/settings";
import type { BlobPlace } from "../store/blobs";
import type { TrainingRecord } from "./training-record";

/** What a worker needs to train a model. Places are object keys. */
export interface TrainingTask extends BlobPlace {
  readonly datasetKey: string;
  readonly mappingKey: string | null;
  /** Where the model's folder is to be written. */
  readonly modelPrefix: string;
  /** Folder of the tenant's newest model, whose segments keep their ids and names. */
  readonly earlierModelPrefix: string | null;
  /** The tenant's newest models, newest first, whose promises the new file may settle. */
  readonly earlierModels: readonly { readonly id: string; readonly prefix: string }[];
  readonly dateOrder: "mdy" | "dmy" | "ymd" | null;
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
  /** The newest order, ISO 8601: what the model is as of. */
  readonly as_of: string;
  /** What the file says of how customers have changed since the model before; null where there is none to compare with. */
  readonly drift: { readonly is_alert: boolean; readonly text: string } | null;
}
