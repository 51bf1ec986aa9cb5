import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ErasureTask } from "../../../src/jobs/erasure/erasure-task";
import { runErasure } from "../../../src/jobs/erasure/run-erasure";
import { serveTasks, type TaskRunner } from "../../../src/jobs/worker-loop";
import { DEATHS, type Death } from "./place";

/**
 * The worker of erasures, which dies where the test wants it: each attempt dies the next of the deaths in the data
 * folder's file.
 */
const erasure: TaskRunner<ErasureTask> = async (task, onProgress, writeStep) => {
  const path = join(task.dataDir, DEATHS);
  const [death, ...later] = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Death[]) : [];
  writeFileSync(path, JSON.stringify(later));
  let steps = 0;
  return runErasure(task, onProgress, async (step) => {
    const isIt = ++steps === death?.step;
    if (isIt && death.when === "before") process.kill(process.pid, "SIGKILL");
    await writeStep(step);
    if (isIt) process.kill(process.pid, "SIGKILL");
  });
};

serveTasks({ erasure });
