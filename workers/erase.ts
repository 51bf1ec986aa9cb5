import { runErasure } from "../src/jobs/erasure/run-erasure";
import { serveTasks } from "../src/jobs/worker-loop";

serveTasks(runErasure);
