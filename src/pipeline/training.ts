import type { ColumnTable } from "arquero";
import type { CohortCell } from "../customers/cohorts";
import type { TrainedModels } from "../models/card";
import type { Advice } from "../models/contact/advice";
import type { FileWriter, ModelFiles } from "../models/model-folder";
import type { DriftReference } from "../models/monitoring/drift-reference";
import type { OnnxFiles } from "../models/onnx/export";
import type { EvaluationReport } from "../models/report/evaluation-report";

/** The outcome of a training. What has rows for every customer is made when it is asked for, part by part. */
export interface Training {
  readonly trained: TrainedModels;
  readonly onnx: OnnxFiles;
  readonly advice: Advice;
  readonly cohorts: readonly CohortCell[];
  readonly drift: DriftReference;
  /** What the shop told about its customers; see `attributesTable`. */
  readonly attributes: ColumnTable | null;
  /** The files about products; none if there are none. */
  readonly products: ModelFiles;
  /** The data for charts of the models' quality. */
  readonly evaluation: EvaluationReport;
  /** The customers with features and scores, some at a time; see `customerRows`. */
  readonly customers: () => AsyncGenerator<ColumnTable>;
  /** Writes the files with rows for every customer. */
  readonly writeLarge: FileWriter;
}
