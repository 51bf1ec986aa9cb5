import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { type Matrix, matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { type ChurnModel, churnModel } from "../../src/models/churn/churn";
import type { ChurnLevel } from "../../src/models/churn/churn-level";
import { type ChurnMembers, fitMembers, votersOf } from "../../src/models/churn/members";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../src/models/heads";
import { planProtocol } from "../../src/models/judging/protocol";
import { rowsAt, type Split } from "../../src/models/judging/splits";
import { withBaseRates } from "../../src/models/spend/base-rates";
import { simulatedSnapshots } from "./simulated-shop";

export const SNAPSHOTS = simulatedSnapshots(21, 500, 350);

const { purchases } = SNAPSHOTS;
const { folds, horizonDays } = planProtocol(oldestOrder(purchases), newestOrder(purchases), [60]);
const { trainCutoffs, testCutoff } = folds.at(-1)!;

/** The rows of both heads of a simulated shop: several windows to learn from, and the one after them. */
export const SPLITS: Readonly<Record<Head, Split>> = { all: splitOf("all"), base: splitOf("base") };

function splitOf(head: Head): Split {
  return {
    train: rowsAt(SNAPSHOTS, trainCutoffs, horizonDays, head),
    test: rowsAt(SNAPSHOTS, [testCutoff], horizonDays, head),
  };
}

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

/** What members learn from the training rows of a head. */
export function membersOf(head: Head, level: ChurnLevel = "full"): ChurnMembers {
  return fitMembers(SPLITS[head].train, HEAD_FEATURES[head], level, 3);
}

/** A level that is not 0. */
const LEVEL = -0.4;

/**
 * The churn model of a head whose trees count 0.4 and whose other voters share the rest: unequally, if there are two.
 */
export function fitFullChurn(head: Head, treeWeight = 0.4): ChurnModel {
  const members = membersOf(head);
  const rest = 1 - treeWeight;
  const weights = { boosted_trees: treeWeight, logistic: 0.75 * rest, buy_till_you_die: 0.25 * rest };
  const voters = votersOf(members);
  const others = voters.includes("buy_till_you_die") ? weights : { ...weights, logistic: rest };
  return churnModel(
    members,
    voters.map((voter) => others[voter]),
    LEVEL,
  );
}
