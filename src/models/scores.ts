import type { FeatureTable } from "../customers/feature-table";
import { HEAD_FEATURES } from "./heads";
import type { OnnxFiles } from "./onnx/export";
import { OnnxModel } from "./onnx/session";
import { segmentationMatrix } from "./segments/segmentation";
import { SEGMENTATION_FEATURES } from "./segments/segmentation-features";
import { headRows } from "./snapshot";

/** What the ONNX files say of each customer of a snapshot. */
export interface OnnxScores {
  /** Ids of segments. */
  readonly segment: Int32Array;
  /** Probabilities of leaving. */
  readonly churn: Float64Array;
  /** Expected spend. */
  readonly spend: Float64Array;
}

/** Customers whose features are laid out for the models at a time. */
const BLOCK_ROWS = 8192;

/** The ONNX files of a model, loaded. Call `close` when done: they hold memory outside the heap. */
export class OnnxScorer {
  private constructor(
    private readonly segmentation: OnnxModel,
    private readonly churn: OnnxModel,
    private readonly spend: OnnxModel,
  ) {}

  static async open(onnx: OnnxFiles): Promise<OnnxScorer> {
    const width = HEAD_FEATURES.all.length;
    return new OnnxScorer(
      await OnnxModel.load(onnx["segmentation.onnx"], SEGMENTATION_FEATURES.length),
      await OnnxModel.load(onnx["churn.onnx"], width),
      await OnnxModel.load(onnx["ltv.onnx"], width),
    );
  }

  /** Scores the customers of a snapshot. */
  async score(table: FeatureTable): Promise<OnnxScores> {
    const segment = await this.segmentation.score(segmentationMatrix(table));
    const [churn, spend] = [new Float64Array(table.rows), new Float64Array(table.rows)];
    for (let from = 0; from < table.rows; from += BLOCK_ROWS) {
      const rows = Int32Array.from({ length: Math.min(BLOCK_ROWS, table.rows - from) }, (_, i) => from + i);
      const x = headRows([table], "all", [rows]);
      churn.set(await this.churn.score(x), from);
      spend.set(await this.spend.score(x), from);
    }
    return { segment: Int32Array.from(segment), churn, spend };
  }

  async close(): Promise<void> {
    for (const model of [this.segmentation, this.churn, this.spend]) await model.release();
  }
}
