import { join } from "node:path";
import type { Row } from "./row";
import { processorSeconds, type Ran, watchMemory } from "./run";
import { customersOf, datasetOf, serve, train, trainedData } from "./serving";
import { load, wrkScript } from "./wrk";

const [WARM_UP_SECONDS, SECONDS, CONNECTIONS] = [2, 8, 16];

export const busyRow: Row = {
  key: "busy",
  work: "`/predict` p99 while a training runs",
  timed: `99th percentile, ${CONNECTIONS} connections of wrk as fast as they get answers`,
  bars: [{ of: "seconds", against: "absolute", most: 0.025, aim: 0.01 }],
  isLong: true,
  prepare: async (place) => {
    if (!Bun.which("wrk")) throw new Error("wrk is not on this machine (apt-get install wrk)");
    const dataDir = await trainedData(place, "busy");
    return {
      ours: { name: "Perennial", run: () => askWhileTraining(dataDir, place.folder) },
      peers: [],
      check: ({ Perennial }) => {
        if (Number(Perennial!.failed) > 0) throw new Error(`${Perennial!.failed} requests failed`);
      },
    };
  },
};

async function askWhileTraining(dataDir: string, folder: string): Promise<Ran> {
  const server = await serve(dataDir);
  try {
    const customers = await customersOf(server);
    const bodies = customers.map((customer_id) => ({ customer_id }));
    const script = wrkScript(join(folder, "predict.lua"), bodies);
    await load(server.url, script, CONNECTIONS, WARM_UP_SECONDS);
    const dataset = await datasetOf(server);
    let isWanted = true;
    const trainings = (async () => {
      while (isWanted) await train(server, dataset);
    })();
    const before = processorSeconds(server.process.pid);
    const memory = watchMemory(server.process.pid);
    const answer = await load(server.url, script, CONNECTIONS, SECONDS);
    memory.stop();
    const cpuSeconds = processorSeconds(server.process.pid) - before;
    isWanted = false;
    await trainings;
    return { seconds: Number(answer.p99_ms) / 1000, cpuSeconds, peakMb: memory.peak() / 1e6, answer };
  } finally {
    await server.stop();
  }
}
