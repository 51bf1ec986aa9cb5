import type { Asked } from "../answers/predict";
import type { Prediction } from "../answers/prediction";
import type { BlobPlace } from "../store/blobs";

/** What a worker needs to predict. Places are object keys. */
export interface PredictionTask extends BlobPlace {
  readonly modelPrefix: string;
  readonly asked:
    | { readonly mode: "batch"; readonly outputKey: string }
    | ({ readonly mode: "single" } & Pick<Asked, "customerId" | "features">);
}

/** Customers of a batch whose rows its record keeps. */
export const SAMPLE_SIZE = 200;

/** What is kept of a batch. Wire format. */
export interface BatchRecord {
  /** Customers. */
  readonly count: number;
  /** The first of the file, a field a column. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly sample_size: number;
}

/** What a worker answers. */
export type PredictionOutcome = BatchRecord | Prediction;
