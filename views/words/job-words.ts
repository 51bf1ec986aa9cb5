import type { JobKind, JobStatus } from "../../src/store/job-row";
import type { Tone } from "../components/card";

export const KIND_WORDS: Readonly<Record<JobKind, string>> = {
  training: "Training",
  prediction: "Prediction",
  backtest: "Backtest",
  email: "Mail",
  erasure: "Erasure",
};

export const STATUS_WORDS: Readonly<Record<JobStatus, string>> = {
  queued: "Waiting",
  processing: "Running",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const STATUS_TONES: Readonly<Record<JobStatus, Tone | undefined>> = {
  queued: undefined,
  processing: "brand",
  completed: "good",
  failed: "bad",
  cancelled: "warn",
};

export const JOB_KINDS = Object.keys(KIND_WORDS) as JobKind[];
export const JOB_STATUSES = Object.keys(STATUS_WORDS) as JobStatus[];

/** The steps of a training as a person reads them, in order, by their stage. */
export const TRAINING_STEPS: readonly { readonly stage: string; readonly label: string }[] = [
  { stage: "reading", label: "Read the order lines" },
  { stage: "features", label: "Describe each customer" },
  { stage: "lifetime_value", label: "Learn what customers will spend" },
  { stage: "segmentation", label: "Find the segments" },
  { stage: "churn", label: "Learn who leaves" },
  { stage: "scoring", label: "Score all customers" },
  { stage: "writing", label: "Write the model" },
];

/** How far each step of a training is, by the stage that it is at. */
export function stepsAt(
  stage: string | null,
  isDone: boolean,
): { readonly label: string; readonly state: "done" | "now" | "next" }[] {
  const at = TRAINING_STEPS.findIndex((step) => step.stage === stage);
  return TRAINING_STEPS.map(({ label }, i) => ({
    label,
    state: isDone || i < at ? "done" : i === at ? "now" : "next",
  }));
}
