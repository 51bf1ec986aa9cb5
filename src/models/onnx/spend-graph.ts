import { returnColumns } from "../spend/kept-share";
import type { SpendModel } from "../spend/lifetime-value";
import type { SpendMember } from "../spend/spend-members";
import { affine, cast, constantColumn, linearMargin, treeMargin } from "./blocks";
import { featureInput, inputNames } from "./feature-input";
import { OnnxGraph } from "./graph";

/**
 * The lifetime-value model of one head as an ONNX file. Input `features`: N × d float32, raw, NaN = missing, columns in
 * the order of the metadata's `features`. Output `expected_spend`: N × 1 float32, at least 0, over `horizon_days`;
 * the metadata's `spend` says whether it is net of returns or as paid.
 */
export function spendGraph(model: SpendModel): Uint8Array {
  const graph = new OnnxGraph("lifetime_value");
  const input = featureInput(graph, model.features);
  const kept = keptOf(graph, input, spendOf(graph, input, model), model);
  graph.output("expected_spend", "float", 1, cast(graph, kept, "float"));
  return graph.toBytes({
    features: JSON.stringify(inputNames(model.features)),
    kind: model.kind,
    horizon_days: String(model.horizonDays),
    spend: model.keptShare ? "net" : "gross",
  });
}

/** What is kept of the spend, `N × 1` double, as in `keptShares`. */
function keptOf(graph: OnnxGraph, input: string, paid: string, { keptShare, features }: SpendModel): string {
  if (!keptShare) return paid;
  const levelled = affine(graph, paid, keptShare.level, 0);
  const at = returnColumns(features);
  if (!at) return levelled;
  const column = (place: number) =>
    cast(
      graph,
      graph.apply("Gather", [input, graph.constant("int64", [place])], { axis: { int: 1 } }),
      "double",
    );
  const [spent, returned] = [column(at.spent), column(at.returned)];
  const one = graph.constant("double", [1], []);
  const weight = graph.apply("Div", [spent, affine(graph, spent, 1, keptShare.orderValue)]);
  const share = graph.apply("Sub", [one, graph.apply("Mul", [weight, returned])]);
  const nothing = graph.apply("GreaterOrEqual", [returned, one]);
  const kept = graph.apply("Where", [nothing, graph.constant("double", [0], []), share]);
  return graph.apply("Mul", [levelled, kept]);
}

/** As paid, `N × 1` double: the members' geometric mean times the factor. */
function spendOf(graph: OnnxGraph, input: string, model: SpendModel): string {
  if (model.kind !== "blend") return constantColumn(graph, input, model.totalFactor * model.constant);
  const { members, features, floor, totalFactor } = model;
  const least = graph.constant("double", [floor], []);
  const vote = (spend: string, weight: number) =>
    affine(graph, graph.apply("Log", [graph.apply("Max", [spend, least])]), weight, 0);
  const sum = members
    .flatMap(({ member, weight }) =>
      member.kind === "btyd" ? [] : [vote(learnedSpend(graph, input, member), weight)],
    )
    .reduce((all, one) => graph.apply("Add", [all, one]));
  const btyd = members.find(({ member }) => member.kind === "btyd");
  const logs = btyd ? withBtyd(graph, input, features, sum, btyd, vote) : sum;
  return affine(graph, graph.apply("Exp", [logs]), totalFactor, 0);
}

/** The other members' sum with the purchase model's vote; where that has none, the others count for all. */
function withBtyd(
  graph: OnnxGraph,
  input: string,
  features: readonly string[],
  others: string,
  { member, weight }: SpendModel["members"][number],
  vote: (spend: string, weight: number) => string,
): string {
  if (member.kind !== "btyd") return others;
  const index = graph.constant("int64", [features.indexOf(member.feature)]);
  const picked = cast(graph, graph.apply("Gather", [input, index], { axis: { int: 1 } }), "double");
  return graph.apply("Where", [
    graph.apply("IsNaN", [picked]),
    affine(graph, others, 1 / (1 - weight), 0),
    graph.apply("Add", [others, vote(picked, weight)]),
  ]);
}

function learnedSpend(
  graph: OnnxGraph,
  input: string,
  member: Exclude<SpendMember, { kind: "btyd" }>,
): string {
  const exp = (value: string) => graph.apply("Exp", [value]);
  switch (member.kind) {
    case "tweedie_glm":
      return exp(linearMargin(graph, input, member.amount));
    case "zero_inflated_lognormal":
      return graph.apply("Mul", [
        graph.apply("Sigmoid", [linearMargin(graph, input, member.occurrence)]),
        exp(linearMargin(graph, input, member.amount)),
      ]);
    case "tweedie_trees":
      return affine(graph, exp(treeMargin(graph, input, member.trees.trees)), member.unit, 0);
  }
}
