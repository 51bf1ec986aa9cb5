/** The stages of a training in order, with each one's share of the work on a typical file. */
const SHARES = {
  reading: 0.4,
  features: 0.1,
  segmentation: 0.15,
  churn: 0.2,
  scoring: 0.1,
  writing: 0.05,
} as const;

export type Stage = keyof typeof SHARES;

export interface Progress {
  readonly stage: Stage;
  /** Share of the whole job, 0 to 1, never decreasing. */
  readonly fraction: number;
  /** The current step, for people. */
  readonly message: string;
}

export type ProgressListener = (progress: Progress) => void;

const LABELS: Readonly<Record<Stage, string>> = {
  reading: "Reading order lines",
  features: "Describing customers",
  churn: "Learning who leaves and what customers will spend",
  segmentation: "Finding segments",
  scoring: "Scoring customers",
  writing: "Writing the model",
};

/** The share of the whole job, 0 to 1, that is done when this stage is; 1 for an unknown one. */
export function stageEnd(stage: string): number {
  let end = 0;
  for (const [name, share] of Object.entries(SHARES)) {
    end += share;
    if (name === stage) return end;
  }
  return 1;
}

/** Reports that the share `within` (0 to 1) of `stage` is done. */
export function reporter(listener: ProgressListener | undefined): (stage: Stage, within?: number) => void {
  return (stage, within = 0) => {
    if (!listener) return;
    let fraction = 0;
    for (const [name, share] of Object.entries(SHARES)) {
      if (name === stage) {
        fraction += share * within;
        break;
      }
      fraction += share;
    }
    listener({ stage, fraction: Math.round(fraction * 1000) / 1000, message: LABELS[stage] });
  };
}
