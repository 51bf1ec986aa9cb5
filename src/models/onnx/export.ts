import type { TrainedChurn } from "../churn/train-churn";
import { HEAD_FEATURES } from "../heads";
import type { Segmentation } from "../segments/segmentation";
import type { TrainedSpend } from "../spend/train-spend";
import { churnGraph } from "./churn-graph";
import { segmentationGraph } from "./segmentation-graph";
import { OnnxModel } from "./session";
import { spendGraph } from "./spend-graph";

/** The ONNX files of a model folder by name. */
export interface OnnxFiles {
  readonly "segmentation.onnx": Uint8Array;
  readonly "churn.onnx": Uint8Array;
  readonly "churn_base.onnx": Uint8Array;
  readonly "ltv.onnx": Uint8Array;
  readonly "ltv_base.onnx": Uint8Array;
}

/** The files of described customers. */
export type DescribedFiles = Pick<OnnxFiles, "churn_base.onnx" | "ltv_base.onnx">;

/** Makes the files of described customers. One is opened, which also readies the runtime for those to score with. */
export async function exportDescribed(churn: TrainedChurn, spend: TrainedSpend): Promise<DescribedFiles> {
  const files = {
    "churn_base.onnx": churnGraph(churn.model),
    "ltv_base.onnx": spendGraph(spend.model),
  };
  const opened = await OnnxModel.load(files["churn_base.onnx"], HEAD_FEATURES.base.length);
  await opened.release();
  return files;
}

/** Every file that predictions need. */
export function exportOnnx(
  segmentation: Segmentation,
  churn: TrainedChurn,
  spend: TrainedSpend,
  described: DescribedFiles,
): OnnxFiles {
  return {
    "segmentation.onnx": segmentationGraph(segmentation),
    "churn.onnx": churnGraph(churn.model),
    "ltv.onnx": spendGraph(spend.model),
    ...described,
  };
}
