import { SEGMENTATION_FEATURES, type Segmentation } from "../segmentation";
import { OnnxGraph } from "./graph";

/**
 * The segmentation as an ONNX file. Input `features`: N × 3 float32, raw `recency_days, frequency, monetary`. Output
 * `segment`: N int64, the segment's id.
 */
export function segmentationGraph({ centers, mean, scale, segments }: Segmentation): Uint8Array {
  const graph = new OnnxGraph("segmentation");
  const d = SEGMENTATION_FEATURES.length;
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
  const ids = graph.constant(
    "int64",
    segments.map((segment) => segment.id),
  );
  graph.output("segment", "int64", 0, graph.apply("Gather", [ids, nearest], { axis: { int: 0 } }));
  return graph.toBytes({
    features: JSON.stringify(SEGMENTATION_FEATURES),
    names: JSON.stringify(Object.fromEntries(segments.map(({ id, name }) => [id, name]))),
  });
}
