/** Fits a BG/NBD: `bun btyd.ts FILE`; the file holds x, tx and T in weeks, customer by customer. */
import { fitBgNbd } from "../../../src/learning/btyd";

const all = new Float64Array(await Bun.file(process.argv[2]!).arrayBuffer());
const column = (j: number) => Float64Array.from({ length: all.length / 3 }, (_, i) => all[3 * i + j]!);
const histories = { unit: "weeks", x: column(0), tx: column(1), T: column(2) } as const;

const cpu = process.cpuUsage();
const start = performance.now();
const { model } = fitBgNbd(histories);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
const { r, alpha, a, b } = model;
console.log(
  JSON.stringify({
    seconds,
    cpu_seconds: (used.user + used.system) / 1e6,
    customers: all.length / 3,
    ...{ r, alpha, a, b },
  }),
);
