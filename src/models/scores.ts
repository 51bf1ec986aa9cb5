import { table as arqueroTable, type ColumnTable } from "arquero";
import type { FeatureTable } from "../customers/feature-table";
import type { SpendBasis } from "../customers/net-spend";
import { type RfmScores, rfmScores } from "../customers/rfm-scores";
import type { Matrix } from "../learning/matrix";
import type { Transactions } from "../transactions/transactions";
import { type Explanation, topReasons } from "./churn/reasons";
import type { TrainedChurn } from "./churn/train-churn";
import { type ActionRule, actionRule } from "./contact/actions";
import { HEAD_FEATURES } from "./heads";
import { netOf } from "./next-order/customer-outlook";
import type { OnnxFiles } from "./onnx/export";
import { OnnxModel } from "./onnx/session";
import { rfmColumns } from "./segments/rfm-groups";
import { type Segmentation, segmentationMatrix } from "./segments/segmentation";
import { SEGMENTATION_FEATURES } from "./segments/segmentation-features";
import { intervals, type TrainedSpend } from "./spend/train-spend";

const REASONS = 3;

/** A row a customer at the newest snapshot: features, scores and reasons. */
export interface CustomerScores {
  /**
   * `CustomerID`, all features, then `segment, segment_name, churn_probability, ltv_estimate, ltv_low, ltv_high,
   * reason_1 …, r_score, f_score, m_score, rfm_group`.
   */
  readonly table: ColumnTable;
  readonly rule: ActionRule;
  /** The edges behind the RFM scores. */
  readonly rfmEdges: RfmScores["edges"];
}

/** Scores every customer of the newest snapshot (`x`: its rows for the head) with the ONNX files; reasons come from the model behind them. */
export async function scoreCustomers(
  table: FeatureTable,
  x: Matrix,
  onnx: OnnxFiles,
  { segments }: Segmentation,
  { model: churnModel, threshold }: TrainedChurn,
  { bands }: TrainedSpend,
  explanation: Explanation,
  { customers }: Transactions,
  basis: SpendBasis,
): Promise<CustomerScores> {
  const width = HEAD_FEATURES.all.length;
  const segment = await scoreOnce(
    onnx["segmentation.onnx"],
    segmentationMatrix(table),
    SEGMENTATION_FEATURES.length,
  );
  const churn = await scoreOnce(onnx["churn.onnx"], x, width);
  const spend = await scoreOnce(onnx["ltv.onnx"], x, width);

  const { low, high } = intervals(bands, spend);
  const byId = new Map(segments.map((known) => [known.id, known]));
  const rfm = rfmScores(table);
  const reasons: string[][] = Array.from({ length: REASONS }, () => new Array(table.rows).fill(""));
  const names: string[] = new Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    names[row] = byId.get(segment[row]!)!.name;
    topReasons(churnModel, x, explanation, row, REASONS).forEach(({ text }, i) => {
      reasons[i]![row] = text;
    });
  }
  return {
    table: arqueroTable({
      CustomerID: Array.from(table.customer, (customer) => customers[customer]!),
      ...table.columns,
      segment: Int32Array.from(segment),
      segment_name: names,
      churn_probability: churn,
      ltv_estimate: spend,
      ltv_low: low,
      ltv_high: high,
      ...Object.fromEntries(reasons.map((texts, i) => [`reason_${i + 1}`, texts])),
      ...rfmColumns(rfm),
    }),
    rule: actionRule(threshold, netOf(spend, table, basis)),
    rfmEdges: rfm.edges,
  };
}

async function scoreOnce(
  bytes: Uint8Array,
  x: Parameters<OnnxModel["score"]>[0],
  columns: number,
): Promise<Float64Array> {
  const model = await OnnxModel.load(bytes, columns);
  try {
    return await model.score(x);
  } finally {
    await model.release();
  }
}
