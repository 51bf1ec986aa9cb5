import { matrix } from "../../learning/matrix";
import type { Segmentation } from "../segments/segmentation";
import { clusterCount, SEGMENTATION_FEATURES } from "../segments/segmentation-features";
import { OnnxGraph } from "./graph";

/**
 * The segmentation as an ONNX file. Input `features`: N × 3 float32, raw `recency_days, frequency, monetary`. Output
 * `segment`: N int64, the segment's id: that of the key accounts for customers who have spent as much, else that of the
 * nearest cluster.
 */
export function segmentationGraph(segmentation: Segmentation): Uint8Array {
  const { mean, scale, segments, keyAccounts } = segmentation;
  const graph = new OnnxGraph("segmentation");
  const d = SEGMENTATION_FEATURES.length;
  const k = clusterCount(segmentation);
  const centers = matrix(k, d, segmentation.centers.data.subarray(0, k * d));
  const input = graph.input("features", "float", d);
  const wide = graph.apply("Cast", [input], { to: { int: 11 } });
  const zero = graph.constant("double", [0], []);
  const one = graph.constant("double", [1], []);
  const logs = graph.apply("Log", [graph.apply("Add", [graph.apply("Max", [wide, zero]), one])]);
  const centred = graph.apply("Sub", [logs, graph.constant("double", mean)]);
  const scaled = graph.apply("Div", [centred, graph.constant("double", scale)]);
  const rows = graph.apply("Unsqueeze", [scaled, graph.constant("int64", [1])]);
  const difference = graph.apply("Sub", [rows, graph.constant("double", centers.data, [centers.rows, d])]);
  const squares = graph.apply("Mul", [difference, difference]);
  const distances = graph.apply("ReduceSum", [squares, graph.constant("int64", [2])], {
    keepdims: { int: 0 },
  });
  const nearest = graph.apply("ArgMin", [distances], { axis: { int: 1 }, keepdims: { int: 0 } });
  const place = keyAccounts.found
    ? keyAccountsFirst(graph, wide, nearest, keyAccounts.found.leastSpend, k)
    : nearest;
  const ids = graph.constant(
    "int64",
    segments.map((segment) => segment.id),
  );
  graph.output("segment", "int64", 0, graph.apply("Gather", [ids, place], { axis: { int: 0 } }));
  return graph.toBytes({
    features: JSON.stringify(SEGMENTATION_FEATURES),
    names: JSON.stringify(Object.fromEntries(segments.map(({ id, name }) => [id, name]))),
    ...(keyAccounts.found && { key_accounts_least_spend: String(keyAccounts.found.leastSpend) }),
  });
}

/** `place` if less than `leastSpend` was spent, else the `last`: N int64. */
function keyAccountsFirst(
  graph: OnnxGraph,
  features: string,
  place: string,
  leastSpend: number,
  last: number,
): string {
  const column = graph.constant("int64", [SEGMENTATION_FEATURES.indexOf("monetary")], []);
  const spend = graph.apply("Gather", [features, column], { axis: { int: 1 } });
  const isKey = graph.apply("GreaterOrEqual", [spend, graph.constant("double", [leastSpend], [])]);
  return graph.apply("Where", [isKey, graph.constant("int64", [last], []), place]);
}
