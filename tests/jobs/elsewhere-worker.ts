import { writeFileSync } from "node:fs";
import { serveTasks, type TaskRunner } from "../../src/jobs/worker-loop";

/** A worker with something running elsewhere, which it stops when it is told to: then it writes the file `path`. */
const elsewhere: TaskRunner<{ path: string }> = async ({ path }, onProgress, _, { signal, running }) => {
  using _running = running();
  onProgress({ stage: "reading", fraction: 0, message: "running elsewhere" });
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  writeFileSync(path, String(signal.reason));
  throw signal.reason;
};

serveTasks({ training: elsewhere });
