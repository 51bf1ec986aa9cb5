import { newestOrder, oldestOrder } from "../customers/labels";
import { collectPurchases, collectReturns, type Purchases } from "../customers/purchases";
import { InputError } from "../errors";
import { number } from "../figures";
import { matrix } from "../learning/matrix";
import { comparedHistory, compareSnapshots, type DriftReport } from "../models/monitoring/drift";
import type { WatchedColumn } from "../models/monitoring/drift-reference";
import { type RealisedReport, realised } from "../models/monitoring/realised";
import { OnnxModel } from "../models/onnx/session";
import { Snapshots } from "../models/snapshot";
import { linesSince } from "../transactions/lines-since";
import type { TransactionParts } from "../transactions/parts";
import { LINE_BYTES } from "../transactions/spill/stored-lines";
import type { Transactions } from "../transactions/transactions";
import { type OlderModel, readOlderModel } from "./older-model";

/** A newer file's verdict on an older model. */
interface Monitoring {
  /** Null for a model from before training snapshots were kept. */
  readonly drift: DriftReport | null;
  readonly realised: RealisedReport;
}

/**
 * `monitor` compares all of a data set at once, while everything else goes part by part. Throws an InputError if its
 * lines take more than `memoryBudget` bytes.
 */
export function requireRoom({ shared }: Pick<TransactionParts, "shared">, memoryBudget: number): void {
  const lines = shared.report.rows_kept;
  const bytes = LINE_BYTES * lines;
  if (bytes <= memoryBudget) return;
  throw new InputError(
    `The data set has ${number.format(lines)} order lines, which are compared with the model all at once and take ${number.format(bytes)} bytes of memory, more than MEMORY_BUDGET, ${number.format(memoryBudget)}. Raise MEMORY_BUDGET if the machine has about four times as much, or leave out days before the model's own history.`,
  );
}

/**
 * Compares a newer file with the one that a folder's model was trained on, and scores the model's forecasts as far as
 * the file's days allow. Throws an InputError if the folder is not a model's.
 */
export async function monitor(folder: string, transactions: Transactions): Promise<Monitoring> {
  const model = await readOlderModel(folder);
  const purchases = collectPurchases(transactions);
  const returns = collectReturns(transactions);
  return {
    drift: await driftOf(model, transactions, purchases),
    realised: realised(model.promises, purchases, returns, transactions.customers),
  };
}

async function driftOf(
  model: OlderModel,
  transactions: Transactions,
  whole: Purchases,
): Promise<DriftReport | null> {
  const { reference, card } = model;
  if (!reference) return null;
  const newest = newestOrder(whole);
  const { from, hindrance } = comparedHistory(reference, oldestOrder(whole), newest);
  const compared = linesSince(transactions, from);
  const snapshots = new Snapshots(collectPurchases(compared), collectReturns(compared), {
    churnDays: card.churn.horizon_days,
    spendDays: card.lifetime_value.horizon_days,
  });
  const { columns, rows } = snapshots.at(newest).table;
  const features = Object.entries(columns).map(
    ([name, values]): WatchedColumn => ({ name, kind: "feature", values }),
  );
  const scores = await scoresOf(model, columns, rows);
  return compareSnapshots(reference, [...features, ...scores], newest, hindrance);
}

/** The older model's answers about the newer snapshot. Leaves out a model whose features are not all known now. */
async function scoresOf(
  { card, onnx }: OlderModel,
  columns: Readonly<Record<string, Float64Array>>,
  rows: number,
): Promise<WatchedColumn[]> {
  const all = card.features.all.map(({ name }) => name);
  const watched = [
    { name: "churn_probability", kind: "score", file: onnx.churn, features: all },
    { name: "ltv_estimate", kind: "score", file: onnx.ltv, features: all },
    { name: "segment", kind: "segment", file: onnx.segmentation, features: card.segmentation.features },
  ] as const;
  const known = watched.filter(({ features }) => features.every((name) => columns[name]));
  return Promise.all(
    known.map(async ({ name, kind, file, features }) => {
      const x = matrix(rows, features.length);
      features.forEach((feature, j) => {
        const column = columns[feature]!;
        for (let i = 0; i < rows; i++) x.data[i * features.length + j] = column[i]!;
      });
      return { name, kind, values: await score(file, x) };
    }),
  );
}

async function score(file: Uint8Array, x: Parameters<OnnxModel["score"]>[0]): Promise<Float64Array> {
  const model = await OnnxModel.load(file, x.columns);
  try {
    return await model.score(x);
  } finally {
    await model.release();
  }
}

/** An older model of the same tenant. */
export interface EarlierModel {
  readonly id: string;
  readonly folder: string;
}

/** How one earlier model's forecasts turned out. Wire format of an entry of `realised.json`. */
export type EarlierRealised = { readonly model_id: string } & (
  | RealisedReport
  | { readonly unreadable: string }
);

/** A new file's verdict on the earlier models: the drift from the newest, and how well each of them did. */
export interface EarlierMonitoring {
  readonly drift: ({ readonly model_id: string } & DriftReport) | null;
  readonly realised: readonly EarlierRealised[];
}

/**
 * Checks earlier models, newest first, against a new file. Reports an unreadable folder (deleted since, or from another
 * version), because it must not fail the new training.
 */
export async function monitorEarlier(
  models: readonly EarlierModel[],
  transactions: Transactions,
): Promise<EarlierMonitoring> {
  if (models.length === 0) return { drift: null, realised: [] };
  const purchases = collectPurchases(transactions);
  const returns = collectReturns(transactions);
  let drift: EarlierMonitoring["drift"] = null;
  const outcomes: EarlierRealised[] = [];
  for (const [i, { id, folder }] of models.entries()) {
    try {
      const model = await readOlderModel(folder);
      const outcome = realised(model.promises, purchases, returns, transactions.customers);
      const found = i === 0 ? await driftOf(model, transactions, purchases) : null;
      outcomes.push({ model_id: id, ...outcome });
      drift ??= found && { model_id: id, ...found };
    } catch {
      outcomes.push({ model_id: id, unreadable: "Its folder is incomplete or damaged." });
    }
  }
  return { drift, realised: outcomes };
}
