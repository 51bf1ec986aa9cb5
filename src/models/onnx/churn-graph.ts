import type { ChurnModel } from "../churn/churn";
import { affine, cast, linearMargin, treeMargin } from "./blocks";
import { featureInput, inputNames } from "./feature-input";
import { OnnxGraph } from "./graph";

/**
 * The churn model of one head as an ONNX file. Input `features`: N × d float32, raw, NaN = missing, columns in the
 * order of the metadata's `features`. Output `churn_probability`: N × 1 float32, 0 to 1, calibrated.
 */
export function churnGraph(model: ChurnModel): Uint8Array {
  const graph = new OnnxGraph("churn");
  const input = featureInput(graph, model.features);
  let logOdds = linearMargin(graph, input, model.linear);
  if (model.trees && model.treeWeight > 0) {
    const trees = treeMargin(graph, input, model.trees.trees);
    logOdds = graph.apply("Add", [
      affine(graph, logOdds, 1 - model.treeWeight, 0),
      affine(graph, trees, model.treeWeight, 0),
    ]);
  }
  const { slope, intercept } = model.calibration;
  const probability = graph.apply("Sigmoid", [affine(graph, logOdds, slope, intercept)]);
  graph.output("churn_probability", "float", 1, cast(graph, probability, "float"));
  return graph.toBytes({ features: JSON.stringify(inputNames(model.features)), level: model.level });
}
