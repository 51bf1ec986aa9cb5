import type { TreeEnsemble } from "../../learning/boosting/tree-ensemble";
import type { LinearPredictor } from "../linear-predictor";
import type { OnnxGraph } from "./graph";

const ML = "ai.onnx.ml";

/** The same value in each of the N rows, `N × 1` double; `input` (float) only provides the number of rows. */
export function constantColumn(graph: OnnxGraph, input: string, value: number): string {
  const first = graph.apply("Gather", [input, graph.constant("int64", [0])], { axis: { int: 1 } });
  const constant = graph.constant("double", [value], []);
  return graph.apply("Where", [graph.apply("IsNaN", [first]), constant, constant]);
}

/** Σ of the trees' leaves + base score, `N × 1` double. Goes left where x < threshold, both float32; NaN as learned. */
export function treeMargin(graph: OnnxGraph, input: string, trees: TreeEnsemble): string {
  const nodes = trees.feature.length;
  if (nodes === 0) return constantColumn(graph, input, trees.baseScore);
  const treeIds = new Float64Array(nodes);
  const nodeIds = new Float64Array(nodes);
  const leftIds = new Float64Array(nodes);
  const rightIds = new Float64Array(nodes);
  const modes: string[] = new Array(nodes);
  const leaves: number[] = [];
  for (let tree = 0; tree + 1 < trees.treeStart.length; tree++) {
    const first = trees.treeStart[tree]!;
    for (let node = first; node < trees.treeStart[tree + 1]!; node++) {
      const isLeaf = trees.feature[node]! < 0;
      treeIds[node] = tree;
      nodeIds[node] = node - first;
      modes[node] = isLeaf ? "LEAF" : "BRANCH_LT";
      leftIds[node] = isLeaf ? 0 : trees.left[node]! - first;
      rightIds[node] = isLeaf ? 0 : trees.right[node]! - first;
      if (isLeaf) leaves.push(node);
    }
  }
  const margin = graph.apply(
    "TreeEnsembleRegressor",
    [input],
    {
      n_targets: { int: 1 },
      base_values: { floats: [trees.baseScore] },
      nodes_treeids: { ints: treeIds },
      nodes_nodeids: { ints: nodeIds },
      nodes_featureids: { ints: trees.feature.map((feature) => Math.max(0, feature)) },
      nodes_modes: { strings: modes },
      nodes_values: { floats: trees.threshold.map((value, node) => (trees.feature[node]! < 0 ? 0 : value)) },
      nodes_truenodeids: { ints: leftIds },
      nodes_falsenodeids: { ints: rightIds },
      nodes_missing_value_tracks_true: { ints: trees.missingLeft },
      target_treeids: { ints: leaves.map((node) => treeIds[node]!) },
      target_nodeids: { ints: leaves.map((node) => nodeIds[node]!) },
      target_ids: { ints: leaves.map(() => 0) },
      target_weights: { floats: leaves.map((node) => trees.value[node]!) },
    },
    ML,
  );
  return cast(graph, margin, "double");
}

/** The linear predictor, `N × 1` double: logs, missing values and scaling inside. */
export function linearMargin(graph: OnnxGraph, input: string, linear: LinearPredictor): string {
  const wide = graph.apply("Cast", [input], { to: { int: 11 } });
  const zero = graph.constant("double", [0], []);
  const one = graph.constant("double", [1], []);
  const isLog = linear.unit.map((unit) => (unit > 0 ? 1 : 0));
  const units = graph.constant(
    "double",
    linear.unit.map((unit) => (unit > 0 ? unit : 1)),
  );
  const measured = graph.apply("Div", [graph.apply("Max", [wide, zero]), units]);
  const logs = graph.apply("Log", [graph.apply("Add", [measured, one])]);
  const transformed = graph.apply("Where", [graph.constant("bool", isLog), logs, wide]);
  const missing = graph.apply("IsNaN", [wide]);
  const filled = graph.apply("Where", [missing, graph.constant("double", linear.mean), transformed]);
  const centred = graph.apply("Sub", [filled, graph.constant("double", linear.mean)]);
  const scaled = graph.apply("Div", [centred, graph.constant("double", linear.scale)]);
  const product = graph.apply("MatMul", [
    scaled,
    graph.constant("double", linear.coefficients, [linear.coefficients.length, 1]),
  ]);
  return graph.apply("Add", [product, graph.constant("double", [linear.intercept])]);
}

/** `slope · value + intercept` of a double. */
export function affine(graph: OnnxGraph, value: string, slope: number, intercept: number): string {
  const scaled = graph.apply("Mul", [value, graph.constant("double", [slope])]);
  return graph.apply("Add", [scaled, graph.constant("double", [intercept])]);
}

/** Casts to float32, or to double. */
export function cast(graph: OnnxGraph, value: string, type: "float" | "double"): string {
  return graph.apply("Cast", [value], { to: { int: type === "float" ? 1 : 11 } });
}
