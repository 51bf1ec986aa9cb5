import { join } from "node:path";
import type { Subprocess } from "bun";
import { sharedFile } from "../reference";
import { retailFile } from "./retail-file";
import type { Row } from "./row";
import { processContestant, processorSeconds, type Ran, watchMemory } from "./run";
import { lineWith, serve, trainedData } from "./serving";

const PEER = join(import.meta.dir, "..", "peers");
const CUSTOMER = 12347;

export const startRow: Row = {
  key: "start",
  work: "start to first answered `/predict`",
  bars: [{ of: "seconds", against: "peer", most: 0.2, aim: 0.1 }],
  prepare: async (place) => {
    const dataDir = await trainedData(place, "start");
    const old = join(place.folder, "old");
    const pipeline = sharedFile("reference/replaced_pipeline.py");
    if (!pipeline) throw new Error("the pipeline that Perennial replaces is not on this machine");
    await processContestant("preparation", [
      place.python,
      pipeline,
      await retailFile(place.cache),
      old,
    ]).run();
    return {
      ours: { name: "Perennial", run: () => firstAnswer(() => serve(dataDir)) },
      peers: [{ name: "FastAPI", run: () => firstAnswer(() => serveFastApi(place.python, old)) }],
      check: (answers) => {
        for (const [name, { customer_id: id, churn_probability: churn }] of Object.entries(answers))
          if (id !== CUSTOMER || !(Number(churn) > 0 && Number(churn) < 1))
            throw new Error(`${name} answered ${id} with ${churn}`);
      },
    };
  },
};

async function firstAnswer(
  start: () => Promise<{ readonly url: string; readonly process: Subprocess }>,
): Promise<Ran> {
  const begin = performance.now();
  const { url, process } = await start();
  const memory = watchMemory(process.pid);
  try {
    const response = await fetch(`${url}/predict`, {
      method: "POST",
      headers: { "X-Tenant-Id": "bench", "Content-Type": "application/json" },
      body: JSON.stringify({ customer_id: CUSTOMER }),
    });
    const answer = (await response.json()) as Ran["answer"];
    const seconds = (performance.now() - begin) / 1000;
    const cpuSeconds = processorSeconds(process.pid);
    // Once more, for the memory of what has answered.
    await Bun.sleep(50);
    return { seconds, cpuSeconds, peakMb: memory.peak() / 1e6, answer };
  } finally {
    memory.stop();
    process.kill("SIGKILL");
    await process.exited;
  }
}

/** Says on which port it listens as soon as it does. */
async function serveFastApi(python: string, model: string) {
  const child = Bun.spawn([python, join(PEER, "serve_fastapi.py"), model], {
    stdout: "pipe",
    stderr: "ignore",
  });
  return { url: await lineWith(child.stdout, /ready: (http:\/\/[^\s/]+)/), process: child };
}
