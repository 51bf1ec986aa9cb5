import { join } from "node:path";
import { Random } from "../../src/learning/random";
import type { Row } from "./row";
import { processContestant } from "./run";

const [ROWS, COLUMNS, ROUNDS, DEPTH] = [500_000, 10, 200, 5];
/** Both stop with the same training loss: neither is faster because it learns less. */
const LOSS_TOLERANCE = 1e-3;

export const treesRow = treesWith(1);
export const treesTwoThreadsRow = treesWith(2);

function treesWith(threads: 1 | 2): Row {
  return {
    key: `trees-${threads}`,
    work: `trees, 500,000 × 10, 200 of depth 5, ${threads === 1 ? "1 thread" : "2 threads"}`,
    timed: "the fit from the matrix, binning included",
    bars: [{ of: "seconds", against: "peer", most: 1.2, aim: 0.9 }],
    prepare: async ({ folder, python }) => {
      const path = join(folder, "rows.f32");
      await Bun.write(path, new Uint8Array(makeRows().buffer));
      const given = [path, ROWS, COLUMNS, ROUNDS, DEPTH, threads].map(String);
      return {
        ours: processContestant("Perennial", [
          process.execPath,
          join(import.meta.dir, "ours/trees.ts"),
          ...given,
        ]),
        peers: [
          processContestant("XGBoost", [python, join(import.meta.dir, "../peers/xgboost_fit.py"), ...given]),
        ],
        check: ({ Perennial, XGBoost }) => {
          const [ours, theirs] = [Number(Perennial!.log_loss), Number(XGBoost!.log_loss)];
          if (!(Math.abs(ours / theirs - 1) < LOSS_TOLERANCE))
            throw new Error(`training log loss ${ours}, but XGBoost reached ${theirs}`);
        },
      };
    },
  };
}

/**
 * The features, row by row, then a yes-or-no target with a trend, an interaction, a wave and noise. Values have two
 * decimals: XGBoost's quantile sketch is exact for so few distinct ones, so both cut the same bins and must grow the
 * same trees.
 */
function makeRows(): Float32Array {
  const random = new Random(1);
  const all = new Float32Array(ROWS * (COLUMNS + 1));
  for (let i = 0; i < ROWS * COLUMNS; i++) all[i] = Math.round(100 * random.normal()) / 100;
  for (let row = 0; row < ROWS; row++) {
    const [a, b, c] = all.subarray(row * COLUMNS, row * COLUMNS + 3);
    all[ROWS * COLUMNS + row] = +(a! + 0.5 * a! * b! + Math.sin(2 * c!) + 0.5 * random.normal() > 0);
  }
  return all;
}
