import { InputError } from "../errors";
import { type ModelCard, parseModelCard } from "../models/model-card";
import type { DriftReference } from "../models/monitoring/drift-reference";
import type { Promises } from "../models/monitoring/promises";
import type { ArrowColumns } from "./arrow-columns";
import { modelFile, modelFileIfThere, modelTable } from "./model-file";

/** An older model, as monitoring reads it. */
export interface OlderModel {
  readonly card: ModelCard;
  readonly promises: Promises;
  /** Null for a folder from before references were kept. */
  readonly reference: DriftReference | null;
  readonly onnx: Readonly<Record<"segmentation" | "churn" | "ltv", Uint8Array>>;
}

/** Reads the necessary parts of a model folder. Throws an InputError if it is not one. */
export async function readOlderModel(folder: string): Promise<OlderModel> {
  const read = (name: string) => modelFile(folder, name);
  const cardBytes = await read("model.json");
  const reference = await modelFileIfThere(folder, "drift_reference.json");
  const onnx = {
    segmentation: await read("segmentation.onnx"),
    churn: await read("churn.onnx"),
    ltv: await read("ltv.onnx"),
  };
  try {
    const card = parseModelCard(cardBytes);
    return {
      card,
      promises: promisesOf(card, await modelTable(folder, "customers.arrow")),
      reference: reference && (JSON.parse(reference.toString()) as DriftReference),
      onnx,
    };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${folder} holds a model with damaged files. Train again.`);
  }
}

function promisesOf(
  { as_of, settings, data, churn, lifetime_value }: ModelCard,
  table: ArrowColumns,
): Promises {
  const values = (name: string) => table.column(name)!.toArray!();
  const numbers = (name: string) =>
    Float64Array.from(values(name) as ArrayLike<number | null>, (value) => value ?? NaN);
  const ifThere = (name: string) => (table.column(name) ? numbers(name) : null);
  const strings = (name: string) => Array.from(values(name) as ArrayLike<string>);
  return {
    asOf: Date.parse(as_of),
    since: Date.parse(data.first_order),
    customers: strings("CustomerID"),
    segments: strings("segment_name"),
    churn: {
      horizonDays: churn.horizon_days,
      probability: numbers("churn_probability"),
      threshold: churn.heads.all.threshold,
      missedChurner: settings.missed_churner_cost,
      falseAlarm: settings.false_alarm_cost,
      tested: churn.heads.all.evaluation?.shipped ?? null,
    },
    spend: {
      basis: lifetime_value.spend,
      horizonDays: lifetime_value.horizon_days,
      expected: numbers("ltv_estimate"),
      low: ifThere("ltv_low"),
      high: ifThere("ltv_high"),
      intervalShare: lifetime_value.heads.all.interval?.coverage ?? null,
      tested: lifetime_value.heads.all.evaluation?.shipped ?? null,
    },
    recencyDays: numbers("recency_days"),
    frequency: numbers("frequency"),
    monetary: numbers("monetary"),
  };
}
