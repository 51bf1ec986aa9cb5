import type { BacktestOutcome } from "../../src/answers/backtest";
import type { ApiContext } from "../../src/api/context";

const churn = (auc: number, log_loss: number, ece: number) => ({
  auc,
  log_loss,
  ece,
  lift_10: 1.5,
  business_cost: 5000,
});
const spend = (mae: number, total_ratio: number, interval_coverage: number | null) => ({
  mae,
  total_ratio,
  spearman: 0.5,
  interval_coverage,
});
const spread = (mean: number | null, sd: number | null = 0.01) => ({ mean, sd });

/** What a backtest of three dates may answer. */
export const BACKTEST: BacktestOutcome = {
  customers: 4338,
  as_of: "2011-12-09T12:50:00.000Z",
  churn: {
    horizon_days: 90,
    tests: (
      [
        ["2011-07-12", 0.77, 0.57, 0.05],
        ["2011-08-11", 0.76, 0.57, 0.02],
        ["2011-09-10", 0.75, 0.6, 0.09],
      ] as const
    ).map(([cutoff, auc, logLoss, ece], i) => ({
      cutoff,
      training_cutoffs: i + 1,
      customers: 3000 + i,
      quality: "Good",
      contenders: {
        shipped: churn(auc, logLoss, ece),
        logistic: churn(auc - 0.01, logLoss + 0.01, ece),
        everybody_alike: churn(0.5, 0.69, 0.04),
        recency_alone: churn(0.68, 0.65, 0.08),
      },
    })),
    contenders: {
      shipped: { auc: spread(0.76), log_loss: spread(0.58), ece: spread(0.053) },
      logistic: { auc: spread(0.75), log_loss: spread(0.59), ece: spread(0.053) },
      everybody_alike: { auc: spread(0.5), log_loss: spread(0.69), ece: spread(0.04) },
      recency_alone: { auc: spread(0.68), log_loss: spread(0.65), ece: spread(0.08) },
    },
    groups: [{ by: "rfm_group", group: "Champions", rows: 200, churn_rate: 0.16, expected: 0.15, auc: 0.78 }],
  },
  lifetime_value: {
    horizon_days: 90,
    tests: (
      [
        ["2011-07-12", 443, 0.95, 0.83],
        ["2011-08-11", 458, 0.85, 0.77],
        ["2011-09-10", 602, 0.7, 0.64],
      ] as const
    ).map(([cutoff, mae, ratio, held], i) => ({
      cutoff,
      training_cutoffs: i + 1,
      customers: 3000 + i,
      quality: i < 2 ? "Good" : "Fair",
      contenders: {
        shipped: spend(mae, ratio, held),
        everybody_alike: { ...spend(850, 1.02, null), spearman: null },
        same_as_last_period: spend(mae + 30, ratio, null),
      },
    })),
    contenders: {
      shipped: { mae: spread(501, 70), total_ratio: spread(0.83), spearman: spread(0.5) },
      everybody_alike: { mae: spread(850, 50), total_ratio: spread(1.02), spearman: spread(null, null) },
      same_as_last_period: { mae: spread(531, 70), total_ratio: spread(0.83), spearman: spread(0.5) },
    },
    groups: [],
  },
};

/** Gives a tenant a backtest that is done; returns its id. */
export function furnishBacktest({ store, now }: ApiContext, tenant: string, datasetPath: string): string {
  const id = Bun.randomUUIDv7();
  store.jobs.restore(tenant, {
    id,
    kind: "backtest",
    status: "completed",
    payload: { dataset_path: datasetPath, tests: 3 },
    result: BACKTEST,
    error: null,
    runnable: true,
    attempt: 1,
    kills: 0,
    cancelRequested: false,
    progress: null,
    createdAt: now(),
    updatedAt: now(),
  });
  return id;
}
