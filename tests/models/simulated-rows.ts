import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { type Matrix, matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { type ChurnChoice, type ChurnModel, fitChurn } from "../../src/models/churn/churn";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../src/models/heads";
import { planProtocol } from "../../src/models/judging/protocol";
import { splitRows } from "../../src/models/judging/splits";
import { withBaseRates } from "../../src/models/spend/base-rates";
import type { SpendTrees } from "../../src/models/spend/spend-members";
import { USUAL_SHAPE } from "../../src/models/trees";
import { simulatedSnapshots } from "./simulated-shop";

export const SNAPSHOTS = simulatedSnapshots(21, 500, 350);

const { purchases } = SNAPSHOTS;
const PROTOCOL = planProtocol(oldestOrder(purchases), newestOrder(purchases), [60]);

/** The rows of both heads of a simulated shop. */
export const SPLITS = {
  all: splitRows(SNAPSHOTS, PROTOCOL, "all", new Random(1)),
  base: splitRows(SNAPSHOTS, PROTOCOL, "base", new Random(1)),
};

/** The columns that the head's files take, of rows of what its models are learned from. */
export function inputsOf(head: Head, x: Matrix): Matrix {
  const columns = HEAD_INPUTS[head].length;
  const data = x.data.filter((_, i) => i % x.columns < columns);
  return matrix(x.rows, columns, data);
}

/**
 * A copy in which a tenth of what is given is missing; the first rows are missing throughout, all 0, and all below 0.
 */
export function withMissingValues(head: Head, x: Matrix): Matrix {
  const random = new Random(77);
  const { rows, columns, data } = inputsOf(head, x);
  const holed = data.map((value) => (random.uniform() < 0.1 ? NaN : value));
  holed.fill(NaN, 0, columns);
  holed.fill(0, columns, 2 * columns);
  holed.fill(-0.5, 2 * columns, 3 * columns);
  const given = matrix(rows, columns, holed);
  return head === "base" ? withBaseRates(given) : given;
}

/** What a choice of the full churn model holds, with a blend and a calibration that are not trivial. */
export const FULL_CHURN: ChurnChoice = {
  level: "full",
  l2: 10,
  trees: { shape: USUAL_SHAPE, rounds: 60 },
  treeWeight: 0.4,
  calibration: { slope: 1.3, intercept: -0.4 },
};

/** Trees for every member of a blend that grows them. */
export const SPEND_ROUNDS: SpendTrees = {
  tweedie: { shape: USUAL_SHAPE, rounds: 50 },
  occurrence: { shape: USUAL_SHAPE, rounds: 40 },
  amount: { shape: USUAL_SHAPE, rounds: 30 },
};

/** The churn model of a head by that choice, or by one that differs in `change`. */
export function fitFullChurn(head: Head, change: Partial<ChurnChoice> = {}): ChurnModel {
  return fitChurn(SPLITS[head].test.train, HEAD_FEATURES[head], { ...FULL_CHURN, ...change }, 3);
}
