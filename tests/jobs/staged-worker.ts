import { UserError } from "../../src/errors";
import { serveTasks, type TaskRunner } from "../../src/jobs/worker-loop";
import type { Instruction, StagedTask } from "./stage";

/** A worker that does what the test tells it: it asks at the stage door, and asks again until it is told to end. */
const staged: TaskRunner<StagedTask> = async ({ door, tenant, id, attempt }, onProgress) => {
  for (;;) {
    const query = new URLSearchParams({ tenant, id, attempt: String(attempt), pid: String(process.pid) });
    const instruction = (await (await fetch(`${door}?${query}`)).json()) as Instruction;
    switch (instruction.do) {
      case "finish":
        return instruction.outcome;
      case "progress":
        onProgress({ stage: "reading", fraction: instruction.fraction, message: "Reading order lines" });
        break;
      case "refuse":
        throw new UserError(instruction.message);
      case "break":
        throw new Error(instruction.message);
      case "exit":
        process.exit(instruction.code);
        break;
      case "eat memory":
        throw new RangeError("Out of memory");
    }
  }
};

serveTasks({ training: staged, prediction: staged, backtest: staged, erasure: staged });
