/**
 * `bun run bench:serve [seconds a measurement]`: requests a second and latency of `POST /predict`, over real sockets, by
 * wrk (apt-get install wrk): by customer id and by features, at 1, 16 and 64 connections. What a training does to it is
 * a row of `bun run bench`.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customersOf, type Serving, serve, trainedData } from "./rows/serving";
import { load, wrkScript } from "./rows/wrk";

const SECONDS = Number(process.argv[2] ?? 5);
const WARM_UP_SECONDS = 2;
const BARS = { leastPerSecond: 5000, mostP99Ms: 10 };

const cache = join(import.meta.dir, "..", "artifacts_cache", "bench");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
const server = await serve(await trainedData({ cache, folder, python: "" }, "serve"));
try {
  const customers = await customersOf(server);
  await checkAnswers(server, customers[0]!);
  const questions = {
    "customer-id": customers.map((customer_id) => ({ customer_id })),
    features: Array.from({ length: 2000 }, (_, i) => ({
      features: { recency_days: i % 300, frequency: 1 + (i % 17), monetary: 10 + ((i * 37) % 5000) },
    })),
  };
  for (const [kind, bodies] of Object.entries(questions)) {
    const script = wrkScript(join(folder, `${kind}.lua`), bodies);
    await load(server.url, script, 16, WARM_UP_SECONDS);
    for (const connections of [1, 16, 64]) {
      const { per_second, p50_ms, p99_ms, max_ms, failed } = await load(
        server.url,
        script,
        connections,
        SECONDS,
      );
      const isMet = per_second >= BARS.leastPerSecond && p99_ms < BARS.mostP99Ms && failed === 0;
      const verdict = connections !== 16 ? "" : isMet ? "  bar met" : "  BAR MISSED";
      console.log(
        `${`${kind}, ${connections} connections`.padEnd(30)} ${per_second.toFixed(0).padStart(6)}/s  p50 ${p50_ms.toFixed(2)} ms  p99 ${p99_ms.toFixed(2)} ms  max ${max_ms.toFixed(1)} ms  failed ${failed}${verdict}`,
      );
    }
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A benchmark of wrong answers is worth nothing. */
async function checkAnswers({ json }: Serving, customer: number): Promise<void> {
  const known = await json<{ customer_id: unknown }>("/predict", { customer_id: customer });
  if (known.customer_id !== customer)
    throw new Error(`asked for ${customer}, was told of ${known.customer_id}`);
  const features = { recency_days: 3, frequency: 9, monetary: 900 };
  const near = await json<{ churn_probability: number }>("/predict", { features });
  const far = await json<{ churn_probability: number }>("/predict", {
    features: { ...features, recency_days: 300, frequency: 1 },
  });
  if (!(near.churn_probability < far.churn_probability))
    throw new Error("long silence does not raise the risk");
}
