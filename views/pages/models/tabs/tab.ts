import type { ModelCard } from "../../../../src/models/model-card";
import type { EvaluationReport } from "../../../../src/models/report/evaluation-report";
import type { KnownModel } from "../../../../src/store/models";
import type { Format } from "../../../format";

/** What the tabs of a model are made from. */
export interface TabInput {
  readonly row: KnownModel;
  readonly card: ModelCard;
  /** Null for a model of a release that kept none. */
  readonly evaluation: EvaluationReport | null;
  readonly format: Format;
}
