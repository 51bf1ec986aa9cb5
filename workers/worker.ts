import { runErasure } from "../src/jobs/erasure/run-erasure";
import { runBacktest } from "../src/jobs/run-backtest";
import { runPrediction } from "../src/jobs/run-prediction";
import { runTraining } from "../src/jobs/run-training";
import { serveTasks } from "../src/jobs/worker-loop";

serveTasks({ training: runTraining, prediction: runPrediction, backtest: runBacktest, erasure: runErasure });
