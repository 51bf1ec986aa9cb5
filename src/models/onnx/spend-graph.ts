import type { SpendModel } from "../lifetime-value";
import { cast, constantColumn, linearMargin, treeMargin } from "./blocks";
import { OnnxGraph } from "./graph";

/**
 * The lifetime-value model of one head as an ONNX file. Input `features`: N × d float32, raw, NaN = missing, columns in
 * the order of the metadata's `features`. Output `expected_spend`: N × 1 float32, at least 0, over `horizon_days`.
 */
export function spendGraph(model: SpendModel): Uint8Array {
  const graph = new OnnxGraph("lifetime_value");
  const input = graph.input("features", "float", model.features.length);
  graph.output("expected_spend", "float", 1, cast(graph, spendOf(graph, input, model), "float"));
  return graph.toBytes({
    features: JSON.stringify(model.features),
    kind: model.kind,
    horizon_days: String(model.horizonDays),
  });
}

/** `N × 1` double. */
function spendOf(graph: OnnxGraph, input: string, model: SpendModel): string {
  const zero = graph.constant("double", [0], []);
  if (model.trees) {
    const margin = treeMargin(graph, input, model.trees.trees);
    return model.kind === "tweedie_trees" ? graph.apply("Exp", [margin]) : graph.apply("Max", [margin, zero]);
  }
  if (model.amount) {
    const amount = graph.apply("Exp", [linearMargin(graph, input, model.amount)]);
    if (!model.occurrence) return amount;
    return graph.apply("Mul", [
      graph.apply("Sigmoid", [linearMargin(graph, input, model.occurrence)]),
      amount,
    ]);
  }
  const column = model.feature === null ? -1 : model.features.indexOf(model.feature);
  if (column >= 0) {
    const picked = graph.apply("Gather", [input, graph.constant("int64", [column])], { axis: { int: 1 } });
    return graph.apply("Max", [cast(graph, picked, "double"), zero]);
  }
  return constantColumn(graph, input, model.constant);
}
