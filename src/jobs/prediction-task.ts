import type { BatchPart } from "../answers/batch";
import type { Asked } from "../answers/predict";
import type { Prediction } from "../answers/prediction";
import type { BlobPlace } from "../store/blobs";

/** What a worker needs to predict. Paths are object keys. */
export interface PredictionTask extends BlobPlace {
  readonly modelPrefix: string;
  /** The tenant's, which may set what a contact costs and brings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly asked:
    | {
        readonly mode: "batch";
        readonly outputKey: string;
        /** How many customers the model knows. */
        readonly customers: number;
        /** A part of them; all without it. */
        readonly part?: BatchPart;
      }
    | ({ readonly mode: "single" } & Pick<Asked, "customerId" | "features">);
}

/** A batch's record keeps the rows of this many customers. */
export const SAMPLE_SIZE = 200;

/** The stored record of a batch. Wire format. */
export interface BatchRecord {
  /** The number of customers. */
  readonly count: number;
  /** The first rows of the file, with its columns as fields. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly sample_size: number;
}

/** A worker's answer. */
export type PredictionOutcome = BatchRecord | Prediction;
