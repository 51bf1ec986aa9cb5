import { GradientBoostedTrees } from "../src/learning/boosting/gradient-boosted-trees";
import { type Matrix, matrix } from "../src/learning/matrix";
import { Random } from "../src/learning/random";

// How long gradient-boosted trees take to fit and to explain, as a ratio to XGBoost on one thread in the same run:
//   bun benchmarks/boosting.ts            (PYTHON=path/to/python3 to choose an interpreter with xgboost)

const SIZES = [
  { rows: 12_000, columns: 40, rounds: 200, maxDepth: 4 },
  { rows: 100_000, columns: 10, rounds: 300, maxDepth: 5 },
];
const EXPLAINED = 4338;

interface Peer {
  version: string;
  fitMs: number;
  explainMs: number;
  logLoss: number;
}

/**
 * A yes-or-no target with a trend, an interaction, a wave and noise. Values have two decimals: XGBoost's quantile
 * sketch is exact for so few distinct ones, so both cut the same bins and must grow the same trees.
 */
function makeRows(rows: number, columns: number): { x: Matrix; y: Float64Array } {
  const random = new Random(1);
  const x = matrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => Math.fround(Math.round(100 * random.normal()) / 100)),
  );
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b, c] = x.data.subarray(i * columns, i * columns + 3);
    return +(a! + 0.5 * a! * b! + Math.sin(2 * c!) + 0.5 * random.normal() > 0);
  });
  return { x, y };
}

/** XGBoost on the same rows, or undefined where Python or xgboost is missing. */
function runPeer(x: Matrix, y: Float64Array, rounds: number, maxDepth: number): Peer | undefined {
  const python = Bun.which(process.env.PYTHON ?? "python3");
  if (!python) return undefined;
  const script = new URL("./peers/xgboost_time.py", import.meta.url).pathname;
  const input = new Float32Array(x.data.length + y.length);
  input.set(x.data);
  input.set(y, x.data.length);
  const size = [x.rows, x.columns, rounds, maxDepth].map(String);
  const run = Bun.spawnSync([python, script, ...size], { stdin: new Uint8Array(input.buffer) });
  return run.success ? (JSON.parse(run.stdout.toString()) as Peer) : undefined;
}

function fastest(times: number, work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Throws unless the explanations add up to the margins and the log loss is the peer's. */
function checkAnswers(model: GradientBoostedTrees, x: Matrix, y: Float64Array, peer: Peer | undefined): void {
  const asked = matrix(EXPLAINED, x.columns, x.data.subarray(0, EXPLAINED * x.columns));
  const { contributions, expected } = model.explain(asked);
  const margins = model.margin(asked);
  for (let i = 0; i < EXPLAINED; i++) {
    let sum = expected;
    for (let j = 0; j < x.columns; j++) sum += contributions[i * x.columns + j]!;
    if (!(Math.abs(sum - margins[i]!) < 1e-9))
      throw new Error(`row ${i} is explained as ${sum}, not ${margins[i]}`);
  }
  if (!peer) return;
  const p = model.predict(x);
  let logLoss = 0;
  for (let i = 0; i < y.length; i++) logLoss -= Math.log(y[i] === 1 ? p[i]! : 1 - p[i]!) / y.length;
  if (!(Math.abs(logLoss / peer.logLoss - 1) < 1e-4)) {
    throw new Error(`training log loss ${logLoss}, but XGBoost reached ${peer.logLoss}`);
  }
}

for (const { rows, columns, rounds, maxDepth } of SIZES) {
  const { x, y } = makeRows(rows, columns);
  const peer = runPeer(x, y, rounds, maxDepth);
  const model = new GradientBoostedTrees({ loss: "logistic", rounds, maxDepth }).fit(x, y);
  checkAnswers(model, x, y, peer);

  const asked = matrix(EXPLAINED, columns, x.data.subarray(0, EXPLAINED * columns));
  const fitMs = fastest(3, () => model.fit(x, y));
  const explainMs = fastest(3, () => model.explain(asked));
  const versus = (ours: number, theirs: number | undefined) =>
    theirs === undefined
      ? "no peer: xgboost is not installed"
      : `${(ours / theirs).toFixed(2)} × XGBoost ${peer!.version} on one thread (${theirs.toFixed(0)} ms)`;
  console.log(`${rows} x ${columns}, ${rounds} trees of depth ${maxDepth}`);
  console.log(`  fit                ${fitMs.toFixed(0)} ms, ${versus(fitMs, peer?.fitMs)}`);
  console.log(
    `  explain ${EXPLAINED} rows  ${explainMs.toFixed(0)} ms, ${versus(explainMs, peer?.explainMs)}`,
  );
}
