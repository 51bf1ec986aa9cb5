import { BASE_FEATURES, type BaseFeature } from "../../customers/base-features";
import { BASE_RATES, LEAST_RATE_DAYS } from "../spend/base-rates";
import type { OnnxGraph } from "./graph";

/** The names of the columns that a model graph with these features takes. */
export function inputNames(features: readonly string[]): string[] {
  return features.filter((name) => !(name in BASE_RATES));
}

/**
 * Declares the input `features`, N × d float32, and returns the columns that the model was learned from: the same ones
 * or, for the base head, with the rates that `withBaseRates` adds.
 */
export function featureInput(graph: OnnxGraph, features: readonly string[]): string {
  const names = inputNames(features);
  const input = graph.input("features", "float", names.length);
  return names.length === features.length ? input : withRates(graph, input);
}

function withRates(graph: OnnxGraph, input: string): string {
  const column = (name: BaseFeature) =>
    graph.apply("Gather", [input, graph.constant("int64", [BASE_FEATURES.indexOf(name)])], {
      axis: { int: 1 },
    });
  const one = graph.constant("float", [1], []);
  const least = graph.constant("float", [LEAST_RATE_DAYS], []);
  const recency = column("recency_days");
  const days = graph.apply("Add", [graph.apply("Add", [recency, column("purchase_span_days")]), one]);
  // Unlike Max, Where keeps NaN as unknown.
  const rateDays = graph.apply("Where", [graph.apply("Less", [days, least]), least, days]);
  const silence = graph.apply("Div", [recency, graph.apply("Add", [column("avg_interpurchase_days"), one])]);
  const spend = graph.apply("Div", [column("monetary"), rateDays]);
  const orders = graph.apply("Div", [column("frequency"), rateDays]);
  return graph.apply("Concat", [input, silence, spend, orders], { axis: { int: 1 } });
}
