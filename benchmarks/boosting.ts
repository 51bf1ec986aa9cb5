/**
 * `bun benchmarks/boosting.ts [--pairs N] [--rows N]`: how long gradient-boosted trees take to fit and to explain, in turn
 * with XGBoost on the same rows and as many threads, 1 and 2 (where the peers' environment is there). Checks the answers
 * and equal loss first; prints medians of milliseconds and of processor milliseconds, and ratios, ours ÷ peer. `--rows`
 * takes only the sizes with that many.
 */
import { parseArgs } from "node:util";
import { GradientBoostedTrees } from "../src/learning/boosting/gradient-boosted-trees";
import { type Matrix, matrix } from "../src/learning/matrix";
import { Random } from "../src/learning/random";
import { peersPython } from "./quality/python-peers";

const { values } = parseArgs({
  options: { pairs: { type: "string", default: "5" }, rows: { type: "string" } },
});

const SIZES = [
  { rows: 12_000, columns: 40, rounds: 200, maxDepth: 4 },
  { rows: 100_000, columns: 10, rounds: 300, maxDepth: 5 },
  { rows: 500_000, columns: 10, rounds: 200, maxDepth: 5 },
].filter(({ rows }) => values.rows === undefined || rows === Number(values.rows));
const EXPLAINED = 4338;

type Size = (typeof SIZES)[number];

interface Timed {
  readonly fitMs: number;
  readonly processorMs: number;
  readonly explainMs: number;
  /** Of the peer only. */
  readonly logLoss?: number;
  readonly version?: string;
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

/** XGBoost on the same rows, in a process of its own. */
async function runPeer(
  python: string,
  { rows, columns, rounds, maxDepth }: Size,
  input: Uint8Array,
  threads: number,
) {
  const script = new URL("./peers/xgboost_time.py", import.meta.url).pathname;
  const numbers = [rows, columns, rounds, maxDepth, threads].map(String);
  const child = Bun.spawn([python, script, ...numbers], { stdin: input, stderr: "inherit" });
  const told = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("XGBoost failed");
  return JSON.parse(told) as Timed;
}

function runOurs({ rounds, maxDepth }: Size, x: Matrix, y: Float64Array, threads: 1 | 2): Timed {
  // Another matrix of the same numbers, so that its bins are not known.
  const fresh = matrix(x.rows, x.columns, x.data);
  const model = new GradientBoostedTrees({ loss: "logistic", rounds, maxDepth }, threads);
  const processor = process.cpuUsage();
  const start = performance.now();
  model.fit(fresh, y);
  const fitMs = performance.now() - start;
  const { user, system } = process.cpuUsage(processor);
  const asked = matrix(EXPLAINED, x.columns, x.data.subarray(0, EXPLAINED * x.columns));
  const before = performance.now();
  model.explain(asked);
  return { fitMs, processorMs: (user + system) / 1000, explainMs: performance.now() - before };
}

/** Throws unless the explanations add up to the margins and the log loss is the peer's. */
function checkAnswers(
  model: GradientBoostedTrees,
  x: Matrix,
  y: Float64Array,
  peer: Timed | undefined,
): void {
  const asked = matrix(EXPLAINED, x.columns, x.data.subarray(0, EXPLAINED * x.columns));
  const { contributions, expected } = model.explain(asked);
  const margins = model.margin(asked);
  for (let i = 0; i < EXPLAINED; i++) {
    let sum = expected;
    for (let j = 0; j < x.columns; j++) sum += contributions[i * x.columns + j]!;
    if (!(Math.abs(sum - margins[i]!) < 1e-9))
      throw new Error(`row ${i} is explained as ${sum}, not ${margins[i]}`);
  }
  if (!peer?.logLoss) return;
  const p = model.predict(x);
  let logLoss = 0;
  for (let i = 0; i < y.length; i++) logLoss -= Math.log(y[i] === 1 ? p[i]! : 1 - p[i]!) / y.length;
  if (!(Math.abs(logLoss / peer.logLoss - 1) < 1e-4)) {
    throw new Error(`training log loss ${logLoss}, but XGBoost reached ${peer.logLoss}`);
  }
}

const python = await peersPython().catch(() =>
  console.log("left out: XGBoost, which cannot be installed here"),
);
for (const size of SIZES) {
  const { rows, columns, rounds, maxDepth } = size;
  const { x, y } = makeRows(rows, columns);
  const floats = new Float32Array(x.data.length + y.length);
  floats.set(x.data);
  floats.set(y, x.data.length);
  const input = new Uint8Array(floats.buffer);
  console.log(`${rows} x ${columns}, ${rounds} trees of depth ${maxDepth}`);
  for (const threads of [1, 2] as const) {
    const model = new GradientBoostedTrees({ loss: "logistic", rounds, maxDepth }, threads).fit(x, y);
    checkAnswers(model, x, y, python ? await runPeer(python, size, input, threads) : undefined);
    const ours: Timed[] = [];
    const theirs: Timed[] = [];
    for (let pair = 0; pair < Number(values.pairs); pair++) {
      ours.push(runOurs(size, x, y, threads));
      if (python) theirs.push(await runPeer(python, size, input, threads));
    }
    for (const figure of ["fitMs", "processorMs", "explainMs"] as const) {
      const [our, their] = [ours, theirs].map(
        (all) => all.map((one) => one[figure]).sort((a, b) => a - b)[all.length >> 1],
      );
      const versus =
        their && `, ${(our! / their).toFixed(2)} × XGBoost ${theirs[0]!.version} (${their.toFixed(0)})`;
      console.log(
        `  ${threads} thread${threads > 1 ? "s" : " "}  ${figure.padEnd(11)}  ${our!.toFixed(0)}${versus ?? ""}`,
      );
    }
  }
}
