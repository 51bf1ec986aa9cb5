import { runTraining } from "../src/jobs/run-training";
import { serveTasks } from "../src/jobs/worker-loop";

serveTasks(runTraining);
