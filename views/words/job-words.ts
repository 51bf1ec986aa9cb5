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

/** A step of a training as a person reads it, and what happens meanwhile. */
interface TrainingStep {
  readonly label: string;
  readonly about: string;
}

/** The steps of a training in order, by their stage. */
export const TRAINING_STEPS: readonly (TrainingStep & { readonly stage: string })[] = [
  {
    stage: "reading",
    label: "Read the order lines",
    about: "Every row is kept or counted under a reason why not.",
  },
  {
    stage: "features",
    label: "Describe each customer",
    about: "How lately, how often, how regularly and for how much each has bought.",
  },
  {
    stage: "segmentation",
    label: "Find the segments",
    about: "Numbers of groups are tried until customers within one are alike and the groups are stable.",
  },
  {
    stage: "churn",
    label: "Learn who leaves and what customers will spend",
    about: "Models learn from what customers did before and are tested on days that they have not seen.",
  },
  {
    stage: "scoring",
    label: "Score all customers",
    about: "Risk, expected spend, next order and gain for each.",
  },
  {
    stage: "writing",
    label: "Write the model",
    about: "The report, the tables and the models for download.",
  },
];

/** How far each step of a training is, by the stage that it is at. */
export function stepsAt(
  stage: string | null,
  isDone: boolean,
): (TrainingStep & { readonly state: "done" | "now" | "next" })[] {
  const at = TRAINING_STEPS.findIndex((step) => step.stage === stage);
  return TRAINING_STEPS.map(({ label, about }, i) => ({
    label,
    about,
    state: isDone || i < at ? "done" : i === at ? "now" : "next",
  }));
}
