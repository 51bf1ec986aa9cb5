import type { Setting } from "./setting";
import { wholeNumber } from "./values";

/** The settings of work on other machines. */
export const WORKER_SETTINGS = {
  remoteJobs: {
    name: "REMOTE_JOBS",
    otherwise: "0: all jobs run on this machine",
    meaning:
      "how many jobs may run at the same time on other machines, which join by `perennial worker`; needs Inngest",
    expected: "a whole number from 0 to 10000",
    read: (text) => wholeNumber(text ?? "0", 0, 10_000),
  },
  workerSilenceSeconds: {
    name: "WORKER_SILENCE_SECONDS",
    otherwise: "20",
    meaning:
      "how long a worker on another machine may give no sign of life before its step goes to another; the same on server and workers",
    expected: "a whole number from 1 to 3600",
    read: (text) => wholeNumber(text ?? "20", 1, 3600),
  },
  workerPatienceSeconds: {
    name: "WORKER_PATIENCE_SECONDS",
    otherwise: "120",
    meaning: "how long a step may wait for a worker on another machine before the server does it itself",
    expected: "a whole number from 1 to 86400",
    read: (text) => wholeNumber(text ?? "120", 1, 86_400),
  },
  customersPerStep: {
    name: "CUSTOMERS_PER_STEP",
    otherwise: "100000",
    meaning: "into parts of how many customers a list is divided for workers on other machines",
    expected: "a whole number, 1 or more",
    read: (text) => wholeNumber(text ?? "100000", 1),
  },
} satisfies Record<string, Setting<unknown>>;
