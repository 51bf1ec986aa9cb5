import { runBacktest } from "../src/jobs/run-backtest";
import { serveTasks } from "../src/jobs/worker-loop";

serveTasks(runBacktest);
