import type { TrainedChurn } from "../churn/train-churn";
import type { Head } from "../heads";
import type { Segmentation } from "../segments/segmentation";
import type { TrainedSpend } from "../spend/train-spend";
import { churnGraph } from "./churn-graph";
import { segmentationGraph } from "./segmentation-graph";
import { spendGraph } from "./spend-graph";

/** The ONNX files of a model folder by name. */
export interface OnnxFiles {
  readonly "segmentation.onnx": Uint8Array;
  readonly "churn.onnx": Uint8Array;
  readonly "churn_base.onnx": Uint8Array;
  readonly "ltv.onnx": Uint8Array;
  readonly "ltv_base.onnx": Uint8Array;
}

/** Every file that predictions need, of both heads. */
export function exportOnnx(
  segmentation: Segmentation,
  churn: Readonly<Record<Head, TrainedChurn>>,
  spend: Readonly<Record<Head, TrainedSpend>>,
): OnnxFiles {
  return {
    "segmentation.onnx": segmentationGraph(segmentation),
    "churn.onnx": churnGraph(churn.all.model),
    "churn_base.onnx": churnGraph(churn.base.model),
    "ltv.onnx": spendGraph(spend.all.model),
    "ltv_base.onnx": spendGraph(spend.base.model),
  };
}
