import type { SpendModel } from "../lifetime-value";
import type { SpendMember } from "../spend-members";
import { affine, cast, constantColumn, linearMargin, treeMargin } from "./blocks";
import { featureInput, inputNames } from "./feature-input";
import { OnnxGraph } from "./graph";

/**
 * The lifetime-value model of one head as an ONNX file. Input `features`: N × d float32, raw, NaN = missing, columns in
 * the order of the metadata's `features`. Output `expected_spend`: N × 1 float32, at least 0, over `horizon_days`.
 */
export function spendGraph(model: SpendModel): Uint8Array {
  const graph = new OnnxGraph("lifetime_value");
  const input = featureInput(graph, model.features);
  graph.output("expected_spend", "float", 1, cast(graph, spendOf(graph, input, model), "float"));
  return graph.toBytes({
    features: JSON.stringify(inputNames(model.features)),
    kind: model.kind,
    horizon_days: String(model.horizonDays),
  });
}

/** `N × 1` double. */
function spendOf(graph: OnnxGraph, input: string, model: SpendModel): string {
  if (model.kind !== "blend") return constantColumn(graph, input, model.constant);
  return model.members
    .map(({ weight, member }) =>
      affine(graph, memberOf(graph, input, member, model.features), weight * model.totalFactor, 0),
    )
    .reduce((sum, part) => graph.apply("Add", [sum, part]));
}

function memberOf(graph: OnnxGraph, input: string, member: SpendMember, features: readonly string[]): string {
  const exp = (value: string) => graph.apply("Exp", [value]);
  const likely = (logOdds: string, logAmount: string) =>
    graph.apply("Mul", [graph.apply("Sigmoid", [logOdds]), exp(logAmount)]);
  switch (member.kind) {
    case "btyd":
    case "same_again": {
      const index = graph.constant("int64", [features.indexOf(member.feature)]);
      const picked = graph.apply("Gather", [input, index], { axis: { int: 1 } });
      return graph.apply("Max", [cast(graph, picked, "double"), graph.constant("double", [0], [])]);
    }
    case "tweedie_glm":
      return exp(linearMargin(graph, input, member.amount));
    case "zero_inflated_lognormal":
      return likely(linearMargin(graph, input, member.occurrence), linearMargin(graph, input, member.amount));
    case "tweedie_trees":
      return affine(graph, exp(treeMargin(graph, input, member.trees.trees)), member.unit, 0);
    case "hurdle_trees":
      return likely(
        treeMargin(graph, input, member.occurrence.trees),
        treeMargin(graph, input, member.amount.trees),
      );
  }
}
