import { table as arqueroTable, type ColumnTable } from "arquero";
import type { FeatureTable } from "../customers/feature-table";
import type { SpendBasis } from "../customers/net-spend";
import { type RfmScores, rfmScores } from "../customers/rfm-scores";
import { type CustomerReasons, REASONS, reasonTexts } from "./churn/customer-reasons";
import type { TrainedChurn } from "./churn/train-churn";
import { type ActionRule, actionRule } from "./contact/actions";
import { HEAD_FEATURES } from "./heads";
import { netOf } from "./next-order/customer-outlook";
import type { OnnxFiles } from "./onnx/export";
import { OnnxModel } from "./onnx/session";
import { rfmColumns } from "./segments/rfm-groups";
import { type Segmentation, segmentationMatrix } from "./segments/segmentation";
import { SEGMENTATION_FEATURES } from "./segments/segmentation-features";
import { headRows } from "./snapshot";
import { intervals, type TrainedSpend } from "./spend/train-spend";

/** What the ONNX files say of each customer of a snapshot. */
export interface OnnxScores {
  /** Ids of segments. */
  readonly segment: Int32Array;
  /** Probabilities of leaving. */
  readonly churn: Float64Array;
  /** Expected spend. */
  readonly spend: Float64Array;
}

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

/** Customers whose features are laid out for the models at a time. */
const BLOCK_ROWS = 8192;

/** Scores the customers of a snapshot. */
export async function scoreByOnnx(table: FeatureTable, onnx: OnnxFiles): Promise<OnnxScores> {
  const width = HEAD_FEATURES.all.length;
  const segmentation = await OnnxModel.load(onnx["segmentation.onnx"], SEGMENTATION_FEATURES.length);
  const segment = await segmentation.score(segmentationMatrix(table)).finally(() => segmentation.release());
  const models = [
    await OnnxModel.load(onnx["churn.onnx"], width),
    await OnnxModel.load(onnx["ltv.onnx"], width),
  ];
  const [churn, spend] = [new Float64Array(table.rows), new Float64Array(table.rows)];
  try {
    for (let from = 0; from < table.rows; from += BLOCK_ROWS) {
      const rows = Int32Array.from({ length: Math.min(BLOCK_ROWS, table.rows - from) }, (_, i) => from + i);
      const x = headRows([table], "all", [rows]);
      churn.set(await models[0]!.score(x), from);
      spend.set(await models[1]!.score(x), from);
    }
  } finally {
    for (const model of models) await model.release();
  }
  return { segment: Int32Array.from(segment), churn, spend };
}

/** The customers of a snapshot with their scores and what goes with them. */
export function customerScores(
  table: FeatureTable,
  scored: OnnxScores,
  reasons: CustomerReasons,
  {
    segmentation: { segments },
    churn,
    spend,
  }: {
    readonly segmentation: Segmentation;
    readonly churn: { readonly all: TrainedChurn };
    readonly spend: { readonly all: TrainedSpend };
  },
  customers: readonly string[],
  basis: SpendBasis,
): CustomerScores {
  const { segment } = scored;
  const { low, high } = intervals(spend.all.bands, scored.spend);
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const rfm = rfmScores(table);
  const places = Array.from({ length: REASONS }, (_, place) => place);
  return {
    table: arqueroTable({
      CustomerID: Array.from(table.customer, (customer) => customers[customer]!),
      ...table.columns,
      segment,
      segment_name: Array.from(segment, (id) => names.get(id)!),
      churn_probability: scored.churn,
      ltv_estimate: scored.spend,
      ltv_low: low,
      ltv_high: high,
      ...Object.fromEntries(places.map((place) => [`reason_${place + 1}`, reasonTexts(reasons, place)])),
      ...rfmColumns(rfm),
    }),
    rule: actionRule(churn.all.threshold, netOf(scored.spend, table, basis)),
    rfmEdges: rfm.edges,
  };
}
