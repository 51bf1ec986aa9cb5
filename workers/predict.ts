import { runPrediction } from "../src/jobs/run-prediction";
import { serveTasks } from "../src/jobs/worker-loop";

serveTasks(runPrediction);
