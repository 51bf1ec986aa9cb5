/** Fits our trees: `bun trees.ts FILE ROWS COLUMNS ROUNDS DEPTH THREADS`; the file holds float32 features, then targets. */
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import { matrix } from "../../../src/learning/matrix";

const [path, ...numbers] = process.argv.slice(2);
const [rows, columns, rounds, maxDepth, threads] = numbers.map(Number) as [
  number,
  number,
  number,
  number,
  1 | 2,
];
const all = new Float32Array(await Bun.file(path!).arrayBuffer());
const x = matrix(rows, columns, Float64Array.from(all.subarray(0, rows * columns)));
const y = Float64Array.from(all.subarray(rows * columns));

const cpu = process.cpuUsage();
const start = performance.now();
const model = new GradientBoostedTrees({ loss: "logistic", rounds, maxDepth }, threads).fit(x, y);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
const p = model.predict(x);
let loss = 0;
for (let i = 0; i < rows; i++) loss -= Math.log(y[i] === 1 ? p[i]! : 1 - p[i]!) / rows;
console.log(JSON.stringify({ seconds, cpu_seconds: (used.user + used.system) / 1e6, log_loss: loss }));
