import type { ColumnTable } from "arquero";
import type { CohortCell } from "../customers/cohorts";
import type { TrainedModels } from "../models/card";
import type { Advice } from "../models/contact/advice";
import type { ModelFiles } from "../models/model-folder";
import type { OnnxFiles } from "../models/onnx/export";
import type { EvaluationReport } from "../models/report/evaluation-report";
import type { CustomerScores } from "../models/scores";

/** The outcome of a training, still in memory. */
export interface Training {
  readonly trained: TrainedModels;
  readonly onnx: OnnxFiles;
  readonly scores: CustomerScores;
  readonly advice: Advice;
  readonly cohorts: readonly CohortCell[];
  /** Every order and return; see `orderHistory`. */
  readonly orders: ColumnTable;
  /** Names and addresses; see `peopleTable`. */
  readonly people: ColumnTable | null;
  /** What the shop told about its customers; see `attributesTable`. */
  readonly attributes: ColumnTable | null;
  /** The files about products; none if there are none. */
  readonly products: ModelFiles;
  /** The data for charts of the models' quality. */
  readonly evaluation: EvaluationReport;
}
